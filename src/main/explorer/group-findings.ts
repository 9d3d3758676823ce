/** What the people of a group should know: who is idle, who is stuck, what cannot be read. Pure. */
import type { GroupDetail, GroupFinding, GroupOffset, OffsetProblem } from '../contract/groups.ts';
import { partitionKey } from './offsets.ts';

/** A consumer commits every five seconds unless told otherwise; nothing for so long is odd. */
const stuckMs = 30_000;
const rebalancingLongMs = 30_000;
const oftenMs = 5 * 60_000;
const oftenCount = 4;

export type Watched = {
  /** Since when the group is in its phase, as far as it was seen. */
  readonly phaseSinceMs: number;
  /** When its last rebalances began. */
  readonly rebalancesMs: readonly number[];
};

type Detail = Omit<GroupDetail, 'findings'>;

const problems: readonly OffsetProblem[] = [
  'behind-start',
  'beyond-end',
  'topic-deleted',
  'no-leader',
];

/** The gravest first. */
export function findingsOf(
  detail: Detail,
  watched: Watched | null,
  nowMs: number,
): readonly GroupFinding[] {
  const offsets = Object.values(detail.offsets);
  return [
    ...problemFindings(offsets),
    ...stuckFindings(detail, offsets, nowMs),
    ...unreadFindings(detail, offsets),
    ...(watched ? rebalanceFindings(detail, watched, nowMs) : []),
    ...idleFindings(detail),
  ];
}

function problemFindings(offsets: readonly GroupOffset[]): readonly GroupFinding[] {
  return problems.flatMap((kind) => {
    const partitions = offsets.filter(({ problem }) => problem === kind).map(partitionKey);
    return partitions.length > 0 ? [{ kind, partitions }] : [];
  });
}

/** There is something to read, its owner is there, and nothing was committed for long. */
function stuckFindings(
  detail: Detail,
  offsets: readonly GroupOffset[],
  nowMs: number,
): readonly GroupFinding[] {
  if (detail.phase !== 'stable') return [];
  return Object.values(detail.members).flatMap(({ memberId, clientId }) => {
    const own = offsets.filter((offset) => offset.memberId === memberId);
    const behind = own.filter(({ lag }) => (lag ?? 0) > 0);
    // A member that moves on somewhere is busy, not stuck.
    const movedMs = Math.max(0, ...own.map(({ standsSinceMs }) => standsSinceMs ?? nowMs));
    if (behind.length === 0 || nowMs - movedMs < stuckMs) return [];
    const partitions = behind.map(partitionKey);
    return [{ kind: 'stuck' as const, memberId, clientId, partitions, sinceMs: movedMs }];
  });
}

function unreadFindings(detail: Detail, offsets: readonly GroupOffset[]): readonly GroupFinding[] {
  const hasMembers = Object.keys(detail.members).length > 0;
  if (!hasMembers) {
    return detail.lag > 0 && detail.phase === 'empty' ? [{ kind: 'nobody', lag: detail.lag }] : [];
  }
  if (detail.phase !== 'stable') return [];
  const partitions = offsets
    .filter(({ memberId, lag, problem }) => memberId === null && (lag ?? 0) > 0 && !problem)
    .map(partitionKey);
  return partitions.length > 0 ? [{ kind: 'unread', partitions }] : [];
}

function rebalanceFindings(
  { phase }: Detail,
  { phaseSinceMs, rebalancesMs }: Watched,
  nowMs: number,
): readonly GroupFinding[] {
  const findings: GroupFinding[] = [];
  const isRebalancing = phase === 'preparing-rebalance' || phase === 'completing-rebalance';
  if (isRebalancing && nowMs - phaseSinceMs >= rebalancingLongMs) {
    findings.push({ kind: 'rebalancing-long', sinceMs: phaseSinceMs });
  }
  const count = rebalancesMs.filter((atMs) => atMs > nowMs - oftenMs).length;
  if (count >= oftenCount) {
    findings.push({ kind: 'rebalancing-often', count, minutes: oftenMs / 60_000 });
  }
  return findings;
}

function idleFindings({ members }: Detail): readonly GroupFinding[] {
  const reasons = Object.values(members).flatMap(({ idle }) =>
    idle === null || idle.kind === 'rebalancing' ? [] : [idle],
  );
  return [...Map.groupBy(reasons, (reason) => JSON.stringify(reason))].flatMap(([, same]) =>
    same[0] ? [{ kind: 'idle' as const, count: same.length, reason: same[0] }] : [],
  );
}
