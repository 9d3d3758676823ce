/**
 * Live data. The renderer opens a stream and gets its present value at once; from then on the
 * server sends changes, at most four times a second, until the stream is closed or the connection
 * ends. A *state* changes by patches (`applyPatch`), a *feed* by further items. Opening the same
 * stream again is cheap: the server does the work once for all who watch.
 */
import type { Settings } from './app-info.ts';
import type { BrokerConnections, BrokerLogDirs, BrokerLogLine, BrokersState } from './brokers.ts';
import type { HistoryPoint } from './cluster-history.ts';
import type { ClusterEvent, ClusterState } from './cluster.ts';
import type { ClustersState } from './clusters.ts';
import type { DoctorRun, DoctorRunParams } from './doctor.ts';
import type { FollowItem, FollowParams } from './follow.ts';
import type { GroupDetail, GroupRebalances, GroupsState, LagSample } from './groups.ts';
import type { SearchItem, SearchParams, TailBatch, TailParams } from './search.ts';
import type { Patch } from './patch.ts';
import type { OffsetsState } from './replicas.ts';
import type { LoadsState } from './produce.ts';
import type { ProducerDetail, ProducersState } from './producers.ts';
import type { ScenarioFlow, ScenarioRunState, ServiceLog, ServiceTable } from './scenarios.ts';
import type { TasksState } from './tasks.ts';
import type { TerminalOutput, TerminalParams, TerminalsState } from './terminals.ts';
import type { MeasurePoint, MeasureQuery } from './measures.ts';
import type { KafkaRunState } from './models.ts';
import type { ThroughputPoint } from './throughput.ts';
import type { TopicAges, TopicLogs } from './topic-logs.ts';
import type { TopicConsumers, TopicsState } from './topics.ts';

type NoParams = Record<string, never>;

/** Name -> what it takes and what it is. */
export type States = {
  readonly cluster: { readonly params: NoParams; readonly value: ClusterState };
  readonly offsets: {
    readonly params: { readonly topics: readonly string[] };
    readonly value: OffsetsState;
  };
  readonly topics: { readonly params: NoParams; readonly value: TopicsState };
  readonly topicAges: { readonly params: NoParams; readonly value: TopicAges };
  readonly topicLogs: {
    readonly params: { readonly topic: string };
    readonly value: TopicLogs;
  };
  readonly topicConsumers: {
    readonly params: { readonly topic: string };
    readonly value: TopicConsumers;
  };
  readonly brokers: { readonly params: NoParams; readonly value: BrokersState };
  readonly brokerLogDirs: {
    readonly params: { readonly brokerId: number };
    readonly value: BrokerLogDirs;
  };
  readonly brokerConnections: {
    readonly params: { readonly brokerId: number };
    readonly value: BrokerConnections;
  };
  readonly groups: { readonly params: NoParams; readonly value: GroupsState };
  readonly group: { readonly params: { readonly groupId: string }; readonly value: GroupDetail };
  readonly doctor: { readonly params: DoctorRunParams; readonly value: DoctorRun };
  readonly groupRebalances: {
    readonly params: { readonly groupId: string };
    readonly value: GroupRebalances;
  };
  readonly scenarioRun: { readonly params: NoParams; readonly value: ScenarioRunState };
  readonly scenarioTable: {
    readonly params: {
      readonly service: string;
      /** Absent: the first. */
      readonly table?: string | undefined;
      readonly limit: number;
    };
    readonly value: ServiceTable;
  };
  readonly scenarioLog: {
    readonly params: { readonly service: string };
    readonly value: ServiceLog;
  };
  readonly scenarioFlow: { readonly params: NoParams; readonly value: ScenarioFlow };
  readonly kafkaRun: { readonly params: NoParams; readonly value: KafkaRunState };
  readonly loads: { readonly params: NoParams; readonly value: LoadsState };
  readonly producers: { readonly params: NoParams; readonly value: ProducersState };
  readonly producer: { readonly params: { readonly id: string }; readonly value: ProducerDetail };
  readonly settings: { readonly params: NoParams; readonly value: Settings };
  readonly terminals: { readonly params: NoParams; readonly value: TerminalsState };
  readonly clusters: { readonly params: NoParams; readonly value: ClustersState };
  readonly tasks: { readonly params: NoParams; readonly value: TasksState };
};

/** Name -> what it takes and what one item is. */
export type Feeds = {
  /** Opens with the newest output of the shell. */
  readonly terminal: { readonly params: TerminalParams; readonly item: TerminalOutput };
  /** Opens with the last 500 events. */
  readonly events: { readonly params: NoParams; readonly item: ClusterEvent };
  /** Opens with the last 10 minutes. */
  readonly clusterHistory: { readonly params: NoParams; readonly item: HistoryPoint };
  /** Opens with the last 10 minutes. */
  readonly throughput: { readonly params: NoParams; readonly item: ThroughputPoint };
  /** One question about what brokers measure. Opens with the last 10 minutes. */
  readonly measures: { readonly params: MeasureQuery; readonly item: MeasurePoint };
  /** Opens with the last lines of the broker's log. */
  readonly brokerLog: {
    readonly params: { readonly brokerId: number };
    readonly item: BrokerLogLine;
  };
  /** Opens with what was recorded of the last two hours. */
  readonly groupLag: { readonly params: { readonly groupId: string }; readonly item: LagSample };
  /** Opens empty. */
  readonly tail: { readonly params: TailParams; readonly item: TailBatch };
  /** Opens empty; closing it cancels the search. */
  readonly search: { readonly params: SearchParams; readonly item: SearchItem };
  /** Opens empty; closing it cancels the search. */
  readonly follow: { readonly params: FollowParams; readonly item: FollowItem };
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
