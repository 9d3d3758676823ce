/** Who writes to the cluster: streams `producers` and `producer`. */

export type Codec = 'none' | 'gzip' | 'snappy' | 'lz4' | 'zstd';

/** What a producer promises of each record: nothing, once per partition, all or nothing. */
export type Delivery = 'plain' | 'idempotent' | 'transactional';

/** Refusals with one of Kafka's errors. */
export type ProducerError = {
  /** Kafka's own name. */
  readonly name: string;
  readonly count: number;
  readonly lastMs: number;
  /** Of the last one. */
  readonly topic: string;
};

export type ProducerTransaction = {
  readonly transactionalId: string;
  /** Kafka's word for it (Ongoing, CompleteCommit); null where only the id is known. */
  readonly state: string | null;
  readonly startedAtMs: number | null;
  readonly timeoutMs: number | null;
};

export type ProducerTopic = {
  readonly recordsPerS: number;
  readonly bytesPerS: number | null;
  readonly records: number;
};

/** What its own behaviour suggests to change; the renderer has the words (`hint-…`). */
export type ProducerHint =
  | { readonly kind: 'errors'; readonly name: string; readonly topic: string }
  | {
      readonly kind: 'acks-weak';
      readonly acks: number;
      readonly topic: string;
      readonly replicas: number;
    }
  | { readonly kind: 'tiny-batches'; readonly records: number; readonly batchesPerS: number }
  | { readonly kind: 'no-compression'; readonly bytesPerS: number }
  | { readonly kind: 'not-idempotent' }
  | {
      readonly kind: 'hot-partition';
      readonly topic: string;
      readonly partition: number;
      readonly sharePercent: number;
      readonly partitionCount: number;
    }
  | { readonly kind: 'repeats'; readonly count: number }
  | { readonly kind: 'shared-client-id'; readonly count: number }
  | { readonly kind: 'default-client-id'; readonly clientId: string }
  | { readonly kind: 'open-transaction'; readonly ageMs: number; readonly topic: string };

/** What a producer tells of itself (KIP-714: only what a client metrics config asks for). */
export type ProducerMeasures = {
  /** Name and version of its client library. */
  readonly software: string;
  readonly requestLatencyMs: number | null;
  /** How long a record waits in the client before it is sent. */
  readonly queueTimeMs: number | null;
  readonly batchSizeBytes: number | null;
  readonly recordErrorsPerS: number | null;
};

/** Null is: nobody can tell here. */
export type ProducerRow = {
  /** Null where only the id is known that the brokers gave it. */
  readonly clientId: string | null;
  readonly host: string | null;
  readonly principal: string | null;
  /** Name and version of its client library; empty when it told none. */
  readonly software: string | null;
  readonly topics: { readonly [topic: string]: ProducerTopic };
  /** Averages over the last seconds. */
  readonly recordsPerS: number;
  readonly bytesPerS: number | null;
  /** Since it was first seen. */
  readonly records: number | null;
  readonly bytes: number | null;
  readonly batches: number | null;
  /** Averages over the batches of the last seconds, or of all when there were none. */
  readonly batchRecords: number | null;
  readonly batchBytes: number | null;
  readonly codecs: readonly Codec[] | null;
  /** -1 is all. */
  readonly acks: readonly number[] | null;
  readonly delivery: Delivery;
  readonly producerIds: readonly { readonly id: number; readonly epoch: number }[];
  readonly transaction: ProducerTransaction | null;
  /** Newest first; null: not told. */
  readonly errors: readonly ProducerError[] | null;
  readonly sinceMs: number | null;
  readonly lastMs: number;
  /** idle: connected (or remembered), but silent; gone: no connection is left. */
  readonly phase: 'writing' | 'idle' | 'gone';
  readonly connectionCount: number | null;
  readonly hints: readonly ProducerHint[];
  readonly own: ProducerMeasures | null;
};

/** Stream `producers`. */
export type ProducersState = {
  /** exact: our brokers count; observed: read off what partitions remember of producer ids. */
  readonly source: 'exact' | 'observed';
  /** Why nothing can be known, when so: a broker that does not serve DescribeProducers. */
  readonly problem: 'unsupported' | null;
  /** Not all partitions of a very large cluster are looked at. */
  readonly isPartial: boolean;
  readonly producers: { readonly [id: string]: ProducerRow };
};

export type ProducerPartition = {
  readonly topic: string;
  readonly partition: number;
  readonly leader: number;
  readonly records: number;
  /** Of what it wrote to the topic, 0 to 1. */
  readonly share: number;
  /** Last sequence and time that the partition remembers; only where producer ids are observed. */
  readonly lastSequence: number | null;
  readonly lastMs: number | null;
};

export type ProducerConnection = {
  readonly id: string;
  readonly brokerId: number;
  readonly port: number;
  readonly isOpen: boolean;
  readonly sinceMs: number;
  readonly lastMs: number;
  readonly records: number;
};

/** Stream `producer`. */
export type ProducerDetail = {
  readonly source: ProducersState['source'];
  /** Null: not seen for an hour, or never. */
  readonly producer: ProducerRow | null;
  /** One point a second, oldest first: time, records/s, bytes/s. */
  readonly history: readonly (readonly [atMs: number, records: number, bytes: number])[];
  readonly partitions: readonly ProducerPartition[];
  readonly connections: readonly ProducerConnection[];
};
