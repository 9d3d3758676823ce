/** What the view shows, as its address says it. Pure. */
import type { MeasureQuery, TrafficBy } from '../../../main/contract/index.ts';

export const tabs = ['traffic', 'latency', 'requests', 'brokers'] as const;
export type Tab = (typeof tabs)[number];

export const rangeNames = ['10m', '1h', '6h', '24h', '7d'] as const;
export type RangeName = (typeof rangeNames)[number];

const minuteMs = 60_000;
export const rangeMs: { readonly [Name in RangeName]: number } = {
  '10m': 10 * minuteMs,
  '1h': 60 * minuteMs,
  '6h': 360 * minuteMs,
  '24h': 1440 * minuteMs,
  '7d': 7 * 1440 * minuteMs,
};

export const trafficBys = ['broker', 'topic', 'partition', 'client'] as const;
export const units = ['bytes', 'records'] as const;
export const percentiles = ['p50', 'p95', 'p99'] as const;

export type Span = { readonly fromMs: number; readonly toMs: number };

export type Choice = {
  readonly tab: Tab;
  readonly range: RangeName;
  /** A span that stands still; null: the range that ends now. */
  readonly span: Span | null;
  readonly by: TrafficBy;
  readonly unit: (typeof units)[number];
  /** Series that are compared; none: the busiest. */
  readonly picks: readonly string[];
  readonly api: string;
  readonly percentile: (typeof percentiles)[number];
  /** One broker, or all together. */
  readonly brokerId: number | null;
  /** Numbers instead of pictures. */
  readonly isTable: boolean;
};

type Query = { readonly [name: string]: string };

/** By what traffic is told first; of somebody else's cluster nobody knows what a broker has. */
const trafficByFirst = (isForeign: boolean): TrafficBy => (isForeign ? 'topic' : 'broker');

export function parseChoice(query: Query, isForeign: boolean): Choice {
  const [fromMs, toMs] = [Number(query['from']), Number(query['to'])];
  const hasSpan = Number.isFinite(fromMs) && fromMs > 0 && toMs > fromMs;
  const brokerId = /^\d+$/.test(query['broker'] ?? '') ? Number(query['broker']) : null;
  const one = <Value extends string>(values: readonly Value[], name: string): Value =>
    values.find((value) => value === query[name]) ?? (values[0] as Value);
  return {
    tab: one(tabs, 'show'),
    range: one(rangeNames, 'range'),
    span: hasSpan ? { fromMs, toMs } : null,
    by: trafficBys.find((by) => by === query['by']) ?? trafficByFirst(isForeign),
    unit: one(units, 'unit'),
    picks: (query['pick'] ?? '').split(' ').filter(Boolean).map(decodeURIComponent),
    api: query['api'] || 'Produce',
    percentile: percentiles.find((name) => name === query['percentile']) ?? 'p99',
    brokerId,
    isTable: query['table'] === '1',
  };
}

export function choiceQuery(choice: Choice, isForeign: boolean): Query {
  const { tab, range, span, by, unit, picks, api, percentile, brokerId } = choice;
  return {
    ...(tab !== 'traffic' && { show: tab }),
    ...(range !== '10m' && { range }),
    ...(span && { from: String(Math.round(span.fromMs)), to: String(Math.round(span.toMs)) }),
    ...(by !== trafficByFirst(isForeign) && { by }),
    ...(unit !== 'bytes' && { unit }),
    ...(picks.length > 0 && { pick: picks.map(encodeURIComponent).join(' ') }),
    ...(api !== 'Produce' && { api }),
    ...(percentile !== 'p99' && { percentile }),
    ...(brokerId !== null && { broker: String(brokerId) }),
    ...(choice.isTable && { table: '1' }),
  };
}

/** What has to be asked for a tab. */
export function queriesOf(
  { tab, by, api, brokerId }: Choice,
  isForeign: boolean,
): readonly MeasureQuery[] {
  const broker = brokerId === null ? {} : { brokerId };
  switch (tab) {
    case 'traffic':
      return [{ kind: 'traffic', by }];
    case 'latency':
      return [{ kind: 'latency', api, ...broker }];
    case 'requests':
      return [
        { kind: 'requests', ...broker },
        { kind: 'errors', ...broker },
      ];
    case 'brokers':
      return [{ kind: isForeign ? 'probe' : 'machine' }];
  }
}

const shortestMs = 10_000;

/** A selected span, not shorter than can be told apart and not in the future. */
export function zoomTo(span: Span, nowMs: number): Span {
  const toMs = Math.min(span.toMs, nowMs);
  const lackMs = Math.max(0, shortestMs - (toMs - span.fromMs));
  return { fromMs: span.fromMs - lackMs, toMs };
}

/** Twice as wide around its middle; null when the range that ends now is not wider. */
export function zoomOut(span: Span, range: RangeName, nowMs: number): Span | null {
  const widthMs = (span.toMs - span.fromMs) * 2;
  if (widthMs >= rangeMs[range]) return null;
  const middleMs = (span.fromMs + span.toMs) / 2;
  const toMs = Math.min(nowMs, middleMs + widthMs / 2);
  return { fromMs: toMs - widthMs, toMs };
}

/** Half of its width back or forth; null: now. */
export function pan(shown: Span, direction: -1 | 1, nowMs: number): Span | null {
  const widthMs = shown.toMs - shown.fromMs;
  const toMs = shown.toMs + (direction * widthMs) / 2;
  return toMs >= nowMs ? null : { fromMs: toMs - widthMs, toMs };
}

/** The steps in which a range that ends now moves on: as often as it gets another point. */
export function refreshMs(range: RangeName): number {
  if (range === '10m') return 1_000;
  return range === '1h' ? 10_000 : minuteMs;
}
