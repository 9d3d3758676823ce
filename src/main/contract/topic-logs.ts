/** How old records are, what goes next, and the files of a topic's logs. */

/** How retention and compaction stand with one topic; null is what this cluster does not tell. */
export type TopicAge = {
  readonly isDeleting: boolean;
  readonly isCompacted: boolean;
  /** Null: no limit. */
  readonly retentionMs: number | null;
  readonly retentionBytes: number | null;
  /** Time of the oldest record of all partitions. */
  readonly oldestMs: number | null;
  /** When the next segment is old enough to go. */
  readonly dueMs: number | null;
  /** Partitions that are larger than they may be, by a segment at least. */
  readonly tooMuchCount: number | null;
  /** The largest of all partitions. */
  readonly dirtyRatio: number | null;
  readonly segmentCount: number | null;
};

/** Stream `topicAges`: topic -> age. */
export type TopicAges = { readonly topics: { readonly [topic: string]: TopicAge } };

/** Stream `topicLogs`. */
export type TopicLogs = {
  /** `partition/broker`, and `partition/broker/future`; null: the brokers are not ours. */
  readonly logs: { readonly [replica: string]: ReplicaLog } | null;
  /** Partition -> what the protocol tells. */
  readonly partitions: { readonly [partition: string]: PartitionAge };
};

export type PartitionAge = {
  readonly leader: number;
  /** Times of the oldest and the newest record; null when there is none. */
  readonly oldestMs: number | null;
  readonly newestMs: number | null;
  /** Of the leader; null where it is not told. */
  readonly sizeBytes: number | null;
};

/** The log of one replica as it lies on its broker's disk. */
export type ReplicaLog = {
  readonly partition: number;
  readonly brokerId: number;
  /** A copy that is being made in another folder of the same broker. */
  readonly isFuture: boolean;
  readonly dir: string;
  readonly logStartOffset: number;
  readonly logEndOffset: number;
  readonly highWatermark: number;
  readonly sizeBytes: number;
  readonly segmentCount: number;
  /** Oldest first; of very many those in the middle are left out. */
  readonly segments: readonly LogSegment[];
  /** Files that belong to no segment of the log: on their way in, or out. */
  readonly otherFiles: readonly LogFile[];
  readonly retention: LogRetention;
  /** Null unless the topic is compacted. */
  readonly compaction: LogCompaction | null;
};

export type LogFile = { readonly name: string; readonly sizeBytes: number };

export type LogSegment = {
  readonly baseOffset: number;
  /** The offset behind its last one. */
  readonly endOffset: number;
  /** Of the log file alone. */
  readonly sizeBytes: number;
  readonly files: readonly LogFile[];
  /** Times of records; null where they carry none. */
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

export type LogRetention = {
  readonly isDeleting: boolean;
  /** -1: no limit. */
  readonly retentionMs: number;
  readonly retentionBytes: number;
  /** When the broker looks at its segments next; null when it is not known. */
  readonly nextCheckMs: number | null;
};

export type LogCompaction = {
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
