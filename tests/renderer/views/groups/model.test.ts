import { describe, expect, test } from 'vitest';
import type { GroupsState } from '../../../../src/main/contract/index.ts';
import {
  groupRows,
  hasNothingCommitted,
  heartbeatTone,
  memberRows,
  offsetRows,
  offsetsFile,
  pictureOf,
  topicsOf,
  trendRank,
} from '../../../../src/renderer/views/groups/model.ts';
import { detail, member, offset, summary } from './given.ts';

const forecast = { kind: 'falling-behind', perS: 20, etaS: null } as const;

describe('groups', () => {
  const groups: GroupsState['groups'] = {
    b: { ...summary, lag: 5, lagS: 60, forecast },
    a: { ...summary, lag: 5, lagS: 1, topics: ['audit'] },
    c: { ...summary, memberCount: 0, phase: 'empty', lag: 3 },
    d: { ...summary, idleCount: 1 },
  };
  const names = (...args: [filter: string, kind?: 'all' | 'behind' | 'trouble' | 'empty']) =>
    groupRows({ groups, staleSinceMs: null }, ...args).map(({ groupId }) => groupId);

  test('are found by name, topic and state', () => {
    expect(names('')).toEqual(['a', 'b', 'c', 'd']);
    expect(names('AUDIT')).toEqual(['a']);
    expect(names('orders empty')).toEqual(['c']);
  });

  test('are told apart by what they need', () => {
    expect(names('', 'behind')).toEqual(['b']);
    expect(names('', 'trouble')).toEqual(['b', 'c', 'd']);
    expect(names('', 'empty')).toEqual(['c']);
  });

  test('have no lag where nothing is committed', () => {
    const row = { groupId: 'a', ...summary, lag: 0 };
    expect(hasNothingCommitted({ ...row, lagS: null })).toBe(true);
    expect(hasNothingCommitted({ ...row, lagS: 0 })).toBe(false);
    expect(hasNothingCommitted({ ...row, lag: 3, lagS: null })).toBe(false);
  });

  test('of three hundred are made into rows in no time', () => {
    const many = Object.fromEntries(
      Array.from({ length: 300 }, (_, index) => [`group-${index}`, summary]),
    );
    const startedAt = performance.now();
    const rows = groupRows({ groups: many, staleSinceMs: null }, 'group-29');
    expect(rows).toHaveLength(11);
    expect(performance.now() - startedAt).toBeLessThan(100);
  });

  test('that fall behind the fastest come first', () => {
    const faster = { ...forecast, perS: 900 };
    const up = { kind: 'caught-up', perS: null, etaS: null } as const;
    const ranks = [faster, forecast, up].map(trendRank);
    expect(ranks).toEqual([...ranks].sort((left, right) => right - left));
  });
});

describe('a group', () => {
  test('shows its members with their lag and partitions', () => {
    expect(memberRows(detail)).toMatchObject([
      {
        clientId: 'a',
        lag: 2,
        partitionCount: 2,
        topics: [{ topic: 'orders', partitions: [0, 10] }],
      },
      { clientId: 'b', lag: 0, partitionCount: 0, topics: [] },
    ]);
  });

  test('warns of a heartbeat that is late by more than half of the session', () => {
    const at = (heartbeatAgeMs: number | null) =>
      heartbeatTone({ ...member('m', 'a', {}), heartbeatAgeMs, sessionTimeoutMs: 10_000 });
    expect([at(100), at(6_000), at(null)]).toEqual(['done', 'attention', 'quiet']);
  });

  test('shows its offsets by topic and number, lag as a share of the largest', () => {
    const rows = offsetRows(detail);
    expect(rows.map(({ key }) => key)).toEqual(['audit-0', 'orders-0', 'orders-10']);
    expect(rows.map(({ lagShare }) => lagShare)).toEqual([0, 0.25, 1]);
    expect(rows.map(({ owner }) => owner)).toEqual(['a', 'a', null]);
    expect(topicsOf(detail)).toEqual(['audit', 'orders']);
  });

  test('gives its offsets as Kafka’s tool does', () => {
    expect(offsetsFile(detail)).toBe('"orders",0,10\n"orders",10,10\n');
  });

  test('is a picture of members and partitions', () => {
    const picture = pictureOf(detail);
    expect(picture.rows.map(({ clientId }) => clientId)).toEqual(['a', 'b']);
    expect(picture.topics.map(({ topic, cells }) => [topic, cells.map(({ row }) => row)])).toEqual([
      ['audit', [0]],
      ['orders', [0, null]],
    ]);
    expect(picture.hasUnread).toBe(true);
    const offsets = Object.fromEntries(
      Array.from({ length: 200 }, (_, index) => [`orders-${index}`, offset('orders', index, 0)]),
    );
    expect(pictureOf({ ...detail, offsets }).hiddenCount).toBe(104);
  });
});
