/**
 * A group's rebalances out of what is heard of them: the coordinator's own reports, or, of other
 * people's brokers, the differences between two looks at the members. Pure.
 */
import type { GroupReport } from '../../broker/control.ts';
import type {
  GroupPhase,
  GroupRebalance,
  RebalanceCause,
  RebalanceMember,
} from '../contract/groups.ts';

/** What is known of a group between two rebalances. */
export type GroupMemory = {
  /** As of the last settled moment; null: never seen. */
  readonly members: readonly RebalanceMember[] | null;
  readonly generation: number | null;
  readonly open: GroupRebalance | null;
};

export type Folded = {
  readonly memory: GroupMemory;
  /** Began, went on or ended; null: nothing of the kind. */
  readonly rebalance: GroupRebalance | null;
};

export type MembersLook = {
  readonly atMs: number;
  readonly phase: GroupPhase;
  readonly generation: number | null;
  readonly members: readonly RebalanceMember[];
};

export const emptyMemory: GroupMemory = { members: null, generation: null, open: null };

type ReportMember = NonNullable<GroupReport['members']>[number];

/** `partitionsOf` reads a member's assignment. */
export function foldReport(
  memory: GroupMemory,
  report: GroupReport,
  partitionsOf: (member: ReportMember) => readonly string[],
): Folded {
  const causes = report.causes.map((cause): RebalanceCause => ({ ...cause, topic: null }));
  const open = memory.open ?? (isBeginning(report) ? begin(memory, report) : null);
  if (!open) return settledReport(memory, report, causes);
  const grown = { ...open, causes: [...open.causes, ...causes], generation: report.generation };
  switch (report.phase) {
    case 'stable': {
      if (!report.members) break;
      const after = report.members.map((member) => ({
        memberId: member.memberId,
        instanceId: member.instanceId,
        clientId: member.clientId,
        host: member.host,
        partitions: [...partitionsOf(member)],
      }));
      return end(grown, report, after, 'stable');
    }
    case 'empty':
      return end(grown, report, [], 'empty');
    case 'dead':
      return end(grown, report, null, 'unknown');
  }
  return { memory: { ...memory, open: grown }, rebalance: grown };
}

/** Of brokers that tell nothing: what must have happened between two looks. */
export function foldLook(memory: GroupMemory, look: MembersLook): Folded {
  const { atMs, phase, members, generation } = look;
  const isSettled = phase === 'stable' || phase === 'empty';
  if (!isSettled) {
    // The first look at a group tells nothing of what was before.
    if (memory.open || phase === 'dead' || phase === 'unknown' || memory.members === null) {
      return { memory, rebalance: null };
    }
    const open = inferred(memory, atMs);
    return { memory: { ...memory, open }, rebalance: open };
  }
  const settled = { members, generation, open: null };
  if (memory.members === null) return { memory: settled, rebalance: null };
  const causes = differences(memory.members, members);
  if (!memory.open && causes.length === 0) return { memory: settled, rebalance: null };
  const rebalance: GroupRebalance = {
    ...(memory.open ?? inferred(memory, atMs)),
    endedAtMs: atMs,
    generation,
    causes,
    after: members,
    outcome: phase === 'empty' ? 'empty' : 'stable',
  };
  return { memory: settled, rebalance };
}

function isBeginning({ phase, isNewPhase }: GroupReport): boolean {
  return isNewPhase && (phase === 'preparing' || phase === 'completing');
}

function begin(memory: GroupMemory, report: GroupReport): GroupRebalance {
  return {
    startedAtMs: report.atMs,
    endedAtMs: null,
    // A lone member is through to the next generation within the step that began it.
    generationBefore: report.phase === 'completing' ? report.generation - 1 : report.generation,
    generation: null,
    causes: [],
    before: memory.members ?? [],
    after: null,
    outcome: 'running',
    isExact: true,
  };
}

/** Nothing goes on: a static member that came back without a rebalance, or the last one left. */
function settledReport(
  memory: GroupMemory,
  report: GroupReport,
  causes: readonly RebalanceCause[],
): Folded {
  const before = memory.members ?? [];
  if (report.phase === 'empty' && report.isNewPhase) {
    const rebalance = { ...begin(memory, report), generation: report.generation, causes };
    return end(rebalance, report, [], 'empty');
  }
  const returned = causes.find(({ kind }) => kind === 'static-returned')?.member;
  if (!returned) return { memory, rebalance: null };
  const after = before.map((member) =>
    member.instanceId === returned.instanceId ? { ...member, ...returned } : member,
  );
  const rebalance = { ...begin(memory, report), causes, generation: report.generation };
  return end({ ...rebalance, generationBefore: report.generation }, report, after, 'stable');
}

function end(
  rebalance: GroupRebalance,
  { atMs, generation }: GroupReport,
  after: readonly RebalanceMember[] | null,
  outcome: GroupRebalance['outcome'],
): Folded {
  const causes = after
    ? withPartitions(rebalance.causes, rebalance.before, after)
    : rebalance.causes;
  const ended = { ...rebalance, endedAtMs: atMs, generation, causes, after, outcome };
  return { memory: { members: after, generation, open: null }, rebalance: ended };
}

/** A leader that asks again does so because a topic has other partitions than before. */
function withPartitions(
  causes: readonly RebalanceCause[],
  before: readonly RebalanceMember[],
  after: readonly RebalanceMember[],
): readonly RebalanceCause[] {
  const [old, now] = [countByTopic(before), countByTopic(after)];
  const changed = [...now].find(([topic, count]) => old.has(topic) && old.get(topic) !== count);
  if (!changed) return causes;
  return causes.map((cause) =>
    cause.kind === 'rejoined' ? { ...cause, kind: 'partitions-changed', topic: changed[0] } : cause,
  );
}

function countByTopic(members: readonly RebalanceMember[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const name of members.flatMap(({ partitions }) => partitions)) {
    const topic = name.slice(0, name.lastIndexOf('-'));
    counts.set(topic, (counts.get(topic) ?? 0) + 1);
  }
  return counts;
}

function inferred(memory: GroupMemory, atMs: number): GroupRebalance {
  return {
    startedAtMs: atMs,
    endedAtMs: null,
    generationBefore: memory.generation,
    generation: null,
    causes: [],
    before: memory.members ?? [],
    after: null,
    outcome: 'running',
    isExact: false,
  };
}

function differences(
  before: readonly RebalanceMember[],
  after: readonly RebalanceMember[],
): readonly RebalanceCause[] {
  const cause = (
    kind: RebalanceCause['kind'],
    { memberId, instanceId, clientId, host }: RebalanceMember,
  ) => ({ kind, member: { memberId, instanceId, clientId, host }, words: null, topic: null });
  const [old, now] = [byId(before), byId(after)];
  const come = after.filter(({ memberId }) => !old.has(memberId));
  const back = new Set(
    come.flatMap(({ instanceId }) =>
      instanceId !== null && before.some((member) => member.instanceId === instanceId)
        ? [instanceId]
        : [],
    ),
  );
  const gone = before.filter(
    ({ memberId, instanceId }) =>
      !now.has(memberId) && !(instanceId !== null && back.has(instanceId)),
  );
  const causes = [
    ...gone.map((member) => cause('gone', member)),
    ...come.map((member) =>
      cause(back.has(member.instanceId ?? '') ? 'static-returned' : 'joined', member),
    ),
  ];
  if (causes.length > 0) return causes;
  const [oldCounts, nowCounts] = [countByTopic(before), countByTopic(after)];
  const grown = [...nowCounts].find(([topic, count]) => (oldCounts.get(topic) ?? count) !== count);
  if (grown) {
    return [{ kind: 'partitions-changed', member: null, words: null, topic: grown[0] }];
  }
  const isSame = after.every(
    ({ memberId, partitions }) =>
      [...(old.get(memberId)?.partitions ?? [])].sort().join() === [...partitions].sort().join(),
  );
  return isSame ? [] : [{ kind: 'reassigned', member: null, words: null, topic: null }];
}

function byId(members: readonly RebalanceMember[]): ReadonlyMap<string, RebalanceMember> {
  return new Map(members.map((member) => [member.memberId, member]));
}
