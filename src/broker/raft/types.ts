/** What the metadata quorum hands to the parts above it. */
import type { NodeClient } from '../client/node-client.ts';
import type { BrokerConfig } from '../config.ts';
import type { QuorumVoter } from '../control.ts';
import type { DiskError } from '../env/env.ts';
import type { PartitionLog } from '../log/partition-log.ts';
import type { Uuid } from '../protocol/types.ts';

/** One committed batch of the metadata log. */
export type CommittedBatch = {
  readonly baseOffset: number;
  readonly epoch: number;
  readonly timestampMs: number;
  /** The quorum's own records (leader changes); for the parts above they only take up offsets. */
  readonly isControl: boolean;
  readonly records: readonly { readonly offset: number; readonly value: Buffer }[];
};

/** End (exclusive) and epoch of the last record that a snapshot contains. */
export type SnapshotId = { readonly endOffset: number; readonly epoch: number };

/** Takes the place of all records up to and including `lastOffset`. */
export type LoadedSnapshot = {
  readonly lastOffset: number;
  readonly epoch: number;
  /** Framed metadata record values, in the order in which they were written. */
  readonly values: readonly Buffer[];
};

export type LeaderChange = {
  /** -1: none is known. */
  readonly leaderId: number;
  readonly epoch: number;
  /** This node leads, and has delivered everything that was committed before. */
  readonly isLeader: boolean;
};

export type RaftNodeOptions = {
  readonly nodeId: number;
  readonly clusterId: Uuid;
  readonly directoryId: Uuid;
  readonly voters: readonly QuorumVoter[];
  /** `__cluster_metadata-0`. */
  readonly log: PartitionLog;
  /** Its folder, which also holds `quorum-state` and the snapshots. */
  readonly dir: string;
  readonly config: BrokerConfig;
  /** A new connection to the controller listener of a voter; the quorum closes it. */
  readonly connect: (voter: QuorumVoter) => NodeClient;
  /** The disk refused a vote or a record: this node takes part no more, and must not go on. */
  readonly onFailure: (error: DiskError) => void;
};
