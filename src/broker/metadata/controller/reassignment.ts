/**
 * Moving a partition to other brokers (KIP-455): pure functions over its assignment.
 *
 * `replicas` is the wanted list in its order, followed by those that are on their way out. The
 * partition has its new home once all that are being added are in sync; then those on their way
 * out leave. Giving it up takes those being added away again.
 */
import type { PartitionImage } from '../image.ts';

export type Assignment = {
  readonly replicas: readonly number[];
  readonly adding: readonly number[];
  readonly removing: readonly number[];
};

export type AssignedIsr = { readonly assignment: Assignment; readonly isr: readonly number[] };

export function assignmentOf(partition: PartitionImage): Assignment {
  const { replicas, addingReplicas, removingReplicas } = partition;
  return { replicas, adding: addingReplicas, removing: removingReplicas };
}

export function isBeingReassigned(partition: PartitionImage): boolean {
  return partition.addingReplicas.length > 0 || partition.removingReplicas.length > 0;
}

/**
 * The way to `target`. One that is under way is replaced: what it was adding and the new one does
 * not want goes at once, but for those in sync when nothing else would be.
 */
export function reassignmentTo(partition: PartitionImage, target: readonly number[]): AssignedIsr {
  const { replicas, isr, addingReplicas } = partition;
  const unwanted = without(addingReplicas, target);
  const remaining = without(isr, unwanted);
  const dropped = remaining.length > 0 ? unwanted : without(unwanted, isr);
  const original = without(replicas, [...dropped, ...intersection(addingReplicas, target)]);
  const removing = sorted(without(original, target));
  const adding = sorted(without(target, original));
  return {
    assignment: { replicas: [...target, ...removing], adding, removing },
    isr: without(isr, dropped),
  };
}

/**
 * The assignment before the reassignment. When all that is in sync was being added, the first of
 * the old replicas is what is left: `isUnclean`, for it may lack acknowledged records.
 */
export function reverted(partition: PartitionImage): AssignedIsr & { readonly isUnclean: boolean } {
  const { replicas, isr, addingReplicas } = partition;
  const original = without(replicas, addingReplicas);
  const assignment = { replicas: original, adding: [], removing: [] };
  const remaining = without(isr, addingReplicas);
  if (remaining.length > 0) return { assignment, isr: remaining, isUnclean: false };
  return { assignment, isr: original.slice(0, 1), isUnclean: true };
}

/** What a finished reassignment comes to; undefined while it is not, or when there is none. */
export function completed(
  { replicas, adding, removing }: Assignment,
  isr: readonly number[],
): AssignedIsr | undefined {
  if (adding.length === 0 && removing.length === 0) return undefined;
  const kept = without(isr, removing);
  const target = without(replicas, removing);
  if (kept.length === 0 || target.length === 0) return undefined;
  if (without(adding, kept).length > 0) return undefined;
  // With fewer replicas than before, each of them has to be there.
  if (adding.length < removing.length && without(target, kept).length > 0) return undefined;
  return { assignment: { replicas: target, adding: [], removing: [] }, isr: kept };
}

/** How many replicas the partition has, or will have when its reassignment is done. */
export function replicationFactorOf(partition: PartitionImage): number {
  const { replicas, addingReplicas, removingReplicas } = partition;
  return without([...new Set([...replicas, ...addingReplicas])], removingReplicas).length;
}

const without = (ids: readonly number[], others: readonly number[]): number[] =>
  ids.filter((id) => !others.includes(id));
const intersection = (ids: readonly number[], others: readonly number[]): number[] =>
  ids.filter((id) => others.includes(id));
const sorted = (ids: readonly number[]): number[] => [...ids].sort((a, b) => a - b);
