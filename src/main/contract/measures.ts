/**
 * What brokers measure of their work, live and back in time: traffic by broker, topic, partition
 * and client; how long requests take and where their time goes; queueing; disk; connections.
 */
import type { ClusterEvent } from './cluster.ts';
import type { ResolutionS } from './throughput.ts';

/** What is asked for; the columns of its values are named below. */
export type MeasureQuery =
  | { readonly kind: 'traffic'; readonly by: TrafficBy }
  /** Series `total`, `queue`, `local`, `remote`, `send`, of one broker or all. */
  | { readonly kind: 'latency'; readonly api: string; readonly brokerId?: number | undefined }
  /** One series per API. */
  | { readonly kind: 'requests'; readonly brokerId?: number | undefined }
  /** One series per API and error, as `Produce NOT_LEADER_OR_FOLLOWER`. */
  | { readonly kind: 'errors'; readonly brokerId?: number | undefined }
  /** One series per broker. */
  | { readonly kind: 'machine' }
  /** Of somebody else's brokers, one series each; live only. */
  | { readonly kind: 'probe' };

export type TrafficBy = 'broker' | 'topic' | 'partition' | 'client';

/** Per second. Of clients alone; what brokers copy from each other is not in it. */
export const trafficColumns = ['recordsIn', 'recordsOut', 'bytesIn', 'bytesOut'] as const;
/** Milliseconds, and requests in the span. */
export const latencyColumns = ['p50', 'p95', 'p99', 'mean', 'count'] as const;
/** Per second, but `waiting`: requests that waited at the end of the span. */
export const requestColumns = ['requests', 'errors', 'waiting', 'bytesIn', 'bytesOut'] as const;
export const errorColumns = ['errors'] as const;
/** Rates per second, times in milliseconds, shares of one core. */
export const machineColumns = [
  'cpuShare',
  'memoryBytes',
  'busyShare',
  'loopDelayP99Ms',
  'loopDelayMaxMs',
  'connections',
  'connectionsOpened',
  'bytesWritten',
  'bytesRead',
  'flushes',
  'flushP99Ms',
  'logBytes',
  'freeBytes',
  'totalBytes',
  'replicationIn',
  'replicationOut',
] as const;

/** How long a broker took for this app's own requests, in milliseconds; what its logs take. */
export const probeColumns = ['answerMs', 'logBytes'] as const;

/** One item of feed `measures` and one point of the history. */
export type MeasurePoint = {
  /** End of the span that it covers. */
  readonly atMs: number;
  /** Series -> its columns; null where the cluster does not tell. A quiet series is absent. */
  readonly values: { readonly [series: string]: readonly (number | null)[] };
};

export type MeasureHistory = {
  readonly resolutionS: ResolutionS;
  /** Oldest first; spans in which the app did not run are missing. */
  readonly points: readonly MeasurePoint[];
};

/** How much history there is, and what it may take. */
export type HistoryExtent = {
  readonly oldestMs: number | null;
  readonly usedBytes: number;
  readonly bytesMax: number;
  readonly daysMax: number;
};

export type MeasuresApi = {
  readonly 'measures.history': (params: {
    readonly query: MeasureQuery;
    readonly fromMs: number;
    readonly toMs: number;
    /** Absent: the finest that is kept for the span and gives at most 1,000 points. */
    readonly resolutionS?: ResolutionS | undefined;
  }) => MeasureHistory;
  /** What happened in a span, oldest first, at most 1,000: also from before the last start. */
  readonly 'measures.events': (params: {
    readonly fromMs: number;
    readonly toMs: number;
  }) => readonly ClusterEvent[];
  readonly 'measures.extent': () => HistoryExtent;
};
