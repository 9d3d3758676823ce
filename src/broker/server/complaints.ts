/** Warnings about what strangers send: however much that is, the log of the broker stays small. */
import type { Clock } from '../env/env.ts';

const windowMs = 1000;
const linesPerWindow = 10;

export class Complaints {
  private readonly clock: Clock;
  private readonly say: (line: string) => void;
  private windowStartMs = Number.NEGATIVE_INFINITY;
  private lineCount = 0;
  private leftOutCount = 0;

  constructor(clock: Clock, say: (line: string) => void) {
    this.clock = clock;
    this.say = say;
  }

  /** Said at once, or counted with the others of its second, of which the next one tells. */
  add(line: string): void {
    const nowMs = this.clock.monotonicMs();
    if (nowMs - this.windowStartMs >= windowMs) {
      if (this.leftOutCount > 0) this.say(`and ${this.leftOutCount} more of such`);
      this.windowStartMs = nowMs;
      this.lineCount = 0;
      this.leftOutCount = 0;
    }
    if (this.lineCount === linesPerWindow) {
      this.leftOutCount++;
      return;
    }
    this.lineCount++;
    this.say(line);
  }
}
