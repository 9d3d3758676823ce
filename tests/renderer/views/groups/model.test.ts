import { describe, expect, test } from 'vitest';
import type {
  GroupDetail,
  GroupOffset,
  GroupSummary,
} from '../../../../src/main/contract/index.ts';
import {
  groupRows,
  memberRows,
  offsetRows,
  resetRows,
  resetTarget,
  topicsOf,
} from '../../../../src/renderer/views/groups/model.ts';

const summary: GroupSummary = {
  phase: 'stable',
  type: 'classic',
  coordinatorId: 1,
  memberCount: 1,
  topics: [],
  lag: 0,
};

const offset = (topic: string, partition: number, lag: number | null): GroupOffset => ({
  topic,
  partition,
  committedOffset: lag === null ? null : 10,
  logStartOffset: 0,
  logEndOffset: 10 + (lag ?? 0),
  lag,
  lagS: null,
  memberId: partition === 0 ? 'm1' : null,
});

const member = (memberId: string, clientId: string, assignment: Record<string, number[]>) => ({
  memberId,
  instanceId: null,
  clientId,
  host: '',
  assignment,
});

const detail: GroupDetail = {
  groupId: 'g',
  phase: 'stable',
  type: 'classic',
  protocol: 'range',
  coordinatorId: 1,
  members: {
    m2: member('m2', 'b', { orders: [] }),
    m1: member('m1', 'a', { orders: [10, 0] }),
  },
  offsets: {
    'orders-10': offset('orders', 10, 8),
    'orders-0': offset('orders', 0, 2),
    'audit-0': offset('audit', 0, null),
  },
  lag: 10,
  lagS: null,
};

describe('groups', () => {
  test('are sorted by the chosen column, then by name', () => {
    const state = { groups: { b: { ...summary, lag: 5 }, a: { ...summary, lag: 5 }, c: summary } };
    const rows = groupRows(state, '', { by: 'lag', isDescending: true });
    expect(rows.map(({ groupId }) => groupId)).toEqual(['a', 'b', 'c']);
    expect(groupRows(state, 'C', { by: 'lag', isDescending: true })).toHaveLength(1);
  });
});

describe('a group', () => {
  test('shows its members with their lag, and who is idle', () => {
    expect(memberRows(detail)).toMatchObject([
      {
        clientId: 'a',
        isIdle: false,
        lag: 2,
        assignment: [{ topic: 'orders', partitions: [0, 10] }],
      },
      { clientId: 'b', isIdle: true, lag: 0, assignment: [] },
    ]);
  });

  test('shows its offsets by topic and number, lag as a share of the largest', () => {
    const rows = offsetRows(detail);
    expect(rows.map(({ key }) => key)).toEqual(['audit-0', 'orders-0', 'orders-10']);
    expect(rows.map(({ lagShare }) => lagShare)).toEqual([0, 0.25, 1]);
    expect(rows.map(({ owner }) => owner)).toEqual(['a', 'a', null]);
    expect(topicsOf(detail)).toEqual(['audit', 'orders']);
  });
});

describe('a reset', () => {
  test('says where to go', () => {
    expect(resetTarget('earliest', 5, 0)).toEqual({ to: 'earliest' });
    expect(resetTarget('offset', -5, 0)).toEqual({ to: 'offset', offset: 0 });
    expect(resetTarget('shift-by', -5, 0)).toEqual({ to: 'shift-by', by: -5 });
    expect(resetTarget('timestamp', 0, 9)).toEqual({ to: 'timestamp', timestampMs: 9 });
  });

  test('shows what it would change', () => {
    expect(resetRows(detail, 'orders', { 10: 3, 0: 12 })).toEqual([
      { partition: 0, now: 10, next: 12, difference: 2 },
      { partition: 10, now: 10, next: 3, difference: -7 },
    ]);
    expect(resetRows(detail, 'audit', { 0: 4 })[0]).toMatchObject({ now: null, difference: null });
  });
});
