/** Seconds of a run as its script counts them: at speed 2 they pass twice as fast, paused not at all. */
import type { Speed } from '../contract/scenarios.ts';

/** At full speed there is no factor: a second is a second. */
export class RunClock {
  readonly #now: () => number;
  #seconds = 0;
  #atMs: number;
  #speed: Speed;
  #isPaused = false;

  constructor(speed: Speed, now: () => number = Date.now) {
    this.#speed = speed;
    this.#now = now;
    this.#atMs = now();
  }

  get seconds(): number {
    this.#advance();
    return this.#seconds;
  }

  setSpeed(speed: Speed): void {
    this.#advance();
    this.#speed = speed;
  }

  setPaused(isPaused: boolean): void {
    this.#advance();
    this.#isPaused = isPaused;
  }

  #advance(): void {
    const nowMs = this.#now();
    const factor = this.#speed === 'max' ? 1 : this.#speed;
    if (!this.#isPaused) this.#seconds += ((nowMs - this.#atMs) / 1000) * factor;
    this.#atMs = nowMs;
  }
}
