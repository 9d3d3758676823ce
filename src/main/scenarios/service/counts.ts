/** What one worker did, counted cheaply. */
import type { TopicCounts, WorkerCounts } from '../run-messages.ts';

type Counters = { -readonly [name in keyof TopicCounts]: number };

const latenciesMax = 400;

export class Counts {
  readonly #topics = new Map<string, Counters>();
  readonly #latenciesMs: number[] = [];
  #latencyAt = 0;
  outCount = 0;
  pendingCount = 0;
  lastError: string | null = null;

  of(topic: string): Counters {
    let counters = this.#topics.get(topic);
    if (!counters) {
      counters = { inCount: 0, failedCount: 0, retriedCount: 0, deadLetteredCount: 0 };
      this.#topics.set(topic, counters);
    }
    return counters;
  }

  latency(latencyMs: number): void {
    this.#latenciesMs[this.#latencyAt] = Math.max(0, latencyMs);
    this.#latencyAt = (this.#latencyAt + 1) % latenciesMax;
  }

  snapshot(): WorkerCounts {
    const topics = Object.fromEntries(
      [...this.#topics].map(([topic, counters]) => [topic, { ...counters }]),
    );
    return {
      outCount: this.outCount,
      topics,
      latenciesMs: [...this.#latenciesMs],
      pendingCount: this.pendingCount,
      lastError: this.lastError,
    };
  }
}
