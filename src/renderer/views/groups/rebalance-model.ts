/** A rebalance as rows: who held what before, who holds what now. */
import type {
  GroupRebalance,
  GroupRebalances,
  RebalanceMember,
} from '../../../main/contract/index.ts';

export type Move = {
  readonly key: string;
  readonly name: string;
  readonly kept: readonly string[];
  readonly gained: readonly string[];
  readonly lost: readonly string[];
  /** It was not there before, or is not there any more. */
  readonly presence: 'stayed' | 'came' | 'went';
};

export type RebalanceRow = GroupRebalance & {
  readonly id: number;
  readonly tookMs: number | null;
  readonly moves: readonly Move[];
};

/** Newest first. */
export function rebalanceRows(state: GroupRebalances): readonly RebalanceRow[] {
  return Object.entries(state.rebalances)
    .map(([id, rebalance]) => ({
      id: Number(id),
      ...rebalance,
      tookMs: rebalance.endedAtMs === null ? null : rebalance.endedAtMs - rebalance.startedAtMs,
      moves: rebalance.after === null ? [] : movesOf(rebalance.before, rebalance.after),
    }))
    .sort((a, b) => b.id - a.id);
}

/** A static member is the same though its id is another one. */
function movesOf(
  before: readonly RebalanceMember[],
  after: readonly RebalanceMember[],
): readonly Move[] {
  const identity = ({ memberId, instanceId }: RebalanceMember) => instanceId ?? memberId;
  const [old, now] = [before, after].map(
    (members) => new Map(members.map((member) => [identity(member), member])),
  ) as [Map<string, RebalanceMember>, Map<string, RebalanceMember>];
  return [...new Set([...old.keys(), ...now.keys()])]
    .map((key): Move => {
      const [was, is] = [old.get(key), now.get(key)];
      const member = (is ?? was)!;
      const [had, has] = [new Set(was?.partitions), new Set(is?.partitions)];
      return {
        key,
        name: member.instanceId ?? member.clientId,
        kept: [...has].filter((partition) => had.has(partition)),
        gained: [...has].filter((partition) => !had.has(partition)),
        lost: [...had].filter((partition) => !has.has(partition)),
        presence: !was ? 'came' : !is ? 'went' : 'stayed',
      };
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}
