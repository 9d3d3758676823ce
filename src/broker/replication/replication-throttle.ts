/**
 * Throttled replication (KIP-73): replicas that a topic names in leader.replication.throttled.replicas
 * and follower.replication.throttled.replicas are copied no faster than the broker's
 * leader.replication.throttled.rate and follower.replication.throttled.rate, so that moving them
 * leaves room for everyone else. Replicas that are in sync are never held back, but what is copied
 * for them counts.
 */
import type { BrokerConfig } from '../config.ts';
import type { Clock } from '../env/env.ts';
import type { Partition } from './partition.ts';

export type ReplicationRates = { readonly leader: number; readonly follower: number };

/** A rate may be raised, or a throttle lifted, in the meantime. */
const longestHoldMs = 250;

/** Whether a topic's list names this broker's replica of a partition. */
function isListed(replicas: readonly string[], partition: number, brokerId: number): boolean {
  if (replicas.length === 0) return false;
  return replicas[0] === '*' || replicas.includes(`${partition}:${brokerId}`);
}

export class ReplicationThrottle {
  private readonly brokerId: number;
  private readonly rates: () => ReplicationRates;
  private readonly leader: RateWindow;
  private readonly follower: RateWindow;
  /** All that was replicated since the start, throttled or not. */
  bytesIn = 0;
  bytesOut = 0;

  /** `rates`: bytes per second that count now; they may change at any time. */
  constructor(clock: Clock, config: BrokerConfig, rates: () => ReplicationRates) {
    this.brokerId = config.nodeId;
    this.rates = rates;
    const sampleMs = config.replicationQuotaWindowSizeSeconds * 1000;
    const samples = config.replicationQuotaWindowNum;
    this.leader = new RateWindow(clock, sampleMs, samples);
    this.follower = new RateWindow(clock, sampleMs, samples);
  }

  /** The follower gets nothing of this partition for now. */
  isServingHeld(partition: Partition, followerId: number): boolean {
    if (!this.isServingThrottled(partition) || partition.isr.includes(followerId)) {
      return false;
    }
    return this.leader.excessMs(this.rates().leader) > 0;
  }

  /** Bytes that go out to a follower. */
  served(partition: Partition, sizeBytes: number): void {
    this.bytesOut += sizeBytes;
    if (this.isServingThrottled(partition)) this.leader.record(sizeBytes);
  }

  /** Bytes that came from the leader. */
  fetched(partition: Partition, sizeBytes: number): void {
    this.bytesIn += sizeBytes;
    if (this.isFetchingThrottled(partition)) this.follower.record(sizeBytes);
  }

  /** How long to fetch nothing of a partition that is behind before asking again; 0 for not at all. */
  fetchHoldMs(partition: Partition): number {
    if (!this.isFetchingThrottled(partition)) return 0;
    return Math.min(longestHoldMs, this.follower.excessMs(this.rates().follower));
  }

  private isServingThrottled({ log, partition }: Partition): boolean {
    return isListed(log.config.leaderReplicationThrottledReplicas, partition, this.brokerId);
  }

  private isFetchingThrottled({ log, partition }: Partition): boolean {
    return isListed(log.config.followerReplicationThrottledReplicas, partition, this.brokerId);
  }
}

type Sample = { readonly startMs: number; sizeBytes: number };

/** Bytes of the last `samples` samples, as Kafka measures a replication quota. */
export class RateWindow {
  private readonly clock: Clock;
  private readonly sampleMs: number;
  private readonly samples: number;
  private readonly kept: Sample[] = [];
  private totalBytes = 0;

  constructor(clock: Clock, sampleMs: number, samples: number) {
    this.clock = clock;
    this.sampleMs = sampleMs;
    this.samples = samples;
  }

  record(sizeBytes: number): void {
    if (sizeBytes === 0) return;
    const nowMs = this.clock.monotonicMs();
    this.forget(nowMs);
    const last = this.kept.at(-1);
    if (last && nowMs - last.startMs < this.sampleMs) last.sizeBytes += sizeBytes;
    else this.kept.push({ startMs: nowMs, sizeBytes });
    this.totalBytes += sizeBytes;
  }

  /** How long nothing may be recorded until the rate is at `bytesPerSecond` again; 0 when it is not above. */
  excessMs(bytesPerSecond: number): number {
    const nowMs = this.clock.monotonicMs();
    this.forget(nowMs);
    const oldest = this.kept[0];
    if (!oldest) return 0;
    const windowMs = this.sampleMs * this.samples;
    const elapsedMs = Math.max(nowMs - oldest.startMs, this.sampleMs);
    const neededMs = bytesPerSecond > 0 ? (this.totalBytes * 1000) / bytesPerSecond : windowMs;
    if (neededMs <= elapsedMs && bytesPerSecond > 0) return 0;
    return Math.max(1, Math.min(neededMs, windowMs) - (nowMs - oldest.startMs));
  }

  private forget(nowMs: number): void {
    const keptMs = this.sampleMs * this.samples;
    while (this.kept.length > 0 && nowMs - this.kept[0].startMs >= keptMs) {
      this.totalBytes -= (this.kept.shift() as Sample).sizeBytes;
    }
  }
}
