/**
 * The simulated world's one queue of events, ordered by time and then by the order in which they
 * were planned. Between two events all promises settle, so that a run depends on nothing else.
 */
import type { Timer } from '../../src/broker/env/env.ts';

type Event = {
  readonly atMs: number;
  readonly sequence: number;
  readonly label: string;
  run: (() => void) | undefined;
};

const traceLinesKept = 400;

export class Scheduler {
  nowMs = 0;
  eventCount = 0;
  private readonly heap: Event[] = [];
  private nextSequence = 0;
  private hash = 0x811c9dc5;
  private readonly lines: string[] = [];
  /** Called with every line of the trace. */
  onLine: ((line: string) => void) | undefined;

  /** Plans `run`; the label goes into the trace when its time comes. */
  after(delayMs: number, label: string, run: () => void): Timer {
    const atMs = this.nowMs + Math.max(0, delayMs);
    const event: Event = { atMs, sequence: this.nextSequence++, label, run };
    push(this.heap, event);
    return {
      cancel: () => {
        event.run = undefined;
      },
    };
  }

  /** Runs the next event and lets all promises settle. False when nothing is planned. */
  async step(): Promise<boolean> {
    for (;;) {
      const event = pop(this.heap);
      if (!event) return false;
      if (!event.run) continue;
      this.nowMs = event.atMs;
      this.eventCount++;
      this.note(event.label);
      event.run();
      await settled();
      return true;
    }
  }

  /** Adds a line to the trace. */
  note(text: string): void {
    const line = `${this.nowMs.toFixed(3)} ${text}`;
    for (let index = 0; index < line.length; index++)
      this.hash = Math.imul(this.hash ^ line.charCodeAt(index), 0x01000193);
    this.onLine?.(line);
    this.lines.push(line);
    if (this.lines.length > 2 * traceLinesKept) this.lines.splice(0, traceLinesKept);
  }

  /** The same for two runs with the same trace. */
  get traceHash(): string {
    return (this.hash >>> 0).toString(16).padStart(8, '0');
  }

  /** The end of the trace. */
  lastLines(count = traceLinesKept): readonly string[] {
    return this.lines.slice(-count);
  }
}

/** Promise reactions run before the next turn of the event loop. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const isBefore = (a: Event, b: Event): boolean =>
  a.atMs < b.atMs || (a.atMs === b.atMs && a.sequence < b.sequence);

function push(heap: Event[], event: Event): void {
  let at = heap.push(event) - 1;
  while (at > 0) {
    const parent = (at - 1) >> 1;
    if (!isBefore(event, heap[parent])) break;
    heap[at] = heap[parent];
    at = parent;
  }
  heap[at] = event;
}

function pop(heap: Event[]): Event | undefined {
  const first = heap[0];
  const last = heap.pop();
  if (!last || heap.length === 0) return first;
  let at = 0;
  for (;;) {
    const left = 2 * at + 1;
    if (left >= heap.length) break;
    const isRightFirst = left + 1 < heap.length && isBefore(heap[left + 1], heap[left]);
    const child = isRightFirst ? left + 1 : left;
    if (!isBefore(heap[child], last)) break;
    heap[at] = heap[child];
    at = child;
  }
  heap[at] = last;
  return first;
}
