/** What callers of a partition's log give and get. */
import type { BrokerConfig, TopicConfig } from '../config.ts';
import type { DiskError } from '../env/env.ts';
import type { Uuid } from '../protocol/types.ts';
import type { LogFiles } from './log-files.ts';
import type { LogProducers } from './log-producers.ts';
import type { SegmentList } from './segment-list.ts';
import type { TailCache } from './tail-cache.ts';

export type AppendInfo = {
  readonly firstOffset: number;
  readonly lastOffset: number;
  readonly maxTimestamp: number;
  /** -1 where the client's timestamps stand. */
  readonly logAppendTimeMs: number;
  readonly logStartOffset: number;
  readonly recordCount: number;
  readonly sizeBytes: number;
  /** The batch was appended before; offsets are those of then. */
  readonly isDuplicate: boolean;
  readonly lastLeaderEpoch: number;
};

/** The inside of a log, for those who work on its files in the background. */
export type LogContents = {
  readonly segments: SegmentList;
  readonly producers: LogProducers;
  readonly isClosed: boolean;
  readonly version: number;
};

export type PartitionLogOptions = {
  readonly dir: string;
  readonly topic: string;
  readonly partition: number;
  readonly topicId: Uuid;
  readonly config: TopicConfig;
  readonly broker: BrokerConfig;
  readonly cache: TailCache;
  readonly files: LogFiles;
  /** Below it all is on the device. */
  readonly recoveryPoint: number;
  readonly logStartOffset: number;
  readonly isCleanShutdown: boolean;
  /** The last process ended somehow, but the machine ran on: nothing that was written is lost. */
  readonly isIntact: boolean;
  /** The disk refused; what was not written is not taken up. */
  readonly onFailure: (error: DiskError) => void;
  /** The recovery point has moved; its checkpoint must follow, at once when it was lowered. */
  readonly onRecoveryPoint: (direction: 'raised' | 'lowered') => void;
};
