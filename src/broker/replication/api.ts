/** What the other parts of the engine say to the replica manager and hear from it. */
import type { PartitionLog } from '../log/partition-log.ts';
import type { Lease } from '../log/slabs.ts';
import type { ClientCounts } from '../metrics/client-meter.ts';

/** Who calls; a part of the handlers' RequestContext. */
export type Caller = {
  readonly apiVersion: number;
  readonly clientId: string;
  readonly clientHost: string;
  /** Absent: the plaintext one. */
  readonly listenerName?: string;
  /** Where the client's traffic is counted; calls inside of the broker have none. */
  readonly usage?: { readonly client: ClientCounts | undefined };
};

/** Who produces, with what the statistics of producers tell of it. */
export type ProduceCaller = Caller & {
  readonly clientPort?: number;
  readonly connectionId: string;
  readonly principal: string;
};

/** Who fetches, with the lease that holds the memory of the answer's records. */
export type FetchCaller = Caller & { readonly lease: Lease };

export type LeadershipChange = {
  readonly topic: string;
  readonly partition: number;
  readonly leaderEpoch: number;
  /** False: another broker leads now, or the replica is gone. */
  readonly isLeader: boolean;
};

export type AppendRequest = {
  readonly topic: string;
  readonly partition: number;
  /** Batches as encodeBatch makes them; base offset and leader epoch are set in place. */
  readonly batches: Buffer;
  readonly origin: 'client' | 'coordinator';
  readonly requiredAcks: 0 | 1 | -1;
  readonly timeoutMs: number;
};

/** What others may know of a hosted replica; live, not a copy. */
export interface HostedPartition {
  readonly topic: string;
  readonly partition: number;
  readonly isLeader: boolean;
  readonly leaderEpoch: number;
  readonly log: PartitionLog;
  readonly highWatermark: number;
  readonly isr: readonly number[];
  /** Of a leader: what it knows of its followers (-1 before their first fetch); else empty. */
  followerEndOffsets(): { readonly id: number; readonly logEndOffset: number }[];
}
