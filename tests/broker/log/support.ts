/** A log over a disk in memory that can crash, and batches to put into it. */
import {
  type BrokerConfig,
  parseBrokerConfig,
  parseTopicConfig,
  type TopicConfig,
} from '../../../src/broker/config.ts';
import type { Env } from '../../../src/broker/env/env.ts';
import { LogManager } from '../../../src/broker/log/log-manager.ts';
import type { PartitionLog } from '../../../src/broker/log/partition-log.ts';
import { KafkaError } from '../../../src/broker/protocol/errors.ts';
import {
  type BatchHeader,
  controlKey,
  encodeBatch,
  headersOf,
  type NewBatch,
} from '../../../src/broker/protocol/record-batch.ts';
import { MemoryDisk } from '../../support/memory-disk.ts';
import { SimRandom } from '../../support/sim-random.ts';

export const clusterId = 'AAAAAAAAAAAAAAAAAAAAAQ';
export const topicId = 'AAAAAAAAAAAAAAAAAAAABA';
export const dataDir = '/data';
export const dir = `${dataDir}/orders-0`;
export const startMs = 1_800_000_000_000;
export const broker = parseBrokerConfig({ 'node.id': '1', 'process.roles': 'broker' });

type TestTimer = { readonly atMs: number; readonly action: () => void; isCancelled: boolean };

/** One machine with one log; time stands still unless a test moves it. */
export class Machine {
  readonly random: SimRandom;
  readonly disk: MemoryDisk;
  readonly broker: BrokerConfig;
  private readonly logDirs: readonly string[] | undefined;
  nowMs = startMs;
  warnings: string[] = [];
  manager!: LogManager;
  env!: Env;
  private timers: TestTimer[] = [];
  private deferred: (() => void)[] = [];

  /** `given`: properties of the broker; `logDirs`: its folders, where /data is not the only one. */
  constructor(seed = 1, given: Readonly<Record<string, string>> = {}, logDirs?: readonly string[]) {
    this.logDirs = logDirs;
    this.broker = { ...broker, ...parseBrokerConfig({ ...broker.given, ...given }) };
    this.random = new SimRandom(seed);
    this.disk = new MemoryDisk({ nowMs: () => this.nowMs });
    this.boot();
  }

  get log(): PartitionLog {
    const log = this.manager.get('orders', 0);
    if (!log) throw new Error('the log is not open');
    return log;
  }

  boot(): void {
    this.timers = [];
    this.deferred = [];
    this.env = this.newEnv();
    this.manager = LogManager.open(this.env, {
      dataDir,
      logDirs: this.logDirs,
      nodeId: 1,
      clusterId,
      broker: this.broker,
    });
  }

  create(overrides: Partial<TopicConfig> = {}): PartitionLog {
    return this.manager.getOrCreate('orders', 0, topicId, configOf(overrides));
  }

  /** An orderly restart. */
  restart(overrides: Partial<TopicConfig> = {}): PartitionLog {
    this.manager.close({ clean: true, brokerEpoch: 7 });
    this.disk.endProcess();
    this.boot();
    return this.create(overrides);
  }

  /** The machine starts anew, and all that was written had reached the device. */
  reboot(overrides: Partial<TopicConfig> = {}): PartitionLog {
    this.disk.reboot();
    this.boot();
    return this.create(overrides);
  }

  /** kill -9: what was written stays. */
  kill(overrides: Partial<TopicConfig> = {}): PartitionLog {
    this.disk.endProcess();
    this.boot();
    return this.create(overrides);
  }

  /** Power loss. */
  crash(overrides: Partial<TopicConfig> = {}): PartitionLog {
    this.disk.crash(this.random);
    this.boot();
    return this.create(overrides);
  }

  get timerCount(): number {
    return this.timers.filter(({ isCancelled }) => !isCancelled).length;
  }

  /** Lets time pass; timers fire in order. */
  async advance(ms: number): Promise<void> {
    const endMs = this.nowMs + ms;
    for (;;) {
      await this.settle();
      const due = this.timers
        .filter(({ isCancelled, atMs }) => !isCancelled && atMs <= endMs)
        .sort((a, b) => a.atMs - b.atMs)[0];
      if (!due) break;
      due.isCancelled = true;
      this.nowMs = due.atMs;
      due.action();
    }
    this.nowMs = endMs;
  }

  async settle(): Promise<void> {
    for (let round = 0; round < 40; round++) {
      for (const action of this.deferred.splice(0)) action();
      await Promise.resolve();
    }
  }

  private newEnv(): Env {
    return {
      clock: {
        nowMs: () => this.nowMs,
        monotonicMs: () => this.nowMs,
        setTimer: (delayMs, action) => {
          const timer = { atMs: this.nowMs + delayMs, action, isCancelled: false };
          this.timers.push(timer);
          return { cancel: () => void (timer.isCancelled = true) };
        },
        defer: (action) => void this.deferred.push(action),
      },
      random: this.random,
      net: {
        listen: () => Promise.reject(new Error('no network here')),
        connect: () => Promise.reject(new Error('no network here')),
      },
      disk: this.disk.mount(),
      logger: {
        info: () => undefined,
        warn: (_area, message) => void this.warnings.push(message),
        error: (_area, message) => void this.warnings.push(message),
      },
    };
  }
}

export function configOf(overrides: Partial<TopicConfig> = {}): TopicConfig {
  return { ...parseTopicConfig({}, broker), ...overrides };
}

/** A batch of `count` records whose values tell them apart. */
export function batchOf(count: number, o: Partial<NewBatch> & { sizeBytes?: number } = {}): Buffer {
  const { sizeBytes = 10, ...rest } = o;
  const records = Array.from({ length: count }, (_, index) => ({
    key: Buffer.from(`k${index}`),
    value: Buffer.alloc(sizeBytes, index),
  }));
  return encodeBatch({ records, timestampMs: startMs, ...rest });
}

/** The marker that ends a producer's transaction. */
export function markerOf(
  type: 'commit' | 'abort',
  producerId: number,
  o: { epoch?: number; coordinatorEpoch?: number } = {},
): Buffer {
  const value = Buffer.alloc(6);
  value.writeInt32BE(o.coordinatorEpoch ?? 0, 2);
  return encodeBatch({
    records: [{ key: controlKey(type === 'commit' ? 1 : 0), value }],
    timestampMs: startMs,
    isControl: true,
    isTransactional: true,
    producerId,
    producerEpoch: o.epoch ?? 0,
  });
}

export function append(log: PartitionLog, count: number, o: Parameters<typeof batchOf>[1] = {}) {
  return log.appendAsLeader(batchOf(count, o), 1, 'client');
}

/** The protocol code an action is refused with; 0 when it is not. */
export function refusal(action: () => unknown): number {
  try {
    action();
    return 0;
  } catch (error) {
    if (error instanceof KafkaError) return error.code;
    throw error;
  }
}

/** All batches from `fromOffset` on, as a reader gets them. */
export async function readAll(
  log: PartitionLog,
  fromOffset = log.logStartOffset,
  maxBytes = 1_000_000,
): Promise<Buffer> {
  const slices: Buffer[] = [];
  for (let offset = fromOffset; offset < log.logEndOffset; ) {
    const read = await log.read(offset, {
      maxBytes,
      upperOffset: log.logEndOffset,
      minOneBatch: true,
    });
    if (read.nextOffset <= offset) break;
    slices.push(...read.slices.map((slice) => Buffer.from(slice)));
    offset = read.nextOffset;
  }
  return Buffer.concat(slices);
}

export async function headersIn(log: PartitionLog): Promise<BatchHeader[]> {
  return [...headersOf(await readAll(log))];
}

/** Names of the log's files. */
export function filesOf(machine: Machine, suffix = ''): string[] {
  return machine.disk
    .paths()
    .filter((path) => path.startsWith(`${dir}/`) && path.endsWith(suffix))
    .map((path) => path.slice(dir.length + 1));
}
