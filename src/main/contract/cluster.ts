/** Brokers, controller, partitions: the cluster as it is now, and what may be done to its brokers. */

/**
 * starting -> ready -> stopping -> exited, or crashed -> backoff -> starting.
 * `frozen` is a ready broker whose process is suspended; `foreign` one whose process is not ours,
 * `lost` such a one that takes no requests, or that holds replicas but is not named any more.
 */
export type BrokerPhase =
  | 'starting'
  | 'ready'
  | 'frozen'
  | 'stopping'
  | 'exited'
  | 'crashed'
  | 'backoff'
  | 'foreign'
  | 'lost';

/** Why a broker's process ended the last time. */
export type BrokerExit = {
  readonly atMs: number;
  readonly code: number | null;
  readonly signal: string | null;
  readonly reason:
    | 'stopped'
    | 'killed-by-user'
    | 'killed'
    | 'port-taken'
    | 'data-dir'
    | 'disk-full'
    | 'internal'
    | 'crashed'
    | 'start-timed-out';
  /** What the broker itself said, in English; empty when it said nothing. */
  readonly message: string;
};

export type BrokerState = {
  readonly id: number;
  readonly host: string;
  readonly port: number;
  readonly phase: BrokerPhase;
  readonly pid: number | null;
  /** When the running process was started, and when it was unfenced. */
  readonly startedAtMs: number | null;
  readonly readyAtMs: number | null;
  /** Restarts by the supervisor since the app started. */
  readonly restartCount: number;
  /** In `backoff`: when it is started again. */
  readonly backoffUntilMs: number | null;
  readonly lastExit: BrokerExit | null;
  readonly isFenced: boolean;
  /** Null where only our own brokers can tell. */
  readonly memoryBytes: number | null;
  /** 1 is one core. */
  readonly cpuShare: number | null;
  readonly connectionCount: number | null;
  readonly leaderCount: number;
  readonly replicaCount: number;
  /** Log folders that the broker took offline; null where it does not tell. */
  readonly offlineLogDirs: readonly string[] | null;
};

export type PartitionState = {
  /** -1: no leader. */
  readonly leader: number;
  readonly leaderEpoch: number;
  readonly replicas: readonly number[];
  readonly isr: readonly number[];
  /** Eligible leader replicas, and the last known (KIP-966); null where the cluster tells none. */
  readonly elr: readonly number[] | null;
  readonly lastKnownElr: readonly number[] | null;
  /** While it is reassigned: replicas that come, and that go when those have caught up. */
  readonly adding: readonly number[];
  readonly removing: readonly number[];
};

export type TopicState = {
  readonly isInternal: boolean;
  /** Partition index -> state. */
  readonly partitions: { readonly [partition: string]: PartitionState };
};

/** A node's place in the metadata quorum. */
export type QuorumReplica = {
  readonly logEndOffset: number;
  /** Metadata records that the leader has and this node has not. */
  readonly lag: number;
  /** By the leader's clock; null of the leader itself, and where it is not known. */
  readonly lastFetchMs: number | null;
  readonly lastCaughtUpMs: number | null;
};

/** The metadata quorum as its leader tells it (DescribeQuorum). */
export type QuorumState = {
  readonly leaderId: number;
  readonly epoch: number;
  readonly highWatermark: number;
  /** Node id -> its place. */
  readonly voters: { readonly [nodeId: string]: QuorumReplica };
  readonly observers: { readonly [nodeId: string]: QuorumReplica };
};

/** What one broker fetches from another as a follower. */
export type ReplicationFlow = {
  readonly bytesPerS: number;
  /** Partitions of which something was fetched. */
  readonly partitionCount: number;
};

/** A replica that is not what was written; until it is repaired. */
export type ReplicaDamage = {
  readonly offset: number;
  readonly file: string;
  readonly state: 'found' | 'alone' | 'failed';
  readonly atMs: number;
};

/** Stream `cluster`. */
export type ClusterState = {
  /** ready: all brokers are; degraded: some are, or partitions lack a leader or a replica. */
  readonly phase: 'starting' | 'ready' | 'degraded' | 'stopped' | 'unreachable';
  readonly kind: 'local' | 'foreign';
  /** Paste it into `bootstrap.servers`. */
  readonly bootstrap: string;
  readonly clusterId: string;
  /** The active controller; -1 while there is none. */
  readonly controllerId: number;
  readonly quorumEpoch: number;
  /** Null where there is none (ZooKeeper), or it does not answer. */
  readonly quorum: QuorumState | null;
  /** Broker id -> broker. */
  readonly brokers: { readonly [brokerId: string]: BrokerState };
  /** Topic name -> topic, internal ones included. */
  readonly topics: { readonly [topic: string]: TopicState };
  /** `leader>follower` (broker ids) -> what flows now; null where nobody tells. */
  readonly flows: { readonly [flow: string]: ReplicationFlow } | null;
  /** `topic/partition/broker` -> damage; only our own brokers tell it. */
  readonly damages: { readonly [replica: string]: ReplicaDamage };
};

/** One line of the event timeline. Feed `events`. */
export type ClusterEvent = { readonly id: number; readonly atMs: number } & (
  | { readonly kind: 'broker-started'; readonly brokerId: number; readonly pid: number }
  | { readonly kind: 'broker-ready'; readonly brokerId: number; readonly pid: number }
  | { readonly kind: 'broker-exited'; readonly brokerId: number; readonly exit: BrokerExit }
  | { readonly kind: 'broker-frozen' | 'broker-thawed'; readonly brokerId: number }
  | { readonly kind: 'broker-fenced' | 'broker-unfenced'; readonly brokerId: number }
  | {
      readonly kind: 'controller-changed';
      readonly controllerId: number;
      readonly quorumEpoch: number;
    }
  | { readonly kind: 'topic-created' | 'topic-deleted'; readonly topic: string }
  | {
      readonly kind: 'config-changed';
      readonly resource: 'topic' | 'broker' | 'group' | 'client-metrics';
      /** Empty: the default of all brokers. */
      readonly name: string;
      /** What was set, changed or taken away. */
      readonly keys: readonly string[];
    }
  | { readonly kind: 'group-rebalanced'; readonly groupId: string; readonly generation: number }
  | {
      /** A replica on the broker's disk is not what was written. */
      readonly kind: 'replica-damaged';
      readonly brokerId: number;
      readonly topic: string;
      readonly partition: number;
      readonly offset: number;
      readonly file: string;
      /** `alone`: no other replica has the records; `failed`: the repair is tried again later. */
      readonly state: 'found' | 'repaired' | 'alone' | 'failed';
    }
  | {
      readonly kind: 'leader-changed' | 'isr-changed';
      readonly topic: string;
      readonly partition: number;
      readonly leader: number;
      readonly leaderEpoch: number;
      readonly isr: readonly number[];
    }
);

type OneBroker = { readonly brokerId: number };

export type ClusterApi = {
  /** Each resolves when the broker is where it was told to go (start: unfenced, with its pid). */
  readonly 'cluster.startBroker': (params: OneBroker) => { readonly pid: number };
  readonly 'cluster.stopBroker': (params: OneBroker) => null;
  readonly 'cluster.restartBroker': (params: OneBroker) => { readonly pid: number };
  /** A real SIGKILL. With the restart policy `always` the supervisor starts it again. */
  readonly 'cluster.killBroker': (params: OneBroker) => null;
  /** SIGSTOP and SIGCONT: the process is there, but answers nothing. Not on Windows. */
  readonly 'cluster.freezeBroker': (params: OneBroker) => null;
  readonly 'cluster.thawBroker': (params: OneBroker) => null;
  /** Adds a broker with the next free id. */
  readonly 'cluster.addBroker': () => { readonly brokerId: number; readonly pid: number };
  /** Stops and unregisters a broker that was added later and holds no replica any more. */
  readonly 'cluster.removeBroker': (params: OneBroker) => null;
};
