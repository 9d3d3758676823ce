/**
 * The contract between the application and its renderer (and the command line): `Api` maps method
 * names to function types, `Events` maps event names to payloads. Each method takes one JSON
 * object or nothing, and answers JSON. Over the wire every method is asynchronous and rejects
 * with a `ContractError`.
 */
import type { AppApi } from './app-info.ts';
import type { BrokersApi } from './brokers.ts';
import type { ClusterHistoryApi } from './cluster-history.ts';
import type { ClusterApi } from './cluster.ts';
import type { ClustersApi, ClustersEvents } from './clusters.ts';
import type { DoctorApi } from './doctor.ts';
import type { GroupsApi } from './groups.ts';
import type { LanApi } from './lan.ts';
import type { LiveApi, LiveEvents } from './live.ts';
import type { MessagesApi } from './messages.ts';
import type { DecodersApi } from './decoders.ts';
import type { SearchApi } from './search.ts';
import type { ModelsApi } from './models.ts';
import type { ReplicasApi } from './replicas.ts';
import type { ProduceApi } from './produce.ts';
import type { ScenarioExportsApi } from './scenario-exports.ts';
import type { ScenariosApi } from './scenarios.ts';
import type { TasksApi } from './tasks.ts';
import type { TerminalsApi } from './terminals.ts';
import type { MeasuresApi } from './measures.ts';
import type { ThroughputApi } from './throughput.ts';
import type { TopicsApi } from './topics.ts';

export type Api = AppApi &
  BrokersApi &
  ClusterApi &
  ClustersApi &
  ClusterHistoryApi &
  ReplicasApi &
  TopicsApi &
  MessagesApi &
  DecodersApi &
  SearchApi &
  GroupsApi &
  DoctorApi &
  LanApi &
  ThroughputApi &
  MeasuresApi &
  ModelsApi &
  ScenariosApi &
  ScenarioExportsApi &
  ProduceApi &
  TasksApi &
  TerminalsApi &
  LiveApi;

export type Events = LiveEvents & ClustersEvents;

export type Method = keyof Api;
export type Params<Name extends Method> = Parameters<Api[Name]>[0];
export type Result<Name extends Method> = ReturnType<Api[Name]>;

/** birpc's functions that the renderer offers: one per event. */
export type EventHandlers = {
  readonly [Name in keyof Events]: (payload: Events[Name]) => void;
};

export type * from './app-info.ts';
export { settingsDefault } from './app-info.ts';
export type * from './brokers.ts';
export type * from './cluster-history.ts';
export type * from './cluster.ts';
export type * from './clusters.ts';
export type * from './configs.ts';
export type * from './doctor.ts';
export { doctorWords } from './doctor-words.ts';
export * from './errors.ts';
export * from './follow.ts';
export type * from './groups.ts';
export type * from './lan.ts';
export type * from './live.ts';
export type * from './messages.ts';
export { payloadTextMax } from './messages.ts';
export { bytesLengthMax } from './messages.ts';
export * from './decoders.ts';
export * from './search.ts';
export * from './patch.ts';
export type * from './models.ts';
export type * from './replicas.ts';
export type * from './produce.ts';
export { produceOptionsDefault } from './produce.ts';
export type * from './producers.ts';
export * from './scenario-exports.ts';
export type * from './scenarios.ts';
export type * from './tasks.ts';
export type * from './terminals.ts';
export * from './measures.ts';
export type * from './throughput.ts';
export type * from './topic-logs.ts';
export type * from './topics.ts';
export { deserialize, heartbeat, serialize } from './wire.ts';
