/**
 * Requests to the controller that gather: what comes up within one event goes out together, one
 * request is in flight at a time, and after a failure the next one waits.
 */
import type { Clock } from '../env/env.ts';
import type { Deadlines, Waiting } from './deadlines.ts';

/** What is left after a request: nothing, something that may go at once, or after so many ms. */
export type Rest = 'nothing' | 'more' | { readonly retryMs: number };

export class PacedSender implements Waiting {
  deadlineMs = 0;
  deadlineOrder = 0;
  heapIndex = -1;
  private readonly clock: Clock;
  private readonly deadlines: Deadlines;
  private readonly send: () => Promise<Rest>;
  private isPlanned = false;
  private isSending = false;
  private hasEnded = false;

  /** `send` takes what has gathered by then. */
  constructor(clock: Clock, deadlines: Deadlines, send: () => Promise<Rest>) {
    this.clock = clock;
    this.deadlines = deadlines;
    this.send = send;
  }

  /** An answer that comes now concerns nobody. */
  get isClosed(): boolean {
    return this.hasEnded;
  }

  /** There is something to send. */
  plan(): void {
    if (this.isPlanned || this.isSending || this.heapIndex >= 0 || this.isClosed) return;
    this.isPlanned = true;
    this.clock.defer(() => {
      this.isPlanned = false;
      void this.run();
    });
  }

  /** The wait after a failure is over. */
  expire(): void {
    this.plan();
  }

  close(): void {
    this.hasEnded = true;
    this.deadlines.remove(this);
  }

  private async run(): Promise<void> {
    if (this.isClosed) return;
    this.isSending = true;
    const rest = await this.send();
    this.isSending = false;
    if (this.isClosed || rest === 'nothing') return;
    if (rest === 'more') this.plan();
    else this.deadlines.add(this, rest.retryMs);
  }
}
