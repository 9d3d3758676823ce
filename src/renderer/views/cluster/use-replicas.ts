/** Moving replicas and electing leaders. */
import { api } from '../../client/connection.ts';
import { useAction, useQuery } from '../../client/use-query.ts';
import type { ElectionKind, PartitionName, ReplicaTarget } from '../../../main/contract/index.ts';

/** What a move would do; asked anew when the target changes. */
export function useReassignPlan(targets: readonly ReplicaTarget[] | null) {
  return useQuery(
    targets && `plan ${JSON.stringify(targets)}`,
    () => api['replicas.plan']({ targets: targets ?? [] }),
    { keepsPrevious: true },
  );
}

/** Where its replicas would go; null: nothing is asked. */
export function useDrainPlan(brokerId: number | null) {
  return useQuery(brokerId === null ? null : `drain ${brokerId}`, () =>
    api['replicas.planDrain']({ brokerId: brokerId ?? -1 }),
  );
}

export function useReassign() {
  return useAction(async (targets: readonly ReplicaTarget[]) => {
    await api['replicas.reassign']({ targets });
    return true;
  });
}

export function useCancelMove() {
  return useAction(async (partitions: readonly PartitionName[]) => {
    await api['replicas.cancel']({ partitions });
    return true;
  });
}

export function useElect() {
  return useAction(async (kind: ElectionKind, partitions: readonly PartitionName[]) => {
    const { results } = await api['replicas.elect']({ kind, partitions });
    return results;
  });
}

export function useAddBroker() {
  return useAction(() => api['cluster.addBroker']());
}

export function useRemoveBroker() {
  return useAction(async (brokerId: number) => {
    await api['cluster.removeBroker']({ brokerId });
    return true;
  });
}
