/** The last ten minutes of a cluster: what the map was at any moment of them. */
import type { BrokerPhase, ClusterState } from './cluster.ts';
import type { Patch } from './patch.ts';
import type { OffsetsState } from './replicas.ts';

/** One second of the rolling timeline. Feed `clusterHistory`. */
export type HistoryPoint = {
  readonly atMs: number;
  readonly phase: ClusterState['phase'];
  readonly controllerId: number;
  readonly brokers: {
    readonly [brokerId: string]: {
      readonly phase: BrokerPhase;
      readonly isFenced: boolean;
      readonly leaderCount: number;
    };
  };
  readonly underReplicatedCount: number;
  readonly offlineCount: number;
  /** What followers fetched, over all flows; null where nobody tells. */
  readonly replicatedBytesPerS: number | null;
};

/** The map as it was. */
export type PastCluster = {
  readonly cluster: ClusterState;
  /** Of all topics; positions are sampled less often than the rest. */
  readonly offsets: OffsetsState;
};

/** A stretch of the recording: the map at its beginning, and each change since. */
export type ClusterHistory = {
  /** The earliest moment that is kept; null while nothing is. */
  readonly keptFromMs: number | null;
  readonly first: { readonly atMs: number; readonly value: PastCluster } | null;
  readonly steps: readonly { readonly atMs: number; readonly patch: Patch }[];
};

export type ClusterHistoryApi = {
  /** From the last change before `fromMs` up to `toMs`. */
  readonly 'cluster.history': (params: {
    readonly fromMs: number;
    readonly toMs: number;
  }) => ClusterHistory;
};
