/** The cluster's live state, and what can be done to its brokers. */
import { useEffect, useMemo } from 'react';
import { api } from '../../client/connection.ts';
import { useLive } from '../../client/live.ts';
import { useAction } from '../../client/use-query.ts';
import { noteCluster } from './marks.ts';
import type { Heat } from './map-tools.tsx';
import type { BrokerAct } from './model.ts';

export function useCluster() {
  const live = useLive('cluster', {});
  useEffect(() => {
    if (live.value) noteCluster(live.value);
  }, [live.value]);
  return live;
}

/** Whether the supervisor starts a broker again whose process died. */
export function useRestartPolicy() {
  const policy = useLive('settings', {}).value?.restartPolicy ?? 'always';
  const change = useAction((isAlways: boolean) =>
    api['settings.set']({ restartPolicy: isAlways ? 'always' : 'never' }),
  );
  return { isAlways: policy === 'always', change };
}

const methods = {
  start: 'cluster.startBroker',
  stop: 'cluster.stopBroker',
  restart: 'cluster.restartBroker',
  kill: 'cluster.killBroker',
  freeze: 'cluster.freezeBroker',
  thaw: 'cluster.thawBroker',
} as const;

export function useBrokerAct() {
  return useAction(async (act: Exclude<BrokerAct, 'remove'>, brokerId: number) => {
    await api[methods[act]]({ brokerId });
    return true;
  });
}

/** Topic -> how much of the most that any topic has, from 0 to 1; null: the state of replicas is shown. */
export function useTopicHeat(heat: Heat): ReadonlyMap<string, number> | null {
  const { value } = useLive('topics', {});
  return useMemo(() => {
    if (heat === 'state' || !value) return null;
    const rows = Object.entries(value.topics).map(([topic, row]) => {
      const traffic = (row.recordsInPerS ?? 0) + (row.recordsOutPerS ?? 0);
      return [topic, heat === 'traffic' ? traffic : (row.sizeBytes ?? 0)] as const;
    });
    const most = Math.max(1, ...rows.map(([, amount]) => amount));
    // By the root, so that more than the one busiest is seen.
    return new Map(rows.map(([topic, amount]) => [topic, Math.sqrt(amount / most)]));
  }, [heat, value]);
}
