/** Points of the chosen range: live ones for the last minutes, history for longer and earlier. */
import { api } from '../../client/connection.ts';
import { useFeed } from '../../client/live.ts';
import { useQuery } from '../../client/use-query.ts';
import { type Choice, rangeMs, refreshMs } from './model.ts';

/** Ten minutes at one a second. */
const liveMax = 600;

export function useThroughput({ range, untilMs }: Choice) {
  const live = useFeed('throughput', {}, liveMax);
  const isLive = range === '10m' && untilMs === null;
  const newestMs = live.value?.at(-1)?.atMs ?? null;
  const toMs = untilMs ?? (newestMs === null ? null : roundUp(newestMs, refreshMs(range)));
  const history = useQuery(
    isLive || toMs === null ? null : `${range} ${toMs}`,
    () => api['throughput.history']({ fromMs: Number(toMs) - rangeMs[range], toMs: Number(toMs) }),
    { keepsPrevious: true },
  );
  const liveToMs = newestMs ?? 0;
  if (isLive || toMs === null) {
    return {
      status: live.status,
      error: live.error,
      points: live.value ?? [],
      resolutionMs: 1000,
      fromMs: liveFrom(live.value?.[0]?.atMs ?? liveToMs, liveToMs),
      toMs: liveToMs,
      reload: undefined,
    };
  }
  return {
    status: history.status,
    error: history.error,
    points: history.value?.points ?? [],
    resolutionMs: (history.value?.resolutionS ?? 1) * 1000,
    fromMs: toMs - rangeMs[range],
    toMs,
    reload: history.reload,
  };
}

/** Ten minutes; soon after the start what there is, and not less than two. */
function liveFrom(oldestMs: number, toMs: number): number {
  return Math.max(toMs - rangeMs['10m'], Math.min(oldestMs, toMs - 120_000));
}

function roundUp(atMs: number, stepMs: number): number {
  return Math.ceil(atMs / stepMs) * stepMs;
}
