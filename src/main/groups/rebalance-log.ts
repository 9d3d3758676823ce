/** The last rebalances of each group: exact ones of our own brokers, inferred ones of others. */
import type { GroupReport } from '../../broker/control.ts';
import type { GroupRebalance, GroupRebalances, RebalanceMember } from '../contract/groups.ts';
import { readAssignment } from '../explorer/group-requests.ts';
import {
  emptyMemory,
  foldLook,
  type Folded,
  foldReport,
  type GroupMemory,
  type MembersLook,
} from './rebalance-fold.ts';

type Entry = {
  memory: GroupMemory;
  readonly rebalances: Map<number, GroupRebalance>;
  idNext: number;
  /** Of the open one. */
  openId: number | null;
};

const rebalancesMax = 50;
const groupsMax = 1_000;

export class RebalanceLog {
  readonly #entries = new Map<string, Entry>();
  readonly #listeners = new Map<string, Set<() => void>>();
  readonly #sinceMs = Date.now();

  /** What the coordinator says itself. */
  report(report: GroupReport): void {
    const entry = this.#entry(report.groupId);
    this.#apply(report.groupId, entry, foldReport(entry.memory, report, partitionsOf));
  }

  /** What a look at a group told; `isReported`: the coordinator tells of rebalances itself. */
  look(groupId: string, look: MembersLook, isReported: boolean): void {
    const entry = this.#entry(groupId);
    if (!isReported) {
      this.#apply(groupId, entry, foldLook(entry.memory, look));
    } else if (entry.memory.members === null && !entry.memory.open && look.phase === 'stable') {
      const { members, generation } = look;
      entry.memory = { members, generation, open: null };
    }
  }

  /** Oldest first. */
  of(groupId: string): readonly GroupRebalance[] {
    return [...(this.#entries.get(groupId)?.rebalances.values() ?? [])];
  }

  watch(groupId: string, listener: (state: GroupRebalances) => void): () => void {
    const publish = () => {
      const rebalances = this.#entries.get(groupId)?.rebalances ?? new Map();
      listener({ rebalances: Object.fromEntries(rebalances), sinceMs: this.#sinceMs });
    };
    const listeners = this.#listeners.get(groupId) ?? new Set();
    this.#listeners.set(groupId, listeners.add(publish));
    publish();
    return () => {
      listeners.delete(publish);
      if (listeners.size === 0) this.#listeners.delete(groupId);
    };
  }

  #apply(groupId: string, entry: Entry, { memory, rebalance }: Folded): void {
    entry.memory = memory;
    if (!rebalance) return;
    const id = entry.openId ?? entry.idNext;
    if (entry.openId === null) entry.idNext += 1;
    entry.openId = rebalance.endedAtMs === null ? id : null;
    entry.rebalances.set(id, rebalance);
    const [oldest] = entry.rebalances.keys();
    if (entry.rebalances.size > rebalancesMax && oldest !== undefined) {
      entry.rebalances.delete(oldest);
    }
    for (const publish of this.#listeners.get(groupId) ?? []) publish();
  }

  /** The one that was quiet for longest makes room. */
  #entry(groupId: string): Entry {
    const entry = this.#entries.get(groupId) ?? {
      memory: emptyMemory,
      rebalances: new Map(),
      idNext: 1,
      openId: null,
    };
    this.#entries.delete(groupId);
    this.#entries.set(groupId, entry);
    const [oldest] = this.#entries.keys();
    if (this.#entries.size > groupsMax && oldest !== undefined) this.#entries.delete(oldest);
    return entry;
  }
}

function partitionsOf({ assignment }: { readonly assignment: string }): readonly string[] {
  const bytes = Buffer.from(assignment, 'base64');
  try {
    return partitionNames(readAssignment('consumer', bytes));
  } catch {
    // A group of something else than consumers: its assignment is its own business.
    return [];
  }
}

/** `topic` -> partitions as `topic-partition`s, in order. */
export function partitionNames(assignment: {
  readonly [topic: string]: readonly number[];
}): RebalanceMember['partitions'] {
  return Object.entries(assignment)
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .flatMap(([topic, partitions]) =>
      [...partitions].sort((a, b) => a - b).map((partition) => `${topic}-${partition}`),
    );
}
