/**
 * How many requests the app's own polling may cost. A link with a pace lets requests through at
 * that pace, in the order in which they came; what a person asked for at once (`asAsked`) goes
 * before. Whatever nobody asked for counts as polling, so that no poller can be forgotten.
 */
import { AsyncLocalStorage } from 'node:async_hooks';

const origin = new AsyncLocalStorage<'asked' | 'polling'>();

/** All requests that come of it are a person's. */
export function asAsked<Value>(perform: () => Value): Value {
  return origin.run('asked', perform);
}

/** All requests that come of it are the app's own, though a person's act may have begun them. */
export function asPolling<Value>(look: () => Value): Value {
  return origin.run('polling', look);
}

export function isPolling(): boolean {
  return origin.getStore() !== 'asked';
}

/** More than a second, as requests bunch up on the way: on a busy machine, and on the network. */
const windowMs = 1_200;

/** At most `perS` in any second. */
export class RequestPace {
  readonly #perS: number;
  readonly #nowMs: () => number;
  /** When the last `perS` were let through, oldest first. */
  readonly #takenMs: number[] = [];
  readonly #waiting: (() => void)[] = [];
  #timer: NodeJS.Timeout | null = null;
  #isClosed = false;

  constructor(perS: number, nowMs: () => number = () => performance.now()) {
    this.#perS = perS;
    this.#nowMs = nowMs;
  }

  /** Resolves when it is this request's turn. */
  take(): Promise<void> {
    if (this.#isClosed) return Promise.resolve();
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      this.#release();
    });
  }

  /** Lets everybody go: nothing is sent any more. */
  close(): void {
    this.#isClosed = true;
    if (this.#timer) clearTimeout(this.#timer);
    for (const resolve of this.#waiting.splice(0)) resolve();
  }

  #release(): void {
    if (this.#timer) return;
    const nowMs = this.#nowMs();
    while (this.#waiting.length > 0 && this.#hasRoom(nowMs)) {
      this.#takenMs.push(nowMs);
      if (this.#takenMs.length > this.#perS) this.#takenMs.shift();
      this.#waiting.shift()?.();
    }
    if (this.#waiting.length === 0) return;
    const waitMs = Math.max(1, (this.#takenMs[0] ?? nowMs) + windowMs - nowMs);
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.#release();
    }, waitMs);
  }

  #hasRoom(nowMs: number): boolean {
    const oldestMs = this.#takenMs[0];
    if (oldestMs === undefined || this.#takenMs.length < this.#perS) return true;
    return nowMs - oldestMs >= windowMs;
  }
}
