/** Which offsets have outlived offsets.retention.minutes (KIP-211). */
import { consumerProtocolType, type Group, isSubscribedTo } from './group.ts';
import type { CommittedOffset, OffsetKey } from './group-records.ts';
import type { OffsetStore } from './offset-store.ts';

/**
 * Expired offsets of a group, and whether none is left then.
 * - a group without members: counted from when it became empty;
 * - a stable consumer group: from the commit, for topics it no longer subscribes to;
 * - a simple group: from the commit. All other groups keep their offsets.
 */
export function expiredOffsets(
  group: Group,
  store: OffsetStore,
  nowMs: number,
  retentionMs: number,
): { readonly expired: readonly OffsetKey[]; readonly isAll: boolean } {
  const offsets = [...store.latest(group.id)];
  const since = retentionBase(group);
  if (since === undefined) return { expired: [], isAll: offsets.length === 0 };
  const isExpired = ([key, value]: [OffsetKey, CommittedOffset]) =>
    !isSubscribedTo(group, key.topic) &&
    (value.expireTimestampMs >= 0
      ? nowMs >= value.expireTimestampMs
      : nowMs - since(value) >= retentionMs);
  const expired = offsets.filter(isExpired).map(([key]) => key);
  return { expired, isAll: expired.length === offsets.length };
}

function retentionBase(group: Group): ((value: CommittedOffset) => number) | undefined {
  const fromCommit = (value: CommittedOffset) => value.commitTimestampMs;
  if (group.protocolType === null) return fromCommit;
  if (group.phase.name === 'Empty')
    return group.phaseSinceMs < 0 ? fromCommit : () => group.phaseSinceMs;
  const isKnown = group.protocolType === consumerProtocolType && group.subscribedTopics !== null;
  return group.phase.name === 'Stable' && isKnown ? fromCommit : undefined;
}
