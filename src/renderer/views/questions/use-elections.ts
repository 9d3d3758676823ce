/** Measured elections as they happen, and what makes them happen. */
import { useEffect, useMemo, useState } from 'react';
import { api } from '../../client/connection.ts';
import { useFeed, useLive } from '../../client/live.ts';
import { useAction, useQuery } from '../../client/use-query.ts';
import { measurementsOf } from './elections.ts';

const eventsMax = 500;
const pastMs = 24 * 3_600_000;
const lookIntervalMs = 1_000;

const methods = {
  kill: 'cluster.killBroker',
  freeze: 'cluster.freezeBroker',
  thaw: 'cluster.thawBroker',
  start: 'cluster.startBroker',
} as const;
export type ElectionAct = keyof typeof methods;

export function useElections() {
  const cluster = useLive('cluster', {}).value;
  const live = useFeed('events', {}, eventsMax).value;
  // What was recorded before this page opened; the feed goes on from there.
  const past = useQuery(cluster ? cluster.clusterId : null, () => {
    const toMs = Date.now();
    return api['measures.events']({ fromMs: toMs - pastMs, toMs });
  });
  const nowMs = useNow();
  const measurements = useMemo(() => {
    const liveFromMs = live?.[0]?.atMs ?? Number.POSITIVE_INFINITY;
    const before = (past.value ?? []).filter(({ atMs }) => atMs < liveFromMs);
    return measurementsOf([...before, ...(live ?? [])], nowMs);
  }, [past.value, live, nowMs]);
  const act = useAction(async (name: ElectionAct, brokerId: number) => {
    await api[methods[name]]({ brokerId });
    return true;
  });
  return { cluster: cluster ?? null, measurements, act };
}

export function useRestartsItself(): boolean {
  return (useLive('settings', {}).value?.restartPolicy ?? 'always') === 'always';
}

/** The time, once a second: what is waited for ends some day. */
function useNow(): number {
  const [nowMs, setNowMs] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNowMs(Date.now()), lookIntervalMs);
    return () => clearInterval(timer);
  }, []);
  return nowMs;
}
