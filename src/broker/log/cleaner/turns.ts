/**
 * How the cleaner shares the broker with its clients: after a slice of work it lets other events
 * go first, and it keeps to log.cleaner.io.max.bytes.per.second.
 */
import type { Clock } from '../../env/env.ts';

/** The log has changed below the cleaner, or is gone; what was done so far is thrown away. */
export class CleaningAbortedError extends Error {
  constructor() {
    super('the cleaning was given up');
    this.name = 'CleaningAbortedError';
  }
}

/** Work of a millisecond or two. */
const sliceBytes = 128 * 1024;
/** Waits below it are not worth a timer. */
const waitMinMs = 10;
const waitMaxMs = 60_000;

export class Turns {
  private readonly clock: Clock;
  private readonly bytesPerSecond: number;
  private readonly startMs: number;
  private readonly isStopped: () => boolean;
  private totalBytes = 0;
  private sliceUsedBytes = 0;

  constructor(clock: Clock, bytesPerSecond: number, isStopped: () => boolean) {
    this.clock = clock;
    this.bytesPerSecond = bytesPerSecond;
    this.isStopped = isStopped;
    this.startMs = clock.monotonicMs();
  }

  /** Throws CleaningAbortedError when the work must not go on; to be called after each wait. */
  check(): void {
    if (this.isStopped()) throw new CleaningAbortedError();
  }

  /** Notes bytes read or written, and looked at; true when it is time for `pause`. */
  spend(diskBytes: number, workBytes: number): boolean {
    this.totalBytes += diskBytes;
    this.sliceUsedBytes += diskBytes + workBytes;
    return this.sliceUsedBytes >= sliceBytes;
  }

  /** Lets others go first. Throws CleaningAbortedError. */
  async pause(): Promise<void> {
    this.sliceUsedBytes = 0;
    const dueMs = this.startMs + (this.totalBytes / this.bytesPerSecond) * 1000;
    const waitMs = Math.min(dueMs - this.clock.monotonicMs(), waitMaxMs);
    await new Promise<void>((resolve) => {
      if (waitMs >= waitMinMs) this.clock.setTimer(waitMs, resolve);
      else this.clock.defer(resolve);
    });
    this.check();
  }
}
