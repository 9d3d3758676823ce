/** A clock moved by hand, and a log whose high watermark moves when the test says so. */
import type { Env } from '../../../src/broker/env/env.ts';
import type { LeaderLog, LeaderLogs } from '../../../src/broker/coordinator/runtime/ports.ts';
import type { LogRecord } from '../../../src/broker/coordinator/runtime/shard-log.ts';
import { errors, KafkaError } from '../../../src/broker/protocol/errors.ts';
import {
  assignOffsetAndEpoch,
  decodeRecords,
  headersOf,
} from '../../../src/broker/protocol/record-batch.ts';
import type { AppendRequest } from '../../../src/broker/replication/api.ts';

const startMs = 1_700_000_000_000;

type FakeTimer = { atMs: number; action: () => void; isCancelled: boolean };

export class FakeTime {
  nowMs = 0;
  private timers: FakeTimer[] = [];
  readonly warnings: string[] = [];
  private seed = 1;

  readonly env = {
    clock: {
      nowMs: () => startMs + this.nowMs,
      monotonicMs: () => this.nowMs,
      setTimer: (delayMs: number, action: () => void) => {
        const timer = { atMs: this.nowMs + delayMs, action, isCancelled: false };
        this.timers.push(timer);
        return {
          cancel: () => {
            timer.isCancelled = true;
          },
        };
      },
      defer: (action: () => void) => void setImmediate(action),
    },
    random: {
      next: () => 0.5,
      bytes: (sizeBytes: number) => {
        this.seed = (this.seed * 48271) % 0x7fffffff;
        return Buffer.alloc(sizeBytes, this.seed.toString(16).padStart(8, '0'), 'hex');
      },
    },
    logger: {
      info: () => undefined,
      warn: (_area: string, message: string) => void this.warnings.push(message),
      error: () => undefined,
    },
  } as unknown as Env;

  get pendingTimers(): number {
    return this.timers.filter(({ isCancelled }) => !isCancelled).length;
  }

  /** Fires what falls due on the way, each at its own time. */
  async advance(ms: number): Promise<void> {
    const endMs = this.nowMs + ms;
    for (;;) {
      await settle();
      const due = this.timers
        .filter(({ isCancelled, atMs }) => !isCancelled && atMs <= endMs)
        .sort((a, b) => a.atMs - b.atMs)[0];
      if (!due) break;
      this.timers = this.timers.filter((timer) => timer !== due && !timer.isCancelled);
      this.nowMs = Math.max(this.nowMs, due.atMs);
      due.action();
    }
    this.nowMs = endMs;
    await settle();
  }
}

/** Lets promises and deferred calls run until nothing more happens. */
export async function settle(): Promise<void> {
  for (let round = 0; round < 4; round++) await new Promise((resolve) => setImmediate(resolve));
}

type Waiting = { endOffset: number; resolve: () => void; reject: (error: Error) => void };

export class FakeLog implements LeaderLog {
  logStartOffset = 0;
  logEndOffset = 0;
  highWatermark = 0;
  readonly batches: Buffer[] = [];
  readonly waiting: Waiting[] = [];

  append(bytes: Buffer): void {
    for (const header of headersOf(bytes)) {
      const batch = Buffer.from(
        bytes.subarray(header.position, header.position + header.sizeBytes),
      );
      assignOffsetAndEpoch(batch, 0, this.logEndOffset, 1);
      this.batches.push(batch);
      this.logEndOffset += header.recordCount;
    }
  }

  commit(): void {
    this.highWatermark = this.logEndOffset;
    for (const { resolve } of this.waiting.splice(0)) resolve();
  }

  fail(code: number): void {
    for (const { reject } of this.waiting.splice(0)) reject(new KafkaError(code));
  }

  /** One batch at a time, and every other one with delay, as from a cold file. */
  read(fromOffset: number) {
    const index = this.batches.findIndex((batch) => {
      const [header] = headersOf(batch);
      return header.lastOffset >= fromOffset;
    });
    const slices = index < 0 ? [] : [this.batches[index]];
    return index % 2 === 0 ? { slices } : settle().then(() => ({ slices }));
  }

  records(): LogRecord[] {
    return this.batches.flatMap((batch) => {
      const [header] = headersOf(batch);
      return decodeRecords(batch, header).map(({ offset, key, value }) => ({
        offset,
        key: key as Buffer,
        value,
      }));
    });
  }
}

export class FakeLogs implements LeaderLogs {
  readonly logs = new Map<number, FakeLog>();
  /** Appends are committed at once. */
  isInstant = true;
  /** The next append is refused with this code. */
  refuseWith = errors.none as number;

  leaderLog(_topic: string, partition: number): FakeLog | undefined {
    return this.logs.get(partition);
  }

  appendRecords({ partition, batches }: AppendRequest): Promise<void> {
    const log = this.logs.get(partition);
    const code = log ? this.refuseWith : errors.notLeaderOrFollower;
    this.refuseWith = errors.none;
    if (!log || code !== errors.none) throw new KafkaError(code);
    log.append(batches);
    return new Promise((resolve, reject) => {
      log.waiting.push({ endOffset: log.logEndOffset, resolve, reject });
      if (this.isInstant) log.commit();
    });
  }
}
