/** The last five minutes of each producer, a point a second. */
import type { ProducerDetail } from '../contract/producers.ts';
import type { ProducerRate } from './window.ts';

const pointCount = 300;

type Series = {
  readonly records: Float64Array;
  readonly bytes: Float64Array;
  readonly from: number;
};

/** Rings of the same length for all, so that a point costs no memory of its own. */
export class History {
  readonly #times = new Float64Array(pointCount);
  readonly #series = new Map<string, Series>();
  #count = 0;

  /** One point of all producers; one without a rate did not write. */
  add(atMs: number, ids: Iterable<string>, rates: ReadonlyMap<string, ProducerRate>): void {
    const slot = this.#count % pointCount;
    this.#times[slot] = atMs;
    for (const id of ids) {
      let series = this.#series.get(id);
      if (!series) {
        series = {
          records: new Float64Array(pointCount),
          bytes: new Float64Array(pointCount),
          from: this.#count,
        };
        this.#series.set(id, series);
      }
      const rate = rates.get(id);
      series.records[slot] = Math.round((rate?.records ?? 0) * 10) / 10;
      series.bytes[slot] = Math.round(rate?.bytes ?? 0);
    }
    this.#count += 1;
  }

  /** Oldest first. */
  of(id: string): ProducerDetail['history'] {
    const series = this.#series.get(id);
    if (!series) return [];
    const from = Math.max(series.from, this.#count - pointCount);
    return Array.from({ length: this.#count - from }, (_, index) => {
      const slot = (from + index) % pointCount;
      return [this.#times[slot] ?? 0, series.records[slot] ?? 0, series.bytes[slot] ?? 0] as const;
    });
  }

  drop(id: string): void {
    this.#series.delete(id);
  }
}
