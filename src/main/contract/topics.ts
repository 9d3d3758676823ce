/** Topics: what exists, how it is configured, and changing it. */

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
  readonly recordsInPerS: number;
  readonly recordsOutPerS: number;
};

/** Stream `topics`. */
export type TopicsState = { readonly topics: { readonly [topic: string]: TopicSummary } };

/** One configuration of a topic, as DescribeConfigs tells it. */
export type TopicConfig = {
  readonly name: string;
  readonly value: string | null;
  /** `topic`: set for this topic. */
  readonly source: 'topic' | 'broker' | 'default';
  readonly isReadOnly: boolean;
  readonly isSensitive: boolean;
  readonly type:
    | 'boolean'
    | 'string'
    | 'int'
    | 'short'
    | 'long'
    | 'double'
    | 'list'
    | 'class'
    | 'password'
    | 'unknown';
  /** Kafka's documentation of it, English; empty when the cluster sent none. */
  readonly documentation: string;
};

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
  readonly configs: readonly TopicConfig[];
};

export type CreateTopicParams = {
  readonly topic: string;
  /** Absent: the broker's default. */
  readonly partitionCount?: number | undefined;
  readonly replicationFactor?: number | undefined;
  readonly configs?: { readonly [name: string]: string } | undefined;
};

export type AlterConfigsParams = {
  readonly topic: string;
  readonly set: { readonly [name: string]: string };
  /** Names that go back to their default. */
  readonly unset: readonly string[];
};

export type DeleteRecordsParams = {
  readonly topic: string;
  /** Partition -> first offset to keep; -1 deletes up to the high watermark. */
  readonly before: { readonly [partition: string]: number };
};

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
};
