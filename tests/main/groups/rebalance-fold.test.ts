import { describe, expect, it } from 'vitest';
import type { GroupCause, GroupReport } from '../../../src/broker/control.ts';
import {
  emptyMemory,
  foldLook,
  type Folded,
  foldReport,
  type MembersLook,
} from '../../../src/main/groups/rebalance-fold.ts';

const name = (id: string, instanceId: string | null = null) => ({
  memberId: id,
  instanceId,
  clientId: `client-${id}`,
  host: '10.0.0.1',
});
const member = (id: string, ...partitions: string[]) => ({ ...name(id), partitions });
const cause = (kind: GroupCause['kind'], id: string, words: string | null = null): GroupCause => ({
  kind,
  member: name(id),
  words,
});

function report(fields: Partial<GroupReport>): GroupReport {
  return {
    groupId: 'g',
    atMs: 0,
    generation: 1,
    phase: 'stable',
    isNewPhase: true,
    protocol: 'range',
    causes: [],
    members: null,
    ...fields,
  };
}

/** Assignments are `orders-0 orders-1` in the clear. */
const partitionsOf = ({ assignment }: { assignment: string }) =>
  assignment.split(' ').filter(Boolean);
const assigned = (id: string, assignment: string) => ({ ...name(id), assignment });

function foldAll(reports: readonly GroupReport[]): readonly Folded[] {
  let memory = emptyMemory;
  return reports.map((next) => {
    const folded = foldReport(memory, next, partitionsOf);
    memory = folded.memory;
    return folded;
  });
}

describe('a rebalance as its coordinator reports it', () => {
  it('has its cause, its generations, its duration, and who held what', () => {
    const folded = foldAll([
      report({ atMs: 10, phase: 'preparing', generation: 0, causes: [cause('joined', 'a')] }),
      report({ atMs: 3010, phase: 'completing', generation: 1 }),
      report({ atMs: 3020, members: [assigned('a', 'orders-0 orders-1')] }),
      report({ atMs: 9000, phase: 'preparing', causes: [cause('joined', 'b', 'hello')] }),
      report({ atMs: 9100, phase: 'preparing', isNewPhase: false, causes: [cause('left', 'a')] }),
      report({ atMs: 9500, phase: 'completing', generation: 2 }),
      report({ atMs: 9600, generation: 2, members: [assigned('b', 'orders-0 orders-1')] }),
    ]);
    expect(folded[2]?.rebalance).toMatchObject({
      startedAtMs: 10,
      endedAtMs: 3020,
      generationBefore: 0,
      generation: 1,
      before: [],
      after: [member('a', 'orders-0', 'orders-1')],
      outcome: 'stable',
      isExact: true,
    });
    expect(folded[4]?.rebalance).toMatchObject({ endedAtMs: null, outcome: 'running' });
    expect(folded[6]?.rebalance).toMatchObject({
      startedAtMs: 9000,
      generationBefore: 1,
      generation: 2,
      before: [member('a', 'orders-0', 'orders-1')],
      after: [member('b', 'orders-0', 'orders-1')],
    });
    expect(folded[6]?.rebalance?.causes.map(({ kind, words }) => [kind, words])).toEqual([
      ['joined', 'hello'],
      ['left', null],
    ]);
  });

  it('says that a topic got partitions when its leader asks anew', () => {
    const folded = foldAll([
      report({ phase: 'preparing', causes: [cause('joined', 'a')] }),
      report({ members: [assigned('a', 'orders-0')] }),
      report({ phase: 'completing', generation: 2, causes: [cause('rejoined', 'a')] }),
      report({ generation: 2, members: [assigned('a', 'orders-0 orders-1')] }),
    ]);
    expect(folded[3]?.rebalance).toMatchObject({ generationBefore: 1, generation: 2 });
    expect(folded[3]?.rebalance?.causes[0]).toMatchObject({
      kind: 'partitions-changed',
      topic: 'orders',
    });
  });

  it('ends empty when the last member leaves', () => {
    const folded = foldAll([
      report({ phase: 'preparing', causes: [cause('joined', 'a')] }),
      report({ members: [assigned('a', 'orders-0')] }),
      report({ phase: 'empty', generation: 2, causes: [cause('timed-out', 'a')] }),
    ]);
    expect(folded[2]?.rebalance).toMatchObject({ outcome: 'empty', after: [] });
    expect(folded[2]?.rebalance?.causes[0]?.kind).toBe('timed-out');
  });

  it('tells of a static member that came back without one', () => {
    const returned: GroupCause = {
      kind: 'static-returned',
      member: name('new', 'stock-a'),
      words: null,
    };
    const folded = foldAll([
      report({ phase: 'preparing', causes: [] }),
      report({ members: [{ ...name('old', 'stock-a'), assignment: 'orders-0' }] }),
      report({ isNewPhase: false, causes: [returned] }),
    ]);
    expect(folded[2]?.rebalance).toMatchObject({
      outcome: 'stable',
      generationBefore: 1,
      generation: 1,
      after: [{ memberId: 'new', instanceId: 'stock-a', partitions: ['orders-0'] }],
    });
  });
});

describe('a rebalance read off the members', () => {
  const look = (atMs: number, ...members: MembersLook['members']): MembersLook => ({
    atMs,
    phase: members.length === 0 ? 'empty' : 'stable',
    generation: null,
    members,
  });
  const after = (looks: readonly MembersLook[]) => {
    let memory = emptyMemory;
    let last: Folded = { memory, rebalance: null };
    for (const next of looks) {
      last = foldLook(memory, next);
      memory = last.memory;
    }
    return last.rebalance;
  };

  it('names who came and who is gone', () => {
    const rebalance = after([
      look(1, member('a', 'orders-0'), member('b', 'orders-1')),
      look(2, member('b', 'orders-0'), member('c', 'orders-1')),
    ]);
    expect(rebalance).toMatchObject({ isExact: false, outcome: 'stable', endedAtMs: 2 });
    expect(rebalance?.causes.map(({ kind, member: who }) => [kind, who?.memberId])).toEqual([
      ['gone', 'a'],
      ['joined', 'c'],
    ]);
  });

  it('counts the time between two settled looks', () => {
    const rebalance = after([
      look(1, member('a', 'orders-0')),
      { ...look(5, member('a')), phase: 'preparing-rebalance' },
      look(9, member('a', 'orders-0'), member('b')),
    ]);
    expect(rebalance).toMatchObject({ startedAtMs: 5, endedAtMs: 9 });
  });

  it('sees added partitions, and nothing where nothing happened', () => {
    expect(
      after([look(1, member('a', 'orders-0')), look(2, member('a', 'orders-0', 'orders-1'))]),
    ).toMatchObject({ causes: [{ kind: 'partitions-changed', topic: 'orders' }] });
    expect(after([look(1, member('a', 'x-0')), look(2, member('a', 'x-0'))])).toBeNull();
    expect(after([look(1, member('a', 'x-0'))])).toBeNull();
  });
});
