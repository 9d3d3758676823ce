/**
 * The contract between the application and its renderer (and the command line): `Api` maps method
 * names to function types, `Events` maps event names to payloads. Each method takes one JSON
 * object or nothing, and answers JSON. Over the wire every method is asynchronous and rejects
 * with a `ContractError`.
 */
import type { AppApi } from './app-info.ts';
import type { ClusterApi } from './cluster.ts';
import type { GroupsApi } from './groups.ts';
import type { LiveApi, LiveEvents } from './live.ts';
import type { MessagesApi } from './messages.ts';
import type { ScenariosApi } from './scenarios.ts';
import type { ThroughputApi } from './throughput.ts';
import type { TopicsApi } from './topics.ts';

export type Api = AppApi &
  ClusterApi &
  TopicsApi &
  MessagesApi &
  GroupsApi &
  ThroughputApi &
  ScenariosApi &
  LiveApi;

export type Events = LiveEvents;

export type Method = keyof Api;
export type Params<Name extends Method> = Parameters<Api[Name]>[0];
export type Result<Name extends Method> = ReturnType<Api[Name]>;

/** birpc's functions that the renderer offers: one per event. */
export type EventHandlers = {
  readonly [Name in keyof Events]: (payload: Events[Name]) => void;
};

export type * from './app-info.ts';
export { settingsDefault } from './app-info.ts';
export type * from './cluster.ts';
export * from './errors.ts';
export type * from './groups.ts';
export type * from './live.ts';
export type * from './messages.ts';
export { payloadTextMax } from './messages.ts';
export * from './patch.ts';
export type * from './scenarios.ts';
export type * from './throughput.ts';
export type * from './topics.ts';
export { deserialize, serialize } from './wire.ts';
