/** Points of the chosen span: live ones for the last minutes, history for longer and earlier. */
import { useMemo } from 'react';
import type { ClusterEvent, MeasurePoint, MeasureQuery } from '../../../main/contract/index.ts';
import { api } from '../../client/connection.ts';
import { useFeed, useLive } from '../../client/live.ts';
import { useQuery } from '../../client/use-query.ts';
import { type Choice, queriesOf, rangeMs, refreshMs, type Span } from './choice.ts';

/** Ten minutes at one a second. */
const liveMax = 600;
const eventsMax = 500;
/** Soon after the start there is little to show: the axis begins this wide. */
const shortestLiveMs = 120_000;

export type Measured = {
  readonly status: 'loading' | 'ready' | 'failed';
  readonly error: unknown;
  readonly reload: (() => void) | undefined;
  /** Of each query of the tab. */
  readonly points: readonly (readonly MeasurePoint[])[];
  readonly resolutionMs: number;
  readonly shown: Span;
  readonly isLive: boolean;
};

export function useThroughput(choice: Choice, isForeign: boolean): Measured {
  const queries = queriesOf(choice, isForeign);
  const [first, second] = [queries[0] as MeasureQuery, queries[1] ?? (queries[0] as MeasureQuery)];
  const feeds = [
    useFeed('measures', first, liveMax),
    useFeed('measures', second, liveMax),
  ] as const;
  const newestMs = feeds[0].value?.at(-1)?.atMs ?? null;
  const { range, span } = choice;
  const isLive = range === '10m' && span === null;
  const past = pastSpan(choice, newestMs);
  const history = useQuery(
    isLive || past === null ? null : `${JSON.stringify(queries)} ${past.fromMs} ${past.toMs}`,
    () =>
      Promise.all(queries.map((query) => api['measures.history']({ query, ...(past as Span) }))),
    { keepsPrevious: true },
  );
  const [firstItems, secondItems] = [feeds[0].value, feeds[1].value];
  const points = useMemo(
    () =>
      isLive
        ? [firstItems ?? [], secondItems ?? []].slice(0, queries.length)
        : (history.value ?? []).map((answer) => answer.points),
    [isLive, firstItems, secondItems, history.value, queries.length],
  );
  if (isLive) {
    const toMs = newestMs ?? 0;
    const oldestMs = feeds[0].value?.[0]?.atMs ?? toMs;
    const fromMs = Math.max(toMs - rangeMs['10m'], Math.min(oldestMs, toMs - shortestLiveMs));
    const { status, error } = feeds[0];
    return {
      status,
      error,
      reload: undefined,
      points,
      resolutionMs: 1000,
      shown: { fromMs, toMs },
      isLive,
    };
  }
  return {
    status: past === null ? 'loading' : history.status,
    error: history.error,
    reload: history.reload,
    points,
    resolutionMs: (history.value?.[0]?.resolutionS ?? 1) * 1000,
    shown: past ?? { fromMs: 0, toMs: 1 },
    isLive,
  };
}

function pastSpan({ range, span }: Choice, newestMs: number | null): Span | null {
  if (span) return span;
  const nowMs = newestMs ?? Date.now();
  const step = refreshMs(range);
  const toMs = Math.ceil(nowMs / step) * step;
  return { fromMs: toMs - rangeMs[range], toMs };
}

/** What happened in the shown span, oldest first. */
export function useHappened({ fromMs, toMs }: Span, isLive: boolean): readonly ClusterEvent[] {
  const live = useFeed('events', {}, eventsMax);
  // The past is asked for once per span; a live one is asked for once, and the feed goes on.
  const key = isLive ? 'live' : `${Math.round(fromMs)} ${Math.round(toMs)}`;
  const past = useQuery(
    toMs <= 1 ? null : key,
    () => api['measures.events']({ fromMs: fromMs - 1, toMs: isLive ? Date.now() : toMs }),
    { keepsPrevious: true },
  );
  return useMemo(() => {
    const known = past.value ?? [];
    const newestMs = known.at(-1)?.atMs ?? 0;
    const later = (live.value ?? []).filter(({ atMs }) => atMs > newestMs);
    return [...known, ...later];
  }, [past.value, live.value]);
}

export function useClusterKind() {
  const { value } = useLive('cluster', {});
  return {
    isForeign: value?.kind === 'foreign',
    brokerIds: Object.keys(value?.brokers ?? {})
      .map(Number)
      .sort((left, right) => left - right),
  };
}
