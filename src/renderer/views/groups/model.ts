/** Consumer groups as rows: the list, a group's members, its offsets, a reset before it is done. */
import type {
  GroupDetail,
  GroupOffset,
  GroupPhase,
  GroupsState,
  GroupSummary,
  ResetTarget,
} from '../../../main/contract/index.ts';
import type { Tone } from '../../ui/status.tsx';

export type GroupRow = GroupSummary & { readonly groupId: string };
export type SortKey = 'groupId' | 'lag' | 'memberCount';
export type Sort = { readonly by: SortKey; readonly isDescending: boolean };

export function groupRows(state: GroupsState, filter: string, sort: Sort): readonly GroupRow[] {
  const needle = filter.trim().toLowerCase();
  return Object.entries(state.groups)
    .map(([groupId, summary]) => ({ groupId, ...summary }))
    .filter((row) => row.groupId.toLowerCase().includes(needle))
    .sort((a, b) => {
      const order = a[sort.by] < b[sort.by] ? -1 : a[sort.by] > b[sort.by] ? 1 : 0;
      if (order === 0) return a.groupId < b.groupId ? -1 : 1;
      return sort.isDescending ? -order : order;
    });
}

export function nextSort(sort: Sort, by: SortKey): Sort {
  if (sort.by === by) return { by, isDescending: !sort.isDescending };
  return { by, isDescending: by !== 'groupId' };
}

const tones: { readonly [Phase in GroupPhase]: Tone } = {
  stable: 'done',
  'preparing-rebalance': 'busy',
  'completing-rebalance': 'busy',
  assigning: 'busy',
  reconciling: 'busy',
  empty: 'quiet',
  dead: 'failure',
  unknown: 'quiet',
};

export function phaseTone(phase: GroupPhase): Tone {
  return tones[phase];
}

export type MemberRow = {
  readonly memberId: string;
  readonly instanceId: string | null;
  readonly clientId: string;
  readonly host: string;
  readonly assignment: readonly {
    readonly topic: string;
    readonly partitions: readonly number[];
  }[];
  readonly isIdle: boolean;
  /** Over the partitions that it reads. */
  readonly lag: number;
};

export function memberRows(detail: GroupDetail): readonly MemberRow[] {
  const offsets = Object.values(detail.offsets);
  return Object.values(detail.members)
    .map((member) => {
      const assignment = Object.entries(member.assignment)
        .map(([topic, partitions]) => ({
          topic,
          partitions: [...partitions].sort((a, b) => a - b),
        }))
        .filter(({ partitions }) => partitions.length > 0)
        .sort((a, b) => (a.topic < b.topic ? -1 : 1));
      return {
        memberId: member.memberId,
        instanceId: member.instanceId,
        clientId: member.clientId,
        host: member.host,
        assignment,
        isIdle: assignment.length === 0,
        lag: offsets
          .filter(({ memberId }) => memberId === member.memberId)
          .reduce((sum, { lag }) => sum + (lag ?? 0), 0),
      };
    })
    .sort((a, b) => (a.clientId + a.memberId < b.clientId + b.memberId ? -1 : 1));
}

export type OffsetRow = GroupOffset & {
  readonly key: string;
  /** Of the largest lag in the group, 0 to 1. */
  readonly lagShare: number;
  /** The reading member's client, null when nobody reads. */
  readonly owner: string | null;
};

export function offsetRows(detail: GroupDetail): readonly OffsetRow[] {
  const rows = Object.entries(detail.offsets);
  const lagMax = Math.max(1, ...rows.map(([, { lag }]) => lag ?? 0));
  return rows
    .map(([key, offset]) => ({
      key,
      ...offset,
      lagShare: (offset.lag ?? 0) / lagMax,
      owner: offset.memberId === null ? null : (detail.members[offset.memberId]?.clientId ?? null),
    }))
    .sort((a, b) => compareTopicPartition(a, b));
}

function compareTopicPartition(a: GroupOffset, b: GroupOffset): number {
  if (a.topic !== b.topic) return a.topic < b.topic ? -1 : 1;
  return a.partition - b.partition;
}

export function topicsOf(detail: GroupDetail): readonly string[] {
  return [...new Set(Object.values(detail.offsets).map(({ topic }) => topic))].sort();
}

export const resetNames = ['earliest', 'latest', 'offset', 'timestamp', 'shift-by'] as const;
export type ResetName = (typeof resetNames)[number];

export function resetTarget(name: ResetName, number: number, timestampMs: number): ResetTarget {
  switch (name) {
    case 'earliest':
    case 'latest':
      return { to: name };
    case 'offset':
      return { to: 'offset', offset: Math.max(0, number) };
    case 'timestamp':
      return { to: 'timestamp', timestampMs };
    case 'shift-by':
      return { to: 'shift-by', by: number };
  }
}

export type ResetRow = {
  readonly partition: number;
  readonly now: number | null;
  readonly next: number;
  readonly difference: number | null;
};

export function resetRows(
  detail: GroupDetail,
  topic: string,
  offsets: { readonly [partition: string]: number },
): readonly ResetRow[] {
  return Object.entries(offsets)
    .map(([key, next]) => {
      const now = detail.offsets[`${topic}-${key}`]?.committedOffset ?? null;
      return { partition: Number(key), now, next, difference: now === null ? null : next - now };
    })
    .sort((a, b) => a.partition - b.partition);
}
