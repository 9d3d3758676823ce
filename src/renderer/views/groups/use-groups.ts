/** Consumer groups: the live list, one live group, and changing it. */
import { api } from '../../client/connection.ts';
import { useLive } from '../../client/live.ts';
import { useAction, useQuery } from '../../client/use-query.ts';
import type { ResetOffsetsParams } from '../../../main/contract/index.ts';

export function useGroups() {
  return useLive('groups', {});
}

export function useGroup(groupId: string) {
  return useLive('group', { groupId });
}

type Reset = Omit<ResetOffsetsParams, 'isDryRun'>;

/** What a reset would commit; null while it is not fully said. */
export function useResetPreview(reset: Reset | null) {
  return useQuery(
    reset === null ? null : JSON.stringify(reset),
    () => api['groups.resetOffsets']({ ...(reset as Reset), isDryRun: true }),
    { keepsPrevious: true },
  );
}

export function useResetOffsets() {
  return useAction((reset: Reset) => api['groups.resetOffsets']({ ...reset, isDryRun: false }));
}

export function useDeleteGroup() {
  return useAction(async (groupId: string) => {
    await api['groups.delete']({ groupId });
    return true;
  });
}
