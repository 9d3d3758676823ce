/** What a broker reports of itself at intervals. */
import type { GroupStats } from './groups.ts';
import type { BrokerMeasures } from './measures.ts';

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
