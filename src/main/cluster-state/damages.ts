/** Replicas that are not what was written, from the events that tell of them. */
import type { ClusterEvent, ReplicaDamage } from '../contract/cluster.ts';

export type Damages = { readonly [replica: string]: ReplicaDamage };

/** The damages after the event; the same object when it says nothing of them. */
export function damagesAfter(damages: Damages, event: ClusterEvent): Damages {
  if (event.kind === 'topic-deleted') {
    const left = Object.entries(damages).filter(([key]) => !key.startsWith(`${event.topic}/`));
    return left.length === Object.keys(damages).length ? damages : Object.fromEntries(left);
  }
  if (event.kind !== 'replica-damaged') return damages;
  const { topic, partition, brokerId, offset, file, state, atMs } = event;
  const key = `${topic}/${partition}/${brokerId}`;
  if (state !== 'repaired') return { ...damages, [key]: { offset, file, state, atMs } };
  const { [key]: repaired, ...rest } = damages;
  return repaired ? rest : damages;
}
