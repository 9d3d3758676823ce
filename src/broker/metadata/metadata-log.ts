/** What the metadata layer needs of the Raft node: the replicated log of metadata records. */
import type { CommittedBatch, LeaderChange, LoadedSnapshot } from '../raft/types.ts';

export type { CommittedBatch, LeaderChange, LoadedSnapshot };

/** Implemented by RaftNode. */
export interface MetadataLog {
  /** -1: none is known. */
  readonly leaderId: number;
  /** First offset that is not known to be committed. */
  readonly highWatermark: number;
  /** Bytes delivered since the newest snapshot. */
  readonly bytesSinceSnapshot: number;
  /** All or nothing; returns the offset of the last record. Throws KafkaError(notController) when not leading. */
  append(values: readonly Buffer[]): number;
  /** In log order, up to the high watermark, each batch once. */
  onCommit(listener: (batch: CommittedBatch) => void): void;
  /** `isLeader` only when all earlier records were delivered to the commit listeners. */
  onLeaderChange(listener: (change: LeaderChange) => void): void;
  /** Replaces everything delivered so far. */
  onLoadSnapshot(listener: (snapshot: LoadedSnapshot) => void): void;
  writeSnapshot(values: readonly Buffer[], lastOffset: number, epoch: number): void;
}
