/** Brokers: what each is, its settings, disks, clients and log, and changing them. */
import { api } from '../../client/connection.ts';
import { useFeed, useLive } from '../../client/live.ts';
import { useAction, useQuery } from '../../client/use-query.ts';
import type { ClientMetricsSubscription, ConfigChanges } from '../../../main/contract/index.ts';

export const logLinesMax = 5_000;

export function useBrokers() {
  return useLive('brokers', {});
}

export function useClusterState() {
  return useLive('cluster', {}).value;
}

export function useBrokerConfigs(brokerId: number | null) {
  return useQuery(`configs ${brokerId}`, () => api['brokers.configs']({ brokerId }));
}

export function alterBroker(brokerId: number | null, changes: ConfigChanges) {
  return api['brokers.alterConfigs']({ brokerId, ...changes });
}

export function useLogDirs(brokerId: number) {
  return useLive('brokerLogDirs', { brokerId });
}

export function useMoveReplica() {
  return useAction(
    async (params: {
      readonly brokerId: number;
      readonly topic: string;
      readonly partition: number;
      readonly path: string;
    }) => {
      await api['brokers.moveReplica'](params);
      return true;
    },
  );
}

export function useConnections(brokerId: number) {
  return useLive('brokerConnections', { brokerId });
}

export function useApiVersions() {
  return useQuery('api versions', () => api['brokers.apiVersions']());
}

export function useBrokerLog(brokerId: number) {
  return useFeed('brokerLog', { brokerId }, logLinesMax);
}

export function useReadLog() {
  return useAction((brokerId: number) => api['brokers.readLog']({ brokerId }));
}

export function useClientMetrics() {
  return useQuery('client metrics', () => api['brokers.clientMetrics']());
}

export function useSetClientMetrics() {
  return useAction(async (subscription: ClientMetricsSubscription) => {
    await api['brokers.setClientMetrics'](subscription);
    return true;
  });
}

export function useDeleteClientMetrics() {
  return useAction(async (name: string) => {
    await api['brokers.deleteClientMetrics']({ name });
    return true;
  });
}
