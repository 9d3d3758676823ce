/** Who writes to the cluster, live. */
import { useLive } from '../../client/live.ts';

export function useProducers() {
  return useLive('producers', {});
}

export function useProducer(id: string) {
  return useLive('producer', { id });
}
