/** How a broker measured its own work: durations, traffic, disk and thread. */

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
