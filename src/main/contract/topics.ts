/** Topics: what exists, how it is configured, and changing it. */
import type { ConfigChanges, ConfigEntry } from './configs.ts';
import type { GroupPhase } from './groups.ts';

/** A row of the topic list. */
export type TopicSummary = {
  readonly isInternal: boolean;
  readonly partitionCount: number;
  readonly replicationFactor: number;
  /** Partitions with fewer replicas in sync than they have, and those without a leader. */
  readonly underReplicatedCount: number;
  readonly offlineCount: number;
  /** Sum over partitions of log end minus log start: an upper bound of the records kept. */
  readonly recordCount: number;
  /** Over all leaders; null where the cluster does not tell. */
  readonly sizeBytes: number | null;
  /** Null while it is not known, or where the cluster does not tell. */
  readonly recordsInPerS: number | null;
  readonly recordsOutPerS: number | null;
};

/** Stream `topics`. */
export type TopicsState = { readonly topics: { readonly [topic: string]: TopicSummary } };

export type TopicPartition = {
  readonly partition: number;
  readonly leader: number;
  readonly leaderEpoch: number;
  readonly replicas: readonly number[];
  readonly isr: readonly number[];
  readonly logStartOffset: number;
  readonly highWatermark: number;
};

export type TopicDetail = {
  readonly topic: string;
  readonly topicId: string;
  readonly isInternal: boolean;
  readonly partitions: readonly TopicPartition[];
  readonly configs: readonly ConfigEntry[];
};

export type CreateTopicParams = {
  readonly topic: string;
  /** Absent: the broker's default. */
  readonly partitionCount?: number | undefined;
  readonly replicationFactor?: number | undefined;
  readonly configs?: { readonly [name: string]: string } | undefined;
};

export type AlterConfigsParams = ConfigChanges & { readonly topic: string };

export type DeleteRecordsParams = {
  readonly topic: string;
  /** Partition -> first offset to keep; -1 deletes up to the high watermark. */
  readonly before: { readonly [partition: string]: number };
};

/** Which records shall go. */
export type PurgeTarget =
  | { readonly to: 'all' }
  | { readonly to: 'time'; readonly timestampMs: number }
  /** In each partition, those below the offset. */
  | { readonly to: 'offset'; readonly offset: number };

/** What a purge would delete; nothing is changed by asking. */
export type PurgePreview = {
  readonly partitions: readonly {
    readonly partition: number;
    readonly logStartOffset: number;
    readonly highWatermark: number;
    /** First offset to keep. */
    readonly before: number;
    /** An upper bound where the topic is compacted. */
    readonly recordCount: number;
  }[];
  readonly recordCount: number;
};

export type CloneTopicParams = {
  readonly topic: string;
  readonly to: string;
  /** Copies all records there are, keeping partition, key, headers and time. */
  readonly isWithData: boolean;
};

/** What one group has read of a topic. */
export type TopicConsumer = {
  readonly phase: GroupPhase;
  readonly memberCount: number;
  /** Members that own partitions of this topic. */
  readonly readerCount: number;
  /** Partitions of the topic with a committed offset. */
  readonly partitionCount: number;
  readonly lag: number;
  /** Age of the oldest unread record; null when it cannot be read. */
  readonly lagS: number | null;
};

/** Stream `topicConsumers`: group id -> group. */
export type TopicConsumers = { readonly groups: { readonly [groupId: string]: TopicConsumer } };

export type TopicsApi = {
  readonly 'topics.list': () => TopicsState;
  readonly 'topics.describe': (params: { readonly topic: string }) => TopicDetail;
  readonly 'topics.create': (params: CreateTopicParams) => null;
  readonly 'topics.alterConfigs': (params: AlterConfigsParams) => null;
  readonly 'topics.delete': (params: { readonly topic: string }) => null;
  readonly 'topics.addPartitions': (params: {
    readonly topic: string;
    /** The new total. */
    readonly partitionCount: number;
  }) => null;
  /** Answers partition -> new log start offset. */
  readonly 'topics.deleteRecords': (params: DeleteRecordsParams) => {
    readonly logStartOffsets: { readonly [partition: string]: number };
  };
  readonly 'topics.previewPurge': (params: {
    readonly topic: string;
    readonly target: PurgeTarget;
    readonly partitions?: readonly number[] | undefined;
  }) => PurgePreview;
  /** Deletes the topic and makes it again, empty, with the same configs; offsets begin at 0. */
  readonly 'topics.truncate': (params: { readonly topic: string }) => null;
  /** Answers the task that copies the records, null when there is nothing to copy. */
  readonly 'topics.clone': (params: CloneTopicParams) => { readonly taskId: string | null };
};
