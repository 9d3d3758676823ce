/** All clusters of the app, and which of them this window looks at. */
import { api } from './connection.ts';
import { useClusterId, useLive } from './live.ts';

export function useClusters() {
  const { value } = useLive('clusters', {});
  const chosen = useClusterId();
  const defaultId = value?.defaultId ?? 'default';
  return { clusters: value?.clusters ?? {}, defaultId, selectedId: chosen ?? defaultId };
}

/** The streams of this window are about this cluster as soon as it has resolved. */
export async function selectCluster(id: string): Promise<void> {
  await api['clusters.select']({ id });
}
