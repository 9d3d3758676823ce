/** The run on Kafka, and what the cluster can do. */
import type { Workload } from '../../../main/contract/index.ts';
import { api } from '../../client/connection.ts';
import { useLive } from '../../client/live.ts';
import { useClusters } from '../../client/use-clusters.ts';
import { useAction, useQuery } from '../../client/use-query.ts';

export function useKafkaRun() {
  const { value } = useLive('kafkaRun', {});
  const start = useAction((workload: Workload, partitionCount: number) =>
    api['models.runKafka']({ workload, partitionCount }),
  );
  const stop = useAction(() => api['models.stopKafka']());
  return { run: value?.run ?? null, start, stop };
}

export function useWhere() {
  const cluster = useLive('cluster', {}).value;
  const { clusters, selectedId } = useClusters();
  const entry = clusters[selectedId];
  const answer = useQuery(cluster ? `${selectedId} ${cluster.clusterId}` : null, () =>
    api['brokers.apiVersions'](),
  );
  return {
    name: entry?.name ?? null,
    isForeign: cluster?.kind === 'foreign',
    isReadOnly: entry?.kind === 'foreign' && entry.isReadOnly,
    /** Null until the brokers have said it. */
    hasShareGroups: answer.value
      ? Object.keys(answer.value.apis).some((api) => api.toLowerCase() === 'sharefetch')
      : null,
  };
}
