/** The map as it was: recordings are fetched a minute at a time and kept while one looks. */
import { useCallback, useEffect, useMemo, useState } from 'react';
import { api } from '../../client/connection.ts';
import { useFeed, useLive } from '../../client/live.ts';
import { useQueryState } from '../../ui/route.ts';
import { type Moment, momentAt, momentsOf, stretchMs, stretchOf } from './past.ts';

const pointsMax = 620;
const eventsMax = 500;
/** A dozen minutes: the whole recording and a little more. */
const stretchesMax = 12;

type Stretch = { readonly moments: readonly Moment[]; readonly loadedToMs: number };

export function useTimelinePoints() {
  const points = useFeed('clusterHistory', {}, pointsMax);
  const events = useFeed('events', {}, eventsMax);
  return { points: points.value ?? [], events: events.value ?? [] };
}

/** The moment that the address names; null: now. */
export function useMoment() {
  const [text, setText] = useQueryState<string>('at', '');
  const atMs = text === '' || !Number.isFinite(Number(text)) ? null : Number(text);
  const setAtMs = useCallback(
    (next: number | null) => setText(next === null ? '' : String(Math.round(next))),
    [setText],
  );
  return { atMs, setAtMs };
}

/** What was so then. While it is on its way, what was shown last. */
export function usePast(atMs: number | null) {
  const [stretches, setStretches] = useState<ReadonlyMap<number, Stretch>>(new Map());
  const [last, setLast] = useState<Moment | null>(null);
  const [error, setError] = useState<unknown>(null);
  const key = atMs === null ? null : stretchOf(atMs);
  const loaded = key === null ? undefined : stretches.get(key);
  // The running minute grows: what was fetched of it may end before the moment asked for.
  const isMissing = key !== null && atMs !== null && (!loaded || atMs > loaded.loadedToMs);

  useEffect(() => {
    if (key === null || !isMissing) return;
    let isWanted = true;
    void load(key).then(
      (stretch) => {
        if (!isWanted) return;
        setStretches((old) => new Map([...old, [key, stretch] as const].slice(-stretchesMax)));
        setError(null);
      },
      (failure: unknown) => {
        if (isWanted) setError(failure);
      },
    );
    return () => {
      isWanted = false;
    };
  }, [key, isMissing]);

  const moments = loaded?.moments;
  const moment = useMemo(
    () => (atMs === null || !moments ? null : momentAt(moments, atMs)),
    [atMs, moments],
  );
  // Kept for the time in which the next one is on its way.
  if (moment !== null && moment !== last) setLast(moment);
  return { moment: atMs === null ? null : (moment ?? last), error };
}

/** Positions of the topics on the screen: live ones, or those of the moment that is shown. */
export function useOffsets(topics: readonly string[], past: Moment | null) {
  const sorted = useMemo(() => [...topics].sort(), [topics]);
  const live = useLive('offsets', { topics: past ? [] : sorted });
  return past ? past.value.offsets : live.value;
}

async function load(fromMs: number): Promise<Stretch> {
  const toMs = fromMs + stretchMs;
  const loadedToMs = Math.min(toMs, Date.now());
  const history = await api['cluster.history']({ fromMs, toMs });
  return { moments: momentsOf(history), loadedToMs };
}
