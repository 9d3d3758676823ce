/** The cluster's live state, and what can be done to its brokers. */
import { useEffect } from 'react';
import { api } from '../../client/connection.ts';
import { useLive } from '../../client/live.ts';
import { useAction } from '../../client/use-query.ts';
import { noteCluster } from './marks.ts';
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
  return useAction(async (act: BrokerAct, brokerId: number) => {
    await api[methods[act]]({ brokerId });
    return true;
  });
}
