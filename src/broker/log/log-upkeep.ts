/** What is done to the logs at intervals: retention, checkpoints, flushes, forgetting producers. */
import type { Env, Timer } from '../env/env.ts';
import type { FolderSet, LogManagerOptions } from './folder-set.ts';
import type { PartitionLog } from './partition-log.ts';

/** Kafka's log.initial.task.delay.ms. */
const firstRetentionMs = 30_000;
/** Longer waits mean never. */
const timerMaxMs = 0x7fffffff;

export class LogUpkeep {
  /** When segments are looked at for retention the next time; null before `start`. */
  nextRetentionMs: number | null = null;
  private readonly env: Env;
  private readonly options: LogManagerOptions;
  private readonly folders: FolderSet;
  private readonly isOver: () => boolean;
  private readonly timers = new Set<Timer>();

  constructor(
    env: Env,
    options: LogManagerOptions,
    folders: FolderSet,
    /** The logs are closed, or nothing works any more. */
    isOver: () => boolean,
  ) {
    this.env = env;
    this.options = options;
    this.folders = folders;
    this.isOver = isOver;
  }

  start(): void {
    const { broker } = this.options;
    const { logRetentionCheckIntervalMs: retentionMs } = broker;
    const retainAfter = (delayMs: number): void => {
      this.nextRetentionMs = this.env.clock.nowMs() + delayMs;
      this.after(delayMs, () => {
        this.applyRetention();
        retainAfter(retentionMs);
      });
    };
    retainAfter(Math.min(firstRetentionMs, retentionMs));
    this.every(broker.producerIdExpirationCheckIntervalMs, () => this.expireProducers());
    this.every(broker.replicaHighWatermarkCheckpointIntervalMs, () => {
      for (const folder of this.folders.working()) folder.checkpointWatermarks();
    });
    this.every(broker.logFlushOffsetCheckpointIntervalMs, () => {
      for (const folder of this.folders.working()) folder.checkpointOffsets();
    });
    this.every(broker.logFlushSchedulerIntervalMs, () => this.flushDue());
  }

  /** Once, unless the logs are closed or have failed by then. */
  after(delayMs: number, action: () => void): void {
    if (delayMs > timerMaxMs) return;
    const timer = this.env.clock.setTimer(delayMs, () => {
      this.timers.delete(timer);
      if (!this.isOver()) action();
    });
    this.timers.add(timer);
  }

  close(): void {
    for (const timer of this.timers) timer.cancel();
    this.timers.clear();
  }

  private applyRetention(): void {
    const nowMs = this.env.clock.nowMs();
    this.eachLog((log) => void log.applyRetention(nowMs));
  }

  private expireProducers(): void {
    const nowMs = this.env.clock.nowMs();
    const { broker, currentBroker } = this.options;
    const { producerIdExpirationMs } = currentBroker?.() ?? broker;
    this.eachLog((log) => log.expireProducers(nowMs, producerIdExpirationMs));
  }

  private flushDue(): void {
    const nowMs = this.env.clock.nowMs();
    for (const folder of this.folders.online()) {
      for (const log of folder.logs.values()) {
        if (log.isFlushDue(nowMs)) folder.background(log.flush());
      }
    }
  }

  private eachLog(action: (log: PartitionLog) => void): void {
    for (const folder of this.folders.online()) {
      folder.attempt(() => {
        for (const log of folder.logs.values()) action(log);
      });
    }
  }

  private every(intervalMs: number, action: () => void): void {
    this.after(intervalMs, () => {
      action();
      this.every(intervalMs, action);
    });
  }
}
