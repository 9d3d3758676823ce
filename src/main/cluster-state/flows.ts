/** How much each follower fetches from each leader, as bytes a second. */
import type { ReplicationFlow } from '../contract/cluster.ts';
import type { FetchedBytes } from './replica-table.ts';

export type Flows = { readonly [flow: string]: ReplicationFlow };

const windowMs = 1_000;

/** Sums up what was fetched and turns it into rates about once a second. */
export class FlowRates {
  #flows: Flows = {};
  #atMs: number | null = null;

  get flows(): Flows {
    return this.#flows;
  }

  /** True when there are new rates. */
  update(take: () => readonly FetchedBytes[], nowMs: number): boolean {
    if (this.#atMs === null) {
      // What came before is of unknown age.
      take();
      this.#atMs = nowMs;
      return false;
    }
    const elapsedMs = nowMs - this.#atMs;
    if (elapsedMs < windowMs) return false;
    this.#atMs = nowMs;
    const flows: { [flow: string]: ReplicationFlow } = {};
    for (const { leader, follower, bytes, partitionCount } of take()) {
      const bytesPerS = Math.round((bytes * 1000) / elapsedMs);
      flows[`${leader}>${follower}`] = { bytesPerS, partitionCount };
    }
    const isQuiet = Object.keys(flows).length + Object.keys(this.#flows).length === 0;
    if (!isQuiet) this.#flows = flows;
    return !isQuiet;
  }
}
