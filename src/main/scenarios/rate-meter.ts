/** Rates of growing counts over the last seconds. */

type Sample = { readonly atMs: number; readonly counts: ReadonlyMap<string, number> };

const windowMs = 3_000;

/** Fed with all counts at once, asked for one at a time. */
export class RateMeter {
  #samples: readonly Sample[] = [];

  sample(counts: ReadonlyMap<string, number>, nowMs: number): void {
    const recent = this.#samples.filter(({ atMs }) => nowMs - atMs <= windowMs);
    this.#samples = [...recent, { atMs: nowMs, counts: new Map(counts) }];
  }

  /** 0 until two samples are known. */
  perS(name: string): number {
    const [first, last] = [this.#samples[0], this.#samples.at(-1)];
    if (!first || !last || last.atMs <= first.atMs) return 0;
    const grown = (last.counts.get(name) ?? 0) - (first.counts.get(name) ?? 0);
    return Math.round((Math.max(0, grown) / (last.atMs - first.atMs)) * 10_000) / 10;
  }
}
