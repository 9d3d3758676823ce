import { describe, expect, it } from 'vitest';
import type { LagSample } from '../../../src/main/contract/groups.ts';
import {
  flowOf,
  forecastInitial,
  forecastSpanMs,
  nextForecast,
} from '../../../src/main/explorer/lag-forecast.ts';
import { LagHistory } from '../../../src/main/explorer/lag-history.ts';

type Rates = { readonly written: number; readonly read: number };

/** One sample a second; the reader commits every `commitS` seconds what it has read. */
function samples(
  seconds: number,
  start: number,
  ratesAt: (second: number) => Rates,
  commitS = 1,
): LagSample[] {
  let [ends, position, committed] = [start, 0, 0];
  return Array.from({ length: seconds }, (_, second) => {
    const { written, read } = ratesAt(second);
    ends += written;
    position = Math.min(ends, position + read);
    if (second % commitS === 0) committed = position;
    return { atMs: second * 1000, lag: ends - committed, lagS: null, committed, ends };
  });
}

/** The words that were shown, one look a second. */
function shown(all: readonly LagSample[]) {
  let state = forecastInitial;
  return all.map((sample) => {
    const recent = all.filter(
      ({ atMs }) => atMs <= sample.atMs && atMs >= sample.atMs - forecastSpanMs,
    );
    state = nextForecast(state, recent);
    return state.shown;
  });
}

const kinds = (all: readonly LagSample[]) =>
  shown(all)
    .map(({ kind }) => kind)
    .filter((kind, index, list) => kind !== list[index - 1]);

describe('a forecast', () => {
  it('says when a backlog is read', () => {
    const all = samples(40, 100_000, () => ({ written: 100, read: 600 }));
    const last = shown(all).at(-1);
    expect(last).toMatchObject({ kind: 'catching-up', perS: 500 });
    // 80,000 are left: 160 s, in whole minutes.
    expect(last?.etaS).toBe(180);
    expect(kinds(all)).toEqual(['unknown', 'catching-up']);
  });

  it('says by how much a group falls behind', () => {
    const all = samples(40, 5_000, () => ({ written: 300, read: 100 }));
    expect(shown(all).at(-1)).toMatchObject({ kind: 'falling-behind', perS: 200, etaS: null });
  });

  it('calls a group up to date that commits every five seconds', () => {
    const all = samples(90, 0, () => ({ written: 200, read: 400 }), 5);
    expect(kinds(all)).toEqual(['unknown', 'caught-up']);
  });

  it('calls a backlog that stays the same steady', () => {
    const all = samples(60, 50_000, () => ({ written: 100, read: 100 }));
    expect(kinds(all)).toEqual(['unknown', 'steady']);
  });

  it('tells a stopped consumer of a quiet topic', () => {
    const all = samples(60, 500, () => ({ written: 0, read: 0 }));
    expect(kinds(all)).toEqual(['unknown', 'standing']);
  });

  it('does not flicker when the rates scatter', () => {
    const noise = [30, -50, 10, 45, -35, 0, -20, 40, -5, 25];
    const all = samples(120, 40_000, (second) => ({
      written: 200 + (noise[second % 10] ?? 0),
      read: 200 + (noise[(second * 7) % 10] ?? 0),
    }));
    expect(kinds(all)).toEqual(['unknown', 'steady']);
    const falling = samples(120, 40_000, (second) => ({
      written: 260 + (noise[second % 10] ?? 0),
      read: 200 + (noise[(second * 3) % 10] ?? 0),
    }));
    expect(kinds(falling)).toEqual(['unknown', 'falling-behind']);
    const rates = new Set(shown(falling).map(({ perS }) => perS));
    expect(rates.size).toBeLessThanOrEqual(4);
  });

  it('changes its word when the consumers are stopped, and once', () => {
    const all = samples(160, 0, (second) => ({ written: 200, read: second < 60 ? 400 : 0 }));
    expect(kinds(all)).toEqual(['unknown', 'caught-up', 'falling-behind']);
  });

  it('begins anew when the offsets are moved back', () => {
    const before = samples(30, 1_000, () => ({ written: 0, read: 0 }));
    const after = samples(30, 90_000, () => ({ written: 100, read: 1_100 })).map((sample) => ({
      ...sample,
      atMs: sample.atMs + 30_000,
      committed: sample.committed - 10_000_000,
      lag: sample.lag,
    }));
    expect(shown([...before, ...after]).at(-1)).toMatchObject({ kind: 'catching-up', perS: 1000 });
  });

  it('measures what is written and read', () => {
    const all = samples(30, 0, () => ({ written: 120, read: 80 }));
    expect(flowOf(all)).toEqual({ writtenPerS: 120, readPerS: 80 });
    expect(flowOf(all.slice(0, 3))).toEqual({ writtenPerS: null, readPerS: null });
  });
});

describe('a history', () => {
  it('keeps two hours in bounded memory, the last minutes in full', () => {
    const history = new LagHistory();
    const sample = (second: number) => ({
      atMs: second * 1000,
      lag: second,
      lagS: null,
      committed: 0,
      ends: 0,
    });
    const seconds = 3 * 3600;
    for (let second = 0; second < seconds; second += 1) history.add(sample(second));
    expect(history.samples.length).toBeLessThan(1_400);
    const spanMs = (seconds - 1) * 1000 - (history.samples[0]?.atMs ?? 0);
    expect(spanMs).toBeGreaterThan(7_100_000);
    expect(history.recent(60_000, (seconds - 1) * 1000)).toHaveLength(61);
    const times = history.samples.map(({ atMs }) => atMs);
    expect(times).toEqual([...times].sort((a, b) => a - b));
  });

  it('leaves out what comes too soon', () => {
    const history = new LagHistory();
    const at = (atMs: number) => history.add({ atMs, lag: 0, lagS: 0, committed: 0, ends: 0 });
    expect([at(0), at(100), at(600)]).toEqual([true, false, true]);
  });
});
