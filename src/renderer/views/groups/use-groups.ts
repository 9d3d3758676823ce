/** Consumer groups: the live list, one live group, and changing it. */
import { api } from '../../client/connection.ts';
import { useFeed, useLive } from '../../client/live.ts';
import { useAction, useQuery } from '../../client/use-query.ts';
import { useT } from '../../i18n/index.ts';
import { showToast } from '../../ui/toasts.ts';
import type { OffsetToSet, PlanResetParams } from '../../../main/contract/index.ts';

const samplesMax = 3_000;

export function useGroups() {
  return useLive('groups', {});
}

export function useGroup(groupId: string) {
  return useLive('group', { groupId });
}

export function useRebalances(groupId: string) {
  return useLive('groupRebalances', { groupId });
}

export function useLagSamples(groupId: string) {
  return useFeed('groupLag', { groupId }, samplesMax);
}

/** What a reset would do; null while it is not fully said. */
export function useResetPlan(params: PlanResetParams | null) {
  return useQuery(
    params === null ? null : JSON.stringify(params),
    () => api['groups.planReset'](params as PlanResetParams),
    { keepsPrevious: true },
  );
}

/** Moves a group; the toast that says so takes it back. */
export function useSetOffsets() {
  const t = useT();
  const undo = usePutBack();
  return useAction(async (groupId: string, offsets: readonly OffsetToSet[]) => {
    const { before } = await api['groups.setOffsets']({ groupId, offsets });
    showToast({
      tone: 'done',
      text: t('groups.resetDone', { group: groupId, count: offsets.length }),
      undo: { label: t('common.undo'), perform: () => undo(groupId, before) },
    });
    return true;
  });
}

export function useForgetOffsets() {
  const t = useT();
  const undo = usePutBack();
  return useAction(async (groupId: string, topic: string) => {
    const { before } = await api['groups.deleteOffsets']({ groupId, topic });
    showToast({
      tone: 'done',
      text: t('groups.forgetDone', { group: groupId, topic }),
      undo: { label: t('common.undo'), perform: () => undo(groupId, before) },
    });
    return true;
  });
}

export function useCopyGroup() {
  const t = useT();
  return useAction(async (groupId: string, toGroupId: string) => {
    const { copied } = await api['groups.copy']({ groupId, toGroupId });
    showToast({ tone: 'done', text: t('groups.copyDone', { group: toGroupId, count: copied }) });
    return true;
  });
}

export function useDeleteGroup() {
  const t = useT();
  return useAction(async (groupId: string) => {
    await api['groups.delete']({ groupId });
    showToast({ tone: 'done', text: t('groups.deleted', { group: groupId }) });
    return true;
  });
}

/** Commits what was committed before; whether that worked is told too. */
function usePutBack() {
  const t = useT();
  return async (groupId: string, before: readonly OffsetToSet[]) => {
    if (before.length === 0) return;
    try {
      await api['groups.setOffsets']({ groupId, offsets: before });
      showToast({ tone: 'done', text: t('groups.undone', { group: groupId }) });
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      showToast({ tone: 'failure', text: t('groups.undoFailed', { group: groupId, reason }) });
    }
  };
}
