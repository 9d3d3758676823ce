/** What watching one group for a while teaches: its lag over time, and what stands still. */
import type { GroupPhase, LagForecast, LagSample } from '../contract/groups.ts';
import type { CommittedOffset } from '../explorer/group-requests.ts';
import {
  flowOf,
  type Flow,
  forecastInitial,
  forecastSpanMs,
  type ForecastState,
  nextForecast,
} from '../explorer/lag-forecast.ts';
import { LagHistory } from '../explorer/lag-history.ts';
import { partitionKey } from '../explorer/offsets.ts';

type Standing = { readonly offset: number; readonly sinceMs: number };

export class GroupTrack {
  readonly #history = new LagHistory();
  readonly #listeners = new Set<(sample: LagSample) => void>();
  #forecast: ForecastState = forecastInitial;
  #standing: ReadonlyMap<string, Standing> = new Map();
  #phase: GroupPhase | null = null;
  #phaseSinceMs = 0;
  seenAtMs = 0;

  get samples(): readonly LagSample[] {
    return this.#history.samples;
  }

  get forecast(): LagForecast {
    return this.#forecast.shown;
  }

  get lastLagS(): number | null {
    return this.#history.last?.lagS ?? null;
  }

  /** Since when it is in the phase that it was seen in last. */
  get phaseSinceMs(): number {
    return this.#phaseSinceMs;
  }

  flow(nowMs: number): Flow {
    return flowOf(this.#history.recent(forecastSpanMs, nowMs));
  }

  seePhase(phase: GroupPhase, nowMs: number): void {
    this.seenAtMs = nowMs;
    if (phase === this.#phase) return;
    this.#phase = phase;
    this.#phaseSinceMs = nowMs;
  }

  /** Since when each committed offset stands, as far as it was seen. */
  seeCommitted(committed: readonly CommittedOffset[], nowMs: number): ReadonlyMap<string, number> {
    this.#standing = new Map(
      committed.map((name) => {
        const key = partitionKey(name);
        const before = this.#standing.get(key);
        const isSame = before?.offset === name.offset;
        return [key, isSame ? before : { offset: name.offset, sinceMs: nowMs }];
      }),
    );
    return new Map([...this.#standing].map(([key, { sinceMs }]) => [key, sinceMs]));
  }

  addSample(sample: LagSample): void {
    if (!this.#history.add(sample)) return;
    const recent = this.#history.recent(forecastSpanMs, sample.atMs);
    this.#forecast = nextForecast(this.#forecast, recent);
    for (const listener of this.#listeners) listener(sample);
  }

  onSample(listener: (sample: LagSample) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
