/**
 * The control channel between a supervisor and one broker process: typed messages over the
 * process's IPC channel. It carries only what the Kafka protocol cannot say: the life of the
 * process and what only our own brokers can tell (per-replica positions, connections, rates).
 */

/** One voter of the metadata quorum; every node of the default cluster is one. */
export type QuorumVoter = { readonly id: number; readonly host: string; readonly port: number };

/** Everything a broker process needs to start. */
export type BrokerOptions = {
  /** Kafka's `node.id`, 1 for the first. */
  readonly nodeId: number;
  /** 22 characters of URL-safe base64, the same for all brokers of a cluster. */
  readonly clusterId: string;
  /** The broker's own data folder (Kafka's `log.dirs`); made when it is missing. */
  readonly dataDir: string;
  /** Where clients connect. */
  readonly listener: { readonly host: string; readonly port: number };
  /** Controller listeners of all voters, this node's own among them. */
  readonly voters: readonly QuorumVoter[];
  /** Kafka's server.properties keys that differ from the defaults. */
  readonly config: Readonly<Record<string, string>>;
};

/** Supervisor to broker. */
export type ControlRequest =
  | { readonly type: 'start'; readonly options: BrokerOptions }
  /** Controlled shutdown: hand leaderships over, flush, write checkpoints, exit 0. */
  | { readonly type: 'stop' }
  /** A sibling's process ended; the cluster need not wait for a session timeout. */
  | { readonly type: 'peer-exited'; readonly nodeId: number }
  /** Send `stats` every `intervalMs` from now on; 0 turns it off. */
  | { readonly type: 'stats'; readonly intervalMs: number };

/** Broker to supervisor. */
export type ControlEvent =
  /** Listeners are open (clients may connect, the broker may still be fenced). */
  | { readonly type: 'listening'; readonly nodeId: number; readonly port: number }
  /** Registered, caught up and unfenced. */
  | { readonly type: 'ready'; readonly nodeId: number; readonly brokerEpoch: number }
  /** The process cannot go on; it exits with `exitCode` right after. */
  | { readonly type: 'failed'; readonly nodeId: number; readonly reason: FailureReason }
  /** What the replayed metadata log brought; every broker tells it, the supervisor deduplicates. */
  | {
      readonly type: 'metadata';
      readonly nodeId: number;
      readonly changes: readonly MetadataChange[];
    }
  /** A replica of the broker was damaged on its disk, and what became of that. */
  | { readonly type: 'damage'; readonly nodeId: number; readonly damage: DamageReport }
  | { readonly type: 'stats'; readonly stats: BrokerStats };

export type DamageReport = {
  readonly topic: string;
  readonly partition: number;
  /** The first record that cannot be relied on. */
  readonly offset: number;
  readonly file: string;
  /** `alone`: no other replica has the records; `failed`: a repair that is tried again later. */
  readonly state: 'found' | 'repaired' | 'alone' | 'failed';
};

export type FailureReason = {
  readonly code:
    | 'port-taken'
    | 'data-dir-in-use'
    | 'data-dir-unreadable'
    | 'data-dir-other-version'
    | 'data-dir-other-cluster'
    | 'disk-full'
    | 'internal';
  /** What happened, why, what to do: one English sentence each. */
  readonly message: string;
};

export type MetadataChange =
  | { readonly kind: 'controller'; readonly controllerId: number; readonly epoch: number }
  | { readonly kind: 'broker-fenced' | 'broker-unfenced'; readonly brokerId: number }
  | { readonly kind: 'topic-created' | 'topic-deleted'; readonly topic: string }
  | {
      readonly kind: 'leader-changed' | 'isr-changed';
      readonly topic: string;
      readonly partition: number;
      /** -1: no leader. */
      readonly leader: number;
      readonly leaderEpoch: number;
      readonly isr: readonly number[];
    };

/** A snapshot of what one broker sees; counters grow from its start, so rates are differences. */
export type BrokerStats = {
  readonly nodeId: number;
  /** Milliseconds since the epoch. */
  readonly atMs: number;
  readonly uptimeMs: number;
  readonly memoryBytes: number;
  readonly cpuMicros: number;
  readonly controllerId: number;
  readonly quorumEpoch: number;
  readonly connectionCount: number;
  readonly topics: readonly TopicCounters[];
  readonly replicas: readonly ReplicaStats[];
  readonly producers: readonly ProducerStats[];
  /** What clients push of themselves; a client tells one broker only, not each it works with. */
  readonly clientMetrics: readonly PushedMeasures[];
};

export type TopicCounters = {
  readonly topic: string;
  readonly bytesIn: number;
  readonly bytesOut: number;
  readonly recordsIn: number;
  readonly recordsOut: number;
};

/** One replica hosted by the reporting broker. */
export type ReplicaStats = {
  readonly topic: string;
  readonly partition: number;
  readonly isLeader: boolean;
  readonly leaderEpoch: number;
  readonly logStartOffset: number;
  readonly logEndOffset: number;
  readonly highWatermark: number;
  readonly sizeBytes: number;
};

/** A client connection that produced within the last minute. */
export type ProducerStats = {
  readonly clientId: string;
  readonly host: string;
  readonly topics: readonly string[];
  readonly recordsIn: number;
  readonly bytesIn: number;
};

/** A producer's own view of its work (KIP-714); null where it does not tell. */
export type ClientMeasures = {
  readonly requestLatencyMs: number | null;
  /** How long a record waits in the client before it is sent. */
  readonly queueTimeMs: number | null;
  readonly batchSizeBytes: number | null;
  readonly recordErrorsPerS: number | null;
};

/** The metrics that the clients with this id on this host pushed last. */
export type PushedMeasures = {
  readonly clientId: string;
  readonly host: string;
  /** Name and version of the client library; empty when it told none. */
  readonly software: string;
  readonly measures: ClientMeasures;
};

/** Exit codes of a broker process; anything else, or a signal, is a crash. */
export const exitCodes = {
  stopped: 0,
  internal: 1,
  portTaken: 20,
  dataDir: 21,
  diskFull: 22,
} as const;
