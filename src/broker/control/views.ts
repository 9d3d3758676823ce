/** What a broker shows of its logs and connections when it is asked. */

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
