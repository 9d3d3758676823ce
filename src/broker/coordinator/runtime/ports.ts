/** What a coordinator needs of the replicas; ReplicaManager fits, and tests bring their own. */
import type { AppendRequest } from '../../replication/api.ts';

export interface LeaderLog {
  readonly logStartOffset: number;
  readonly logEndOffset: number;
  readonly highWatermark: number;
  /** Whole batches from the one that holds `fromOffset`, below `upperOffset`. */
  read(
    fromOffset: number,
    options: {
      readonly maxBytes: number;
      readonly upperOffset: number;
      readonly minOneBatch: boolean;
    },
  ): LeaderRead | Promise<LeaderRead>;
}

export type LeaderRead = { readonly slices: readonly Buffer[] };

export interface LeaderLogs {
  /** Throws or rejects with KafkaError; with acks=all the promise means committed. */
  appendRecords(request: AppendRequest): unknown;
  /** undefined when this broker does not lead the partition. */
  leaderLog(topic: string, partition: number): LeaderLog | undefined;
}
