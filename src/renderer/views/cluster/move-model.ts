/** Replica lists of moves and elections. Pure. */
import type { ClusterState, OffsetsState, PartitionName } from '../../../main/contract/index.ts';
import { isAnswering } from '../../objects/answering.ts';
import { positionOf } from './model.ts';

/** The list with one broker in the place of another; null when that is no move. */
export function replicasAfter(
  replicas: readonly number[],
  from: number | null,
  to: number | null,
): readonly number[] | null {
  if (from === null || to === null || !replicas.includes(from) || replicas.includes(to))
    return null;
  return replicas.map((id) => (id === from ? to : id));
}

/** A partition whose replica cannot leave a broker: every other running one has one already. */
export function stuckOn(cluster: ClusterState, brokerId: number): PartitionName | null {
  const others = Object.values(cluster.brokers)
    .filter((broker) => broker.id !== brokerId && isAnswering(broker))
    .map(({ id }) => id);
  for (const [topic, { partitions }] of Object.entries(cluster.topics)) {
    for (const [partition, { replicas }] of Object.entries(partitions)) {
      if (!replicas.includes(brokerId)) continue;
      if (others.every((id) => replicas.includes(id))) {
        return { topic, partition: Number(partition) };
      }
    }
  }
  return null;
}

export type ElectionPreview =
  /** `id` leads already, or again. */
  | { readonly kind: 'none'; readonly id: number }
  | { readonly kind: 'preferred'; readonly id: number }
  /** The preferred replica cannot: it is out of sync or down. */
  | { readonly kind: 'impossible'; readonly id: number }
  /** Whoever is there; `lost` records that the last leader had are gone, null: nobody knows. */
  | { readonly kind: 'unclean'; readonly id: number | null; readonly lost: number | null };

export function previewPreferred(cluster: ClusterState, name: PartitionName): ElectionPreview {
  const state = cluster.topics[name.topic]?.partitions[name.partition];
  const id = state?.replicas[0] ?? -1;
  if (!state || state.leader === id) return { kind: 'none', id };
  const canLead = state.isr.includes(id) && isAnswering(cluster.brokers[id]);
  return { kind: canLead ? 'preferred' : 'impossible', id };
}

/** An unclean election is for a partition without a leader: the first replica that is there leads. */
export function previewUnclean(
  cluster: ClusterState,
  offsets: OffsetsState | undefined,
  name: PartitionName,
): ElectionPreview {
  const state = cluster.topics[name.topic]?.partitions[name.partition];
  if (!state || state.leader >= 0) return { kind: 'none', id: state?.leader ?? -1 };
  const id = state.replicas.find((replica) => isAnswering(cluster.brokers[replica])) ?? null;
  const endOf = (replica: number) =>
    positionOf(offsets, name.topic, name.partition, replica)?.logEndOffset ?? null;
  const ends = state.replicas.flatMap((replica) => endOf(replica) ?? []);
  const own = id === null ? null : endOf(id);
  const isKnown = own !== null && ends.length === state.replicas.length;
  return { kind: 'unclean', id, lost: isKnown ? Math.max(...ends) - own : null };
}
