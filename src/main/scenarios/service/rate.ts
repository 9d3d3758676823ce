/** How many records a generator has made by a time, and when each was made. Pure. */
import type { GeneratorDefinition } from '../../../scenario/definition/scenario.ts';

type Rate = Pick<GeneratorDefinition, 'ratePerS' | 'curve'>;

/** Records a second at so many seconds of the scenario. */
export function rateAt({ ratePerS, curve }: Rate, atS: number): number {
  if (!curve) return ratePerS;
  if ('ramp' in curve) {
    const { from, to, overS } = curve.ramp;
    return from + (to - from) * Math.min(1, Math.max(0, atS / overS));
  }
  if ('wave' in curve) {
    const { low, high, everyS } = curve.wave;
    return low + ((high - low) * (1 - Math.cos((2 * Math.PI * atS) / everyS))) / 2;
  }
  const { factor, everyS, forS } = curve.burst;
  // The burst ends each turn, so that a run begins with what is usual.
  return ratePerS * (atS % everyS >= everyS - forS ? factor : 1);
}

const stepS = 0.05;

/**
 * Times of records by their number, from 1: the k-th is made when the rate has summed up to k.
 * Asked in order it takes little; the same numbers always have the same times.
 */
export class Schedule {
  readonly #rate: Rate;
  #atS = 0;
  #sum = 0;

  constructor(rate: Rate) {
    this.#rate = rate;
  }

  /** Milliseconds since the beginning, at speed 1. */
  timeMs(sequence: number): number {
    const { ratePerS, curve } = this.#rate;
    if (!curve) return Math.floor(((sequence - 1) * 1000) / ratePerS);
    const wanted = sequence - 1;
    if (wanted < this.#sum) {
      this.#atS = 0;
      this.#sum = 0;
    }
    for (let guard = 0; guard < 50_000_000; guard += 1) {
      const gain = rateAt(this.#rate, this.#atS + stepS / 2) * stepS;
      if (this.#sum + gain > wanted && gain > 0) {
        return Math.floor((this.#atS + (stepS * (wanted - this.#sum)) / gain) * 1000);
      }
      this.#sum += gain;
      this.#atS += stepS;
    }
    return Number.MAX_SAFE_INTEGER;
  }
}
