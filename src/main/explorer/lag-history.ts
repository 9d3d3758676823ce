/** Samples of a group's lag: every one of the last ten minutes, one in ten seconds of two hours. */
import type { LagSample } from '../contract/groups.ts';

const fineMs = 10 * 60_000;
const coarseMs = 2 * 3_600_000;
const coarseStepMs = 10_000;
/** Closer ones say nothing new. */
const stepMsMin = 500;

/** Bounded: about 1,300 samples at one a second. */
export class LagHistory {
  #coarse: LagSample[] = [];
  #fine: LagSample[] = [];

  /** Oldest first. */
  get samples(): readonly LagSample[] {
    return [...this.#coarse, ...this.#fine];
  }

  get last(): LagSample | undefined {
    return this.#fine.at(-1) ?? this.#coarse.at(-1);
  }

  /** Those of the last `spanMs`, oldest first. */
  recent(spanMs: number, nowMs: number): readonly LagSample[] {
    const from = this.#fine.findIndex(({ atMs }) => atMs >= nowMs - spanMs);
    return from === -1 ? [] : this.#fine.slice(from);
  }

  /** False: it came too soon after the last one to be kept. */
  add(sample: LagSample): boolean {
    const { last } = this;
    if (last && sample.atMs - last.atMs < stepMsMin) return false;
    this.#fine.push(sample);
    let aged = 0;
    while ((this.#fine[aged]?.atMs ?? Infinity) < sample.atMs - fineMs) aged += 1;
    for (const old of this.#fine.splice(0, aged)) {
      const before = this.#coarse.at(-1);
      if (!before || old.atMs - before.atMs >= coarseStepMs) this.#coarse.push(old);
    }
    while ((this.#coarse[0]?.atMs ?? Infinity) < sample.atMs - coarseMs) this.#coarse.shift();
    return true;
  }
}
