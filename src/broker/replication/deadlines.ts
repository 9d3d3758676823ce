/**
 * Everything that waits with a deadline, in one heap with one timer: parked fetches, produces
 * with acks=all, delayed partitions of a fetcher. Entries are taken out when the event they wait
 * for comes, so what is in here costs nothing until its time.
 */
import type { Clock, Timer } from '../env/env.ts';

/** Something that waits. `heapIndex` belongs to the queue: -1 while not in it. */
export interface Waiting {
  deadlineMs: number;
  /** Breaks ties, so that equal deadlines expire in the order they were added. */
  deadlineOrder: number;
  heapIndex: number;
  expire(): void;
}

export class Deadlines {
  private readonly clock: Clock;
  private readonly heap: Waiting[] = [];
  private nextOrder = 0;
  private timer: Timer | undefined;
  private timerAtMs = Number.POSITIVE_INFINITY;
  private isExpiring = false;
  private isClosed = false;

  constructor(clock: Clock) {
    this.clock = clock;
  }

  get size(): number {
    return this.heap.length;
  }

  /** `expire` is called once, not earlier than `delayMs` from now, unless removed before. */
  add(entry: Waiting, delayMs: number): void {
    if (entry.heapIndex >= 0) throw new Error('the entry is waiting already');
    if (this.isClosed) return;
    entry.deadlineMs = this.clock.monotonicMs() + Math.max(0, delayMs);
    entry.deadlineOrder = this.nextOrder++;
    this.heap.push(entry);
    this.moveUp(this.heap.length - 1);
    if (!this.isExpiring) this.arm();
  }

  /** No effect when it is not waiting. The timer stays: an early wake-up is cheaper than a new one. */
  remove(entry: Waiting): void {
    const index = entry.heapIndex;
    if (index < 0) return;
    entry.heapIndex = -1;
    const last = this.heap.pop() as Waiting;
    if (last === entry) return;
    this.heap[index] = last;
    last.heapIndex = index;
    this.moveUp(index);
    this.moveDown(last.heapIndex);
  }

  /** Drops all entries without expiring them, and those that still come. */
  close(): void {
    this.isClosed = true;
    this.timer?.cancel();
    this.timer = undefined;
    for (const entry of this.heap) entry.heapIndex = -1;
    this.heap.length = 0;
  }

  private arm(): void {
    if (this.heap.length === 0) return;
    const { deadlineMs } = this.heap[0];
    if (this.timer && this.timerAtMs <= deadlineMs) return;
    this.timer?.cancel();
    this.timerAtMs = deadlineMs;
    const delayMs = Math.max(0, Math.ceil(deadlineMs - this.clock.monotonicMs()));
    this.timer = this.clock.setTimer(delayMs, () => this.expireDue());
  }

  private expireDue(): void {
    this.timer = undefined;
    this.timerAtMs = Number.POSITIVE_INFINITY;
    const nowMs = this.clock.monotonicMs();
    this.isExpiring = true;
    while (this.heap.length > 0 && this.heap[0].deadlineMs <= nowMs) {
      const entry = this.heap[0];
      this.remove(entry);
      entry.expire();
    }
    this.isExpiring = false;
    this.arm();
  }

  private moveUp(from: number): void {
    const entry = this.heap[from];
    let index = from;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!isEarlier(entry, this.heap[parent])) break;
      this.put(this.heap[parent], index);
      index = parent;
    }
    this.put(entry, index);
  }

  private moveDown(from: number): void {
    const entry = this.heap[from];
    let index = from;
    for (;;) {
      let child = 2 * index + 1;
      if (child >= this.heap.length) break;
      if (child + 1 < this.heap.length && isEarlier(this.heap[child + 1], this.heap[child]))
        child++;
      if (!isEarlier(this.heap[child], entry)) break;
      this.put(this.heap[child], index);
      index = child;
    }
    this.put(entry, index);
  }

  private put(entry: Waiting, index: number): void {
    this.heap[index] = entry;
    entry.heapIndex = index;
  }
}

function isEarlier(a: Waiting, b: Waiting): boolean {
  return a.deadlineMs !== b.deadlineMs
    ? a.deadlineMs < b.deadlineMs
    : a.deadlineOrder < b.deadlineOrder;
}
