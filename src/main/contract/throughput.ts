/** Bytes and records in and out, live and back in time. */

/** Per second. */
export type Rates = {
  readonly bytesIn: number;
  readonly bytesOut: number;
  readonly recordsIn: number;
  readonly recordsOut: number;
};

/** One item of feed `throughput` (one a second) and one point of the history. */
export type ThroughputPoint = {
  /** End of the span that it averages. */
  readonly atMs: number;
  /** Broker id -> rates; empty against a foreign cluster. */
  readonly brokers: { readonly [brokerId: string]: Rates };
  /** Topic -> rates. Against a foreign cluster only recordsIn is known, the rest is 0. */
  readonly topics: { readonly [topic: string]: Rates };
};

/** Kept for 10 minutes, 6 hours and 7 days. */
export type ResolutionS = 1 | 10 | 60;

export type ThroughputHistory = {
  readonly resolutionS: ResolutionS;
  /** Oldest first; spans in which the app did not run are missing. */
  readonly points: readonly ThroughputPoint[];
};

export type ThroughputApi = {
  readonly 'throughput.history': (params: {
    readonly fromMs: number;
    readonly toMs: number;
    /** Absent: the finest that is kept for the span and gives at most 1,000 points. */
    readonly resolutionS?: ResolutionS | undefined;
  }) => ThroughputHistory;
};
