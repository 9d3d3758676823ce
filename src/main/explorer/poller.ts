/** Asks again and again while it is wanted; a cluster that fails is asked less and less often. */
import { asAsked, asPolling } from './request-pace.ts';

export type PollerOptions = {
  /** Until the next look; null: it is not wanted any more. */
  readonly intervalMs: () => number | null;
  readonly look: () => Promise<void>;
  readonly failed: (error: unknown) => void;
  /** The first look is a person's, who waits for it: it costs few requests. */
  readonly isFirstAsked?: boolean;
  /** How much seldomer it looks after a failure: twice `firstMs`, doubled with each, up to `maxMs`. */
  readonly backOff?: BackOff;
};

type BackOff = { readonly firstMs: number; readonly maxMs: number };

const backOffDefault: BackOff = { firstMs: 500, maxMs: 15_000 };

export class Poller {
  readonly #options: PollerOptions;
  #timer: NodeJS.Timeout | null = null;
  #isRunning = false;
  #isClosed = false;
  #failures = 0;
  #isFirst = true;

  constructor(options: PollerOptions) {
    this.#options = options;
  }

  /** Looks now, unless it is looking already. */
  wake(): void {
    if (this.#isRunning || this.#isClosed) return;
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    void this.#look();
  }

  close(): void {
    this.#isClosed = true;
    if (this.#timer) clearTimeout(this.#timer);
  }

  async #look(): Promise<void> {
    this.#isRunning = true;
    const ask = this.#isFirst && this.#options.isFirstAsked ? asAsked : asPolling;
    this.#isFirst = false;
    try {
      await ask(this.#options.look);
      this.#failures = 0;
    } catch (error) {
      // An environment fault or a Kafka error: whoever watches is told, the next look may do.
      this.#failures += 1;
      if (!this.#isClosed) this.#options.failed(error);
    }
    this.#isRunning = false;
    const intervalMs = this.#options.intervalMs();
    if (this.#isClosed || intervalMs === null) return;
    const { firstMs, maxMs } = this.#options.backOff ?? backOffDefault;
    const backOffMs = this.#failures === 0 ? 0 : Math.min(firstMs * 2 ** this.#failures, maxMs);
    this.#timer = setTimeout(
      () => {
        this.#timer = null;
        void this.#look();
      },
      Math.max(intervalMs, backOffMs),
    );
  }
}
