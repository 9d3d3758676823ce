/**
 * The shards of a coordinator: one per partition of its internal topic that this broker leads.
 * Leadership of the partition is leadership of what its records say (Kafka's CoordinatorRuntime).
 *
 *   leader elected  -> loading: the log is replayed in the background, requests are told 14
 *   log replayed and committed -> active
 *   leader resigned -> unloaded: what is parked is told 16, and so is every later request
 */
import type { Env } from '../../env/env.ts';
import { errors, KafkaError } from '../../protocol/errors.ts';
import type { LeadershipChange } from '../../replication/api.ts';
import type { LeaderLogs } from './ports.ts';
import { type LogRecord, replayLog, ShardLog } from './shard-log.ts';

/** The state of one partition and what may be asked of it. */
export interface Shard {
  /** Takes up a record that has just been read from the log, in order. */
  load(record: LogRecord): void;
  /** The whole log was loaded: requests may come, timers start. */
  activate(): void;
  /** This broker leads the partition no longer: answer all that is parked with NOT_COORDINATOR. */
  unload(): void;
}

export type CoordinatorRuntimeOptions<S extends Shard> = {
  readonly topic: string;
  readonly replicas: LeaderLogs;
  readonly appendTimeoutMs: number;
  readonly create: (log: ShardLog) => S;
};

/** How often a loaded log is looked at until it is committed, usually with the next fetch. */
const commitPollMinMs = 1;
const commitPollMaxMs = 50;

type Slot<S> = { readonly shard: S; isActive: boolean; isUnloaded: boolean };

export class CoordinatorRuntime<S extends Shard> {
  private readonly env: Env;
  private readonly options: CoordinatorRuntimeOptions<S>;
  private readonly slots = new Map<number, Slot<S>>();

  constructor(env: Env, options: CoordinatorRuntimeOptions<S>) {
    this.env = env;
    this.options = options;
  }

  onLeadership({ topic, partition, isLeader }: LeadershipChange): void {
    if (topic !== this.options.topic) return;
    if (!isLeader) this.unload(partition);
    // A new epoch under the same leader changes nothing: the log it wrote is still the log.
    else if (!this.slots.has(partition)) void this.load(partition);
  }

  /** Throws KafkaError 14 while the shard is loading and 16 when it is not led here. */
  shard(partition: number): S {
    const slot = this.slots.get(partition);
    if (!slot) throw new KafkaError(errors.notCoordinator);
    if (!slot.isActive) throw new KafkaError(errors.coordinatorLoadInProgress);
    return slot.shard;
  }

  activeShards(): S[] {
    return [...this.slots.values()].filter(({ isActive }) => isActive).map(({ shard }) => shard);
  }

  isLoading(): boolean {
    return [...this.slots.values()].some(({ isActive }) => !isActive);
  }

  close(): void {
    for (const partition of this.slots.keys()) this.unload(partition);
  }

  private async load(partition: number): Promise<void> {
    const { topic, replicas, appendTimeoutMs, create } = this.options;
    const startedMs = this.env.clock.monotonicMs();
    const log = new ShardLog(this.env, { topic, partition, replicas, appendTimeoutMs });
    const slot: Slot<S> = { shard: create(log), isActive: false, isUnloaded: false };
    this.slots.set(partition, slot);
    try {
      const count = await replayLog(this.env, log, {
        isStopped: () => slot.isUnloaded,
        onRecord: (record) => slot.shard.load(record),
      });
      await this.committed(log, slot);
      if (slot.isUnloaded) return;
      slot.isActive = true;
      slot.shard.activate();
      if (count === 0) return;
      const tookMs = this.env.clock.monotonicMs() - startedMs;
      this.env.logger.info('groups', `${topic}-${partition}: ${count} records in ${tookMs} ms`);
    } catch (error) {
      if (!(error instanceof KafkaError)) throw error;
      // The log went away under us (leadership moved, the topic was deleted): as if never led.
      if (!slot.isUnloaded) this.unload(partition);
      this.env.logger.warn('groups', `${topic}-${partition} was not loaded: ${error.message}`);
    }
  }

  /**
   * Waits until what was replayed is committed. The end of the log may be on this broker alone and
   * be lost with it: a member must not be told of a generation that another coordinator never saw.
   */
  private async committed(log: ShardLog, slot: Slot<S>): Promise<void> {
    const { clock } = this.env;
    const endOffset = log.leaderLog().logEndOffset;
    let waitMs = commitPollMinMs;
    while (!slot.isUnloaded && log.highWatermark < endOffset) {
      await new Promise<void>((resolve) => void clock.setTimer(waitMs, resolve));
      waitMs = Math.min(2 * waitMs, commitPollMaxMs);
    }
  }

  private unload(partition: number): void {
    const slot = this.slots.get(partition);
    if (!slot) return;
    this.slots.delete(partition);
    slot.isActive = false;
    slot.isUnloaded = true;
    slot.shard.unload();
  }
}
