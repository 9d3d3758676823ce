import { describe, expect, it } from 'vitest';
import {
  type ElectionKind,
  partitionChange,
} from '../../../../src/broker/metadata/controller/election.ts';
import type { PartitionImage } from '../../../../src/broker/metadata/image.ts';
import { givenImage, givenPartition, id, replayed, partitionOf } from '../given.ts';

type Case = {
  readonly why: string;
  readonly from: Partial<PartitionImage>;
  readonly live: readonly number[];
  readonly election?: ElectionKind;
  readonly targetIsr?: readonly number[];
  readonly unclean?: number;
  readonly minIsr?: number;
  readonly isElrEnabled?: boolean;
  /** Only what changes; undefined: no record. */
  readonly to: Partial<PartitionImage> | undefined;
};

/** The partition after the record, only with what changed. */
function outcome(testCase: Case): Partial<PartitionImage> | undefined {
  const partition = givenPartition(testCase.from);
  const image = givenImage({ topics: { t: [partition] } });
  const record = partitionChange({
    topicId: image.topicsByName.get('t')?.id ?? id(0),
    partitionId: 0,
    partition,
    election: testCase.election ?? 'online',
    isAcceptable: (replica) => testCase.live.includes(replica),
    minIsr: testCase.minIsr ?? 2,
    isElrEnabled: testCase.isElrEnabled ?? true,
    targetIsr: testCase.targetIsr,
    uncleanReplica: testCase.unclean,
  });
  if (!record) return undefined;
  const after = partitionOf(replayed(image, [record]), 't');
  expect(after.partitionEpoch).toBe(partition.partitionEpoch + 1);
  const isLed = after.leaderEpoch === partition.leaderEpoch + 1;
  expect(isLed || after.leaderEpoch === partition.leaderEpoch).toBe(true);
  expect(isLed || after.leader === partition.leader).toBe(true);
  const changed = Object.entries(after).filter(
    ([key, value]) =>
      !key.endsWith('Epoch') &&
      JSON.stringify(value) !== JSON.stringify(partition[key as keyof PartitionImage]),
  );
  return Object.fromEntries(changed);
}

const elections: Case[] = [
  {
    why: 'nothing to do while the leader lives',
    from: { isr: [1, 2, 3] },
    live: [1, 2, 3],
    to: undefined,
  },
  {
    why: 'the current leader stays although it is not preferred',
    from: { isr: [1, 2, 3], leader: 2 },
    live: [1, 2, 3],
    to: undefined,
  },
  {
    why: 'the first live replica of the assignment in the ISR leads',
    from: { isr: [3, 2, 1], leader: 1 },
    live: [2, 3],
    targetIsr: [3, 2],
    to: { leader: 2, isr: [3, 2] },
  },
  {
    why: 'a live replica outside the ISR does not',
    from: { isr: [1, 3], leader: 1 },
    live: [2, 3],
    targetIsr: [3],
    minIsr: 1,
    to: { leader: 3, isr: [3] },
  },
  {
    why: 'preferred: the first replica takes over from a live leader',
    from: { leader: 3 },
    live: [1, 2, 3],
    election: 'preferred',
    to: { leader: 1 },
  },
  {
    why: 'preferred: not when it is out of sync',
    from: { isr: [2, 3], leader: 3 },
    live: [1, 2, 3],
    election: 'preferred',
    to: undefined,
  },
  {
    why: 'unclean: any live replica when none is in sync',
    from: { isr: [1], leader: 1 },
    live: [2, 3],
    election: 'unclean',
    targetIsr: [],
    minIsr: 1,
    isElrEnabled: false,
    to: { leader: 2, isr: [2], leaderRecoveryState: 1 },
  },
  {
    why: 'unclean: a clean candidate still goes first',
    from: { isr: [1, 3], leader: 1 },
    live: [2, 3],
    election: 'unclean',
    targetIsr: [3],
    minIsr: 1,
    to: { leader: 3, isr: [3] },
  },
  {
    why: 'without ELR the last of the ISR stays listed and nobody leads',
    from: { isr: [1], leader: 1 },
    live: [2, 3],
    targetIsr: [],
    minIsr: 1,
    isElrEnabled: false,
    to: { leader: -1 },
  },
  {
    why: 'without ELR a returned last member leads again',
    from: { isr: [1], leader: -1 },
    live: [1],
    minIsr: 1,
    isElrEnabled: false,
    to: { leader: 1 },
  },
];

const eligibility: Case[] = [
  {
    why: 'a leaver above min ISR is not eligible',
    from: { isr: [1, 2, 3] },
    live: [1, 2],
    targetIsr: [1, 2],
    to: { isr: [1, 2] },
  },
  {
    why: 'a leaver that takes the ISR below min ISR is',
    from: { isr: [1, 2] },
    live: [1],
    targetIsr: [1],
    to: { isr: [1], elr: [2] },
  },
  {
    why: 'the leader itself leaves: eligible, and another leads',
    from: { isr: [1, 2] },
    live: [2],
    targetIsr: [2],
    to: { isr: [2], elr: [1], leader: 2 },
  },
  {
    why: 'the last leaves: empty ISR, all eligible, the last leader on record',
    from: { isr: [1], elr: [2], leader: 1 },
    live: [],
    targetIsr: [],
    to: { isr: [], elr: [1, 2], leader: -1, lastKnownElr: [1] },
  },
  {
    why: 'an eligible replica comes back: it leads alone, the others stay eligible',
    from: { isr: [], elr: [2, 1], leader: -1, lastKnownElr: [1] },
    live: [2],
    to: { isr: [2], elr: [1], leader: 2, lastKnownElr: [] },
  },
  {
    why: 'the ISR reaches min ISR: eligibility ends',
    from: { isr: [2], elr: [1], leader: 2 },
    live: [2, 3],
    targetIsr: [2, 3],
    to: { isr: [2, 3], elr: [] },
  },
  {
    why: 'a member of the ISR is not eligible as well',
    from: { isr: [2], elr: [1, 3], leader: 2 },
    live: [1, 2],
    minIsr: 3,
    targetIsr: [2, 1],
    to: { isr: [2, 1], elr: [3] },
  },
  {
    why: 'an unclean restart takes eligibility away',
    from: { isr: [2], elr: [1], leader: 2 },
    live: [2],
    unclean: 1,
    targetIsr: [2],
    to: { elr: [] },
  },
  {
    why: 'an unclean restart of the whole ISR leaves only the memory of the leader',
    from: { isr: [1], leader: 1 },
    live: [],
    unclean: 1,
    targetIsr: [],
    to: { isr: [], elr: [], leader: -1, lastKnownElr: [1] },
  },
  {
    why: 'the last known leader leads again when nobody is eligible',
    from: { isr: [], elr: [], leader: -1, lastKnownElr: [1] },
    live: [1, 2, 3],
    to: { isr: [1], leader: 1, leaderRecoveryState: 1, lastKnownElr: [] },
  },
  {
    why: 'not when it is not the only one on record',
    from: { isr: [], elr: [], leader: -1, lastKnownElr: [1, 2] },
    live: [1, 2, 3],
    to: undefined,
  },
  {
    why: 'not while it is dead',
    from: { isr: [], elr: [], leader: -1, lastKnownElr: [1] },
    live: [2, 3],
    to: undefined,
  },
  {
    why: 'not while someone is eligible, even if dead',
    from: { isr: [], elr: [2], leader: -1, lastKnownElr: [1] },
    live: [1, 3],
    to: undefined,
  },
  {
    why: 'an unclean election ends all eligibility',
    from: { isr: [], elr: [2], leader: -1, lastKnownElr: [2] },
    live: [3],
    election: 'unclean',
    to: { isr: [3], elr: [], leader: 3, leaderRecoveryState: 1, lastKnownElr: [] },
  },
  {
    why: 'switched off, what is on record goes with the next change',
    from: { isr: [1, 2], elr: [3], lastKnownElr: [1] },
    live: [1, 2],
    isElrEnabled: false,
    to: { elr: [], lastKnownElr: [] },
  },
];

describe('election', () => {
  it.each(elections)('$why', (testCase) => {
    expect(outcome(testCase)).toEqual(testCase.to);
  });
});

describe('eligible leader replicas', () => {
  it.each(eligibility)('$why', (testCase) => {
    // An empty field of the table says that it was, or became, empty.
    const found = outcome(testCase);
    const expected = testCase.to && { ...testCase.to };
    for (const key of ['elr', 'lastKnownElr'] as const) {
      if (expected?.[key]?.length === 0 && (testCase.from[key] ?? []).length === 0) {
        delete expected[key];
      }
    }
    expect(found).toEqual(expected);
  });

  it('never leads from outside ISR and ELR without being unclean', () => {
    const sets = [[], [1], [2], [1, 2], [2, 3], [1, 2, 3]];
    for (const isr of sets) {
      for (const elr of sets.filter((set) => !set.some((replica) => isr.includes(replica)))) {
        for (const live of sets) {
          const from = { isr, elr, leader: isr[0] ?? -1 };
          const after = outcome({ why: '', from, live, to: undefined });
          if (after?.leader === undefined || after.leader === -1) continue;
          expect(live).toContain(after.leader);
          expect(isr.length > 0 ? isr : elr).toContain(after.leader);
          expect(after.leaderRecoveryState).toBeUndefined();
        }
      }
    }
  });
});
