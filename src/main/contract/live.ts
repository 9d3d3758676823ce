/**
 * Live data. The renderer opens a stream and gets its present value at once; from then on the
 * server sends changes, at most four times a second, until the stream is closed or the connection
 * ends. A *state* changes by patches (`applyPatch`), a *feed* by further items. Opening the same
 * stream again is cheap: the server does the work once for all who watch.
 */
import type { Settings } from './app-info.ts';
import type { ClusterEvent, ClusterState } from './cluster.ts';
import type { GroupDetail, GroupsState } from './groups.ts';
import type { TailBatch, TailParams } from './messages.ts';
import type { Patch } from './patch.ts';
import type { ScenarioRunState, ServiceTable } from './scenarios.ts';
import type { ThroughputPoint } from './throughput.ts';
import type { TopicsState } from './topics.ts';

type NoParams = Record<string, never>;

/** Name -> what it takes and what it is. */
export type States = {
  readonly cluster: { readonly params: NoParams; readonly value: ClusterState };
  readonly topics: { readonly params: NoParams; readonly value: TopicsState };
  readonly groups: { readonly params: NoParams; readonly value: GroupsState };
  readonly group: { readonly params: { readonly groupId: string }; readonly value: GroupDetail };
  readonly scenarioRun: { readonly params: NoParams; readonly value: ScenarioRunState };
  readonly scenarioTable: {
    readonly params: { readonly service: string; readonly limit: number };
    readonly value: ServiceTable;
  };
  readonly settings: { readonly params: NoParams; readonly value: Settings };
};

/** Name -> what it takes and what one item is. */
export type Feeds = {
  /** Opens with the last 500 events. */
  readonly events: { readonly params: NoParams; readonly item: ClusterEvent };
  /** Opens with the last 10 minutes. */
  readonly throughput: { readonly params: NoParams; readonly item: ThroughputPoint };
  /** Opens empty. */
  readonly tail: { readonly params: TailParams; readonly item: TailBatch };
};

export type StateName = keyof States;
export type FeedName = keyof Feeds;
export type StreamName = StateName | FeedName;

export type StreamParams<Name extends StreamName> = Name extends StateName
  ? States[Name]['params']
  : Name extends FeedName
    ? Feeds[Name]['params']
    : never;

/** What opening answers: the value of a state, the items so far of a feed. */
export type StreamOpened<Name extends StreamName> = Name extends StateName
  ? { readonly id: number; readonly value: States[Name]['value'] }
  : Name extends FeedName
    ? { readonly id: number; readonly items: readonly Feeds[Name]['item'][] }
    : never;

export type LiveApi = {
  readonly 'live.open': <Name extends StreamName>(params: {
    readonly stream: Name;
    readonly params: StreamParams<Name>;
  }) => StreamOpened<Name>;
  readonly 'live.close': (params: { readonly id: number }) => null;
};

export type LiveEvents = {
  readonly 'live.patch': { readonly id: number; readonly patch: Patch };
  readonly 'live.items': {
    readonly id: number;
    readonly items: readonly Feeds[FeedName]['item'][];
  };
  /** The stream's source failed (the topic was deleted, say); no more will come. */
  readonly 'live.failed': { readonly id: number; readonly code: string; readonly message: string };
};
