/** Consumer groups as rows: the list, a group's members, its offsets. */
import type {
  GroupDetail,
  GroupMember,
  GroupOffset,
  GroupPhase,
  GroupsState,
  GroupSummary,
} from '../../../main/contract/index.ts';
import type { Tone } from '../../ui/status.tsx';

export type GroupRow = GroupSummary & { readonly groupId: string };

export const groupKinds = ['all', 'behind', 'trouble', 'empty'] as const;
export type GroupKind = (typeof groupKinds)[number];

/** Behind by less than this is the time between two commits. */
const behindS = 10;

/** Those that match, by name; the table sorts. */
export function groupRows(
  state: GroupsState,
  filter: string,
  kind: GroupKind = 'all',
): readonly GroupRow[] {
  const words = filter.trim().toLowerCase().split(/\s+/);
  return Object.entries(state.groups)
    .map(([groupId, summary]) => ({ groupId, ...summary }))
    .filter((row) => isKind(row, kind) && words.every((word) => textOf(row).includes(word)))
    .sort((a, b) => (a.groupId < b.groupId ? -1 : 1));
}

/** Then its lag is not zero: it has none. */
export function hasNothingCommitted({ lag, lagS }: GroupRow): boolean {
  return lag === 0 && lagS === null;
}

function textOf({ groupId, topics, phase, type }: GroupRow): string {
  return [groupId, ...topics, phase, type].join(' ').toLowerCase();
}

function isKind(row: GroupRow, kind: GroupKind): boolean {
  switch (kind) {
    case 'all':
      return true;
    case 'behind':
      return row.lag > 0 && (row.lagS ?? behindS) >= behindS;
    case 'trouble':
      return needsLook(row);
    case 'empty':
      return row.memberCount === 0;
  }
}

/** Falling behind, idle members, nobody there though something waits, or long between two states. */
function needsLook({ forecast, idleCount, memberCount, lag, phase, isStale }: GroupRow): boolean {
  return (
    forecast.kind === 'falling-behind' ||
    idleCount > 0 ||
    isStale ||
    phase === 'dead' ||
    (lag > 0 && memberCount === 0)
  );
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

/** How a trend sorts: what gets worse the fastest first. */
export function trendRank({ kind, perS }: GroupSummary['forecast']): number {
  switch (kind) {
    case 'falling-behind':
      return 1_000_000 + (perS ?? 0);
    case 'standing':
      return 4;
    case 'steady':
      return 3;
    case 'catching-up':
      return 2;
    case 'caught-up':
      return 1;
    case 'unknown':
      return 0;
  }
}

export type MemberRow = GroupMember & {
  readonly partitionCount: number;
  readonly topics: readonly { readonly topic: string; readonly partitions: readonly number[] }[];
  /** Over the partitions that it reads. */
  readonly lag: number;
};

export function memberRows(detail: GroupDetail): readonly MemberRow[] {
  const offsets = Object.values(detail.offsets);
  return Object.values(detail.members)
    .map((member) => {
      const topics = Object.entries(member.assignment)
        .map(([topic, partitions]) => ({
          topic,
          partitions: [...partitions].sort((a, b) => a - b),
        }))
        .filter(({ partitions }) => partitions.length > 0)
        .sort((a, b) => (a.topic < b.topic ? -1 : 1));
      return {
        ...member,
        topics,
        partitionCount: topics.reduce((sum, { partitions }) => sum + partitions.length, 0),
        lag: offsets
          .filter(({ memberId }) => memberId === member.memberId)
          .reduce((sum, { lag }) => sum + (lag ?? 0), 0),
      };
    })
    .sort((a, b) => (a.clientId + a.memberId < b.clientId + b.memberId ? -1 : 1));
}

/** Warns before the session ends: a heartbeat that is late by more than half of it. */
export function heartbeatTone({ heartbeatAgeMs, sessionTimeoutMs }: GroupMember): Tone {
  if (heartbeatAgeMs === null || sessionTimeoutMs === null) return 'quiet';
  return heartbeatAgeMs > sessionTimeoutMs / 2 ? 'attention' : 'done';
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

/** The offsets as Kafka's own tool exports them. */
export function offsetsFile(detail: GroupDetail): string {
  return offsetRows(detail)
    .filter(({ committedOffset }) => committedOffset !== null)
    .map(({ topic, partition, committedOffset }) => `"${topic}",${partition},${committedOffset}\n`)
    .join('');
}

export type PictureCell = {
  readonly topic: string;
  readonly partition: number;
  readonly lag: number;
  /** The row of its reader; null when nobody reads it. */
  readonly row: number | null;
};

export type Picture = {
  readonly rows: readonly MemberRow[];
  /** Topics with their partitions, side by side. */
  readonly topics: readonly { readonly topic: string; readonly cells: readonly PictureCell[] }[];
  /** Partitions that found no place. */
  readonly hiddenCount: number;
  readonly hasUnread: boolean;
};

/** As many as can be told apart. */
const cellsMax = 96;

export function pictureOf(detail: GroupDetail): Picture {
  const rows = memberRows(detail);
  const index = new Map(rows.map(({ memberId }, row) => [memberId, row]));
  const offsets = offsetRows(detail);
  const shown = offsets.slice(0, cellsMax);
  const cells = shown.map(({ topic, partition, lag, memberId }) => ({
    topic,
    partition,
    lag: lag ?? 0,
    row: memberId === null ? null : (index.get(memberId) ?? null),
  }));
  return {
    rows,
    topics: [...Map.groupBy(cells, ({ topic }) => topic)].map(([topic, own]) => ({
      topic,
      cells: own,
    })),
    hiddenCount: offsets.length - shown.length,
    hasUnread: cells.some(({ row }) => row === null),
  };
}
