/** What is asked for, as the address says it, and as the application takes it. Pure. */
import { type FollowParams, type FollowWay, followWays } from '../../../main/contract/index.ts';

export type Asking = {
  readonly key: string;
  readonly by: FollowWay;
  readonly field: string;
  /** Empty: all. */
  readonly topics: readonly string[];
  /** How far back, in milliseconds; null: from and to, or all there is. */
  readonly sinceMs: number | null;
  readonly fromMs: number | null;
  readonly toMs: number | null;
};

const minuteMs = 60_000;
export const spans: { readonly [name: string]: number } = {
  '15m': 15 * minuteMs,
  '1h': 60 * minuteMs,
  '1d': 1440 * minuteMs,
};

export function askingOf(query: { readonly [name: string]: string }): Asking {
  const by = followWays.find((way) => way === query['by']) ?? 'any';
  return {
    key: query['key'] ?? '',
    by,
    field: query['field'] ?? '',
    topics: (query['topics'] ?? '').split(',').filter((topic) => topic !== ''),
    sinceMs: spans[query['range'] ?? ''] ?? null,
    fromMs: timeOf(query['from']),
    toMs: timeOf(query['to']),
  };
}

function timeOf(text: string | undefined): number | null {
  if (text === undefined || text === '') return null;
  const ms = Number(text);
  return Number.isFinite(ms) && ms >= 0 ? ms : null;
}

/** Null: there is not enough to ask for. */
export function paramsOf(asking: Asking, nowMs: number): FollowParams | null {
  const { key, by, field, topics, sinceMs } = asking;
  if (key === '' || (by === 'field' && field === '')) return null;
  const fromMs = sinceMs === null ? asking.fromMs : nowMs - sinceMs;
  return {
    text: key,
    by,
    ...(by === 'field' && { field }),
    ...(topics.length > 0 && { topics }),
    ...(fromMs !== null && { fromMs }),
    ...(asking.toMs !== null && { toMs: asking.toMs }),
  };
}
