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
  | { readonly type: 'stats'; readonly intervalMs: number }
  /** Tell of the members of these groups in `stats` from now on, and of no others. */
  | { readonly type: 'watch-groups'; readonly groupIds: readonly string[] }
  /** Something that only this broker knows; an `answer` with the same id comes back. */
  | { readonly type: 'ask'; readonly id: number; readonly question: BrokerQuestion };

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
  /** A step of a group that the broker coordinates. */
  | { readonly type: 'group'; readonly nodeId: number; readonly report: GroupReport }
  | { readonly type: 'stats'; readonly stats: BrokerStats }
  | { readonly type: 'answer'; readonly id: number; readonly answer: BrokerAnswer };

export type DamageReport = {
  readonly topic: string;
  readonly partition: number;
  /** The first record that cannot be relied on. */
  readonly offset: number;
  readonly file: string;
  /** `alone`: no other replica has the records; `failed`: a repair that is tried again later. */
  readonly state: 'found' | 'repaired' | 'alone' | 'failed';
};

export type GroupMemberName = {
  readonly memberId: string;
  /** Of a static member. */
  readonly instanceId: string | null;
  readonly clientId: string;
  readonly host: string;
};

/** Why a group rebalances. */
export type GroupCause = {
  readonly kind:
    | 'joined'
    | 'left'
    /** No heartbeat within the session timeout. */
    | 'timed-out'
    /** It did not come back within the rebalance timeout. */
    | 'not-rejoined'
    /** It never asked for its part of the assignment. */
    | 'not-synced'
    /** A member with a place asks for a new assignment: the leader saw other partitions. */
    | 'rejoined'
    | 'subscription-changed'
    /** The second step of a cooperative rebalance. */
    | 'partitions-given-back'
    | 'static-returned'
    | 'oversized'
    | 'not-stored';
  readonly member: GroupMemberName | null;
  /** What the client said (KIP-800). */
  readonly words: string | null;
};

/** One step of a group from one generation to the next. */
export type GroupReport = {
  readonly groupId: string;
  readonly atMs: number;
  readonly generation: number;
  readonly phase: 'empty' | 'preparing' | 'completing' | 'stable' | 'dead';
  readonly isNewPhase: boolean;
  readonly protocol: string;
  readonly causes: readonly GroupCause[];
  /** With the assignments (base64) that just took effect; null in between. */
  readonly members: readonly (GroupMemberName & { readonly assignment: string })[] | null;
};

/** What only the coordinator of a group knows of its members. */
export type GroupStats = {
  readonly groupId: string;
  readonly generation: number;
  readonly members: readonly {
    readonly memberId: string;
    /** Since it was last heard of; null before its first answer. */
    readonly heartbeatAgeMs: number | null;
    readonly sessionTimeoutMs: number;
    readonly rebalanceTimeoutMs: number;
    /** One of its requests is parked: it waits for the others. */
    readonly isWaiting: boolean;
  }[];
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
      readonly kind: 'config-changed';
      readonly resource: 'topic' | 'broker' | 'group' | 'client-metrics';
      /** Empty: the default of all brokers. */
      readonly name: string;
      /** What was set, changed or taken away. */
      readonly keys: readonly string[];
    }
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
  /** Of the replicas that the broker holds, what moved since its last report. */
  readonly replicas: ReplicaChanges;
  readonly producers: readonly ProducerStats[];
  /** What clients push of themselves; a client tells one broker only, not each it works with. */
  readonly clientMetrics: readonly PushedMeasures[];
  /** Of the watched groups that this broker coordinates. */
  readonly groups?: readonly GroupStats[];
  /** What the broker measured of its own work since its last report. */
  readonly measures: BrokerMeasures;
};

/**
 * A histogram of durations as bucket, count, bucket, count, …, buckets ascending and none empty.
 * A bucket below 16 holds its own number of microseconds; of the others each 16 divide the span
 * from one power of two to the next, and `bucketStartMicros` gives the lower end.
 */
export type SparseCounts = readonly number[];

/** The smallest value that falls into a bucket, in microseconds. */
export function bucketStartMicros(bucket: number): number {
  if (bucket < 16) return bucket;
  const shift = (bucket >> 4) - 1;
  return (16 + (bucket & 15)) * 2 ** shift;
}

/** Histograms and counts are of the time since the last report, unless it says otherwise. */
export type BrokerMeasures = {
  readonly requests: readonly RequestMeasures[];
  /** The busiest one by one, then all others as one whose id and host are empty. */
  readonly clients: readonly ClientTraffic[];
  /** Of the partitions that this broker leads and clients wrote to or read from, the busiest. */
  readonly partitions: readonly PartitionTraffic[];
  readonly disk: {
    /** Both grow from the broker's start. */
    readonly bytesWritten: number;
    readonly bytesRead: number;
    /** How long bringing a file to the device took. */
    readonly flush: SparseCounts;
    /** Of the volume that the data folder is on. */
    readonly freeBytes: number;
    readonly totalBytes: number;
  };
  readonly loop: {
    /** Share of the time that the broker's thread was at work. */
    readonly busyShare: number;
    /** How late its timers were: the longest, and the 99th percentile. */
    readonly delayMaxMs: number;
    readonly delayP99Ms: number;
  };
  /** These grow from the broker's start. */
  readonly connectionsOpened: number;
  readonly connectionsClosed: number;
  readonly replicationBytesIn: number;
  readonly replicationBytesOut: number;
};

/** One API; Fetch is three: FetchConsumer, FetchFollower, and FetchQuorum of the metadata. */
export type RequestMeasures = {
  readonly api: string;
  readonly requestCount: number;
  readonly bytesIn: number;
  readonly bytesOut: number;
  /** Right now: for followers, for data, for the controller. */
  readonly waitingCount: number;
  /** Kafka's error code, count, error code, count, … */
  readonly errors: readonly number[];
  readonly total: SparseCounts;
  readonly queue: SparseCounts;
  readonly local: SparseCounts;
  readonly remote: SparseCounts;
  readonly send: SparseCounts;
};

export type PartitionTraffic = {
  readonly topic: string;
  readonly partition: number;
  readonly recordsIn: number;
  readonly bytesIn: number;
  readonly recordsOut: number;
  readonly bytesOut: number;
};

export type ClientTraffic = {
  readonly clientId: string;
  readonly host: string;
  readonly requestCount: number;
  readonly recordsIn: number;
  readonly bytesIn: number;
  readonly recordsOut: number;
  readonly bytesOut: number;
};

export type TopicCounters = {
  readonly topic: string;
  readonly bytesIn: number;
  readonly bytesOut: number;
  readonly recordsIn: number;
  readonly recordsOut: number;
};

export type ReplicaChanges = {
  /** All replicas: forget what was told before. So is the first report after a `stats` request. */
  readonly isWhole: boolean;
  readonly replicas: readonly ReplicaStats[];
  readonly gone: readonly { readonly topic: string; readonly partition: number }[];
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

/** A client connection that produced; told while it is open, and a minute longer. */
export type ProducerStats = {
  /** Unique among the connections of the reporting broker. */
  readonly connectionId: string;
  readonly clientId: string;
  readonly host: string;
  /** Of the client's end; 0 where it is not known. */
  readonly port: number;
  readonly principal: string;
  /** Its client library (KIP-511); empty when it told none. */
  readonly softwareName: string;
  readonly softwareVersion: string;
  readonly transactionalId: string | null;
  readonly isOpen: boolean;
  /** Its first and its last batch, in milliseconds since the epoch. */
  readonly sinceMs: number;
  readonly lastMs: number;
  readonly topics: readonly ProducerTopicStats[];
  readonly errors: readonly ProducerErrorStats[];
};

/** What one connection wrote to one topic; where it has no number, what its last batch said. */
export type ProducerTopicStats = {
  readonly topic: string;
  readonly recordsIn: number;
  /** Of whole batches, as they came. */
  readonly bytesIn: number;
  readonly batches: number;
  /** Batches that were sent again and had been written already. */
  readonly duplicates: number;
  readonly acks: number;
  /** none, gzip, snappy, lz4, zstd. */
  readonly codec: number;
  readonly isTransactional: boolean;
  /** -1: not idempotent. */
  readonly producerId: number;
  readonly producerEpoch: number;
  /** Records by partition; partitions behind the last one written to are left out. */
  readonly partitionRecords: readonly number[];
};

/** Batches refused with one of Kafka's error codes. */
export type ProducerErrorStats = {
  readonly code: number;
  readonly count: number;
  readonly lastMs: number;
  /** Of the last one; empty where a client named it by an id nobody knows. */
  readonly topic: string;
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

export type BrokerQuestion =
  /** The logs of a topic's partitions, all of them when none are named. */
  | {
      readonly kind: 'log-files';
      readonly topic: string;
      readonly partitions: readonly number[] | null;
    }
  /** How retention and compaction stand with the topics that the broker leads partitions of. */
  | { readonly kind: 'log-ages' }
  | { readonly kind: 'connections' };

export type BrokerAnswer =
  | { readonly kind: 'log-files'; readonly logs: readonly LogView[] }
  | { readonly kind: 'log-ages'; readonly topics: readonly TopicAges[] }
  | { readonly kind: 'connections'; readonly connections: readonly ConnectionView[] };

/** The log of one replica as it lies on the broker's disk. */
export type LogView = {
  readonly partition: number;
  /** A copy that is being made in another folder of the same broker. */
  readonly isFuture: boolean;
  readonly dir: string;
  readonly logStartOffset: number;
  readonly logEndOffset: number;
  readonly highWatermark: number;
  readonly sizeBytes: number;
  readonly segmentCount: number;
  /** Oldest first; of very many those in the middle are left out. */
  readonly segments: readonly SegmentView[];
  /** Files in the folder that belong to no segment of the log: on their way in, or out. */
  readonly otherFiles: readonly FileView[];
  readonly retention: RetentionView;
  /** Null unless the topic is compacted. */
  readonly compaction: CompactionView | null;
};

export type FileView = { readonly name: string; readonly sizeBytes: number };

export type SegmentView = {
  readonly baseOffset: number;
  /** The offset behind its last one. */
  readonly endOffset: number;
  /** Of the log file alone. */
  readonly sizeBytes: number;
  /** The log file, its indexes, and a snapshot of the producers where there is one. */
  readonly files: readonly FileView[];
  /** Times of records, in milliseconds; null where they carry none. */
  readonly firstMs: number | null;
  readonly largestMs: number | null;
  /** What is produced now goes here. */
  readonly isActive: boolean;
  /** When retention.ms lets it go; null when it never does. */
  readonly dueMs: number | null;
  /** retention.bytes lets it go now. */
  readonly isTooMuch: boolean;
  /** Compaction has been through it. */
  readonly isCleaned: boolean;
};

export type RetentionView = {
  /** cleanup.policy has delete. */
  readonly isDeleting: boolean;
  /** -1: no limit. */
  readonly retentionMs: number;
  readonly retentionBytes: number;
  /** When segments are looked at next; null before the broker has begun to. */
  readonly nextCheckMs: number | null;
};

export type CompactionView = {
  /** Compaction has come up to here. */
  readonly cleanedOffset: number;
  /** As far as it may come now. */
  readonly cleanableOffset: number;
  /** Share of bytes, of those it may look at, that it has not been through. */
  readonly dirtyRatio: number;
  /** It begins above this share. */
  readonly minDirtyRatio: number;
  readonly isRunning: boolean;
  /** Not again before the next start of the broker, because of damage. */
  readonly isGivenUp: boolean;
  /** Since the broker's start; null when it has not happened. */
  readonly last: {
    readonly atMs: number;
    readonly bytesRead: number;
    readonly bytesWritten: number;
  } | null;
  /** How long a tombstone stays after the cleaning that first met it. */
  readonly deleteRetentionMs: number;
};

/** Over the partitions of the topic that the broker leads. */
export type TopicAges = {
  readonly topic: string;
  readonly segmentCount: number;
  /** Time of the oldest record; null when none has one, or the log begins inside of a segment. */
  readonly oldestMs: number | null;
  /** When retention.ms lets the first segment go; null when it never does. */
  readonly dueMs: number | null;
  /** Partitions of which retention.bytes lets a segment go now. */
  readonly tooMuchCount: number;
  /** The largest; null unless the topic is compacted. */
  readonly dirtyRatio: number | null;
};

/** A client that is connected now. */
export type ConnectionView = {
  readonly id: string;
  readonly listener: 'broker' | 'controller';
  /** As its last request said; empty before the first. */
  readonly clientId: string;
  /** Name and version of the client library; empty when it told none. */
  readonly software: string;
  readonly host: string;
  readonly port: number;
  readonly principal: string;
  readonly sinceMs: number;
  readonly lastRequestMs: number | null;
  readonly bytesIn: number;
  /** Requests by the name of their API, since it connected. */
  readonly requests: { readonly [api: string]: number };
};

/** Exit codes of a broker process; anything else, or a signal, is a crash. */
export const exitCodes = {
  stopped: 0,
  internal: 1,
  portTaken: 20,
  dataDir: 21,
  diskFull: 22,
} as const;
