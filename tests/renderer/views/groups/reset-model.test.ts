import { describe, expect, test } from 'vitest';
import type { PlannedReset } from '../../../../src/main/contract/index.ts';
import {
  planParams,
  planTotals,
  readOffsetsFile,
  type ResetForm,
} from '../../../../src/renderer/views/groups/reset-model.ts';
import { detail, offset } from './given.ts';

const form: ResetForm = {
  preset: 'earliest',
  topics: [],
  partitions: [],
  number: 0,
  timestampMs: null,
  each: {},
  file: [],
};
const scope = [{ topic: 'audit' }, { topic: 'orders' }];

describe('a reset asks for', () => {
  const targetOf = (fields: Partial<ResetForm>) =>
    planParams({ ...form, ...fields }, detail, 3_600_000)?.target ?? null;

  test('the place that was chosen', () => {
    expect(planParams(form, detail, 0)).toEqual({
      groupId: 'g',
      scope,
      target: { to: 'earliest' },
    });
    expect(targetOf({ preset: 'ago-10' })).toEqual({ to: 'timestamp', timestampMs: 3_000_000 });
    expect(targetOf({ preset: 'ago-60' })).toEqual({ to: 'timestamp', timestampMs: 0 });
    expect(targetOf({ preset: 'offset', number: -5 })).toEqual({ to: 'offset', offset: 0 });
    expect(targetOf({ preset: 'shift-by', number: -5 })).toEqual({ to: 'shift-by', by: -5 });
  });

  test('nothing while it is not fully said', () => {
    expect(targetOf({ preset: 'timestamp' })).toBeNull();
    expect(targetOf({ preset: 'file' })).toBeNull();
  });

  test('single partitions of one topic', () => {
    const params = planParams({ ...form, topics: ['orders'], partitions: [10] }, detail, 0);
    expect(params?.scope).toEqual([{ topic: 'orders', partitions: [10] }]);
  });

  test('each partition where it was typed, and where it stands elsewhere', () => {
    expect(targetOf({ preset: 'each', each: { 'orders-0': 3 } })).toEqual({
      to: 'each',
      offsets: [
        { topic: 'orders', partition: 10, offset: 10 },
        { topic: 'orders', partition: 0, offset: 3 },
      ],
    });
  });

  test('no topic that is gone', () => {
    const offsets = { 'old-0': offset('old', 0, 1, { problem: 'topic-deleted' }) };
    expect(planParams(form, { ...detail, offsets }, 0)).toBeNull();
  });
});

test('a plan in sum says what is read again and what is left out', () => {
  const row: PlannedReset = {
    topic: 'orders',
    partition: 0,
    now: 10,
    next: 4,
    logStartOffset: 0,
    logEndOffset: 20,
    again: 6,
    skipped: 0,
    isClamped: false,
    first: { timestampMs: 500, key: null, value: null },
  };
  const skipping = { ...row, partition: 1, next: 15, again: 0, skipped: 5 };
  const same = { ...row, partition: 2, next: 10, again: 0 };
  expect(
    planTotals([row, { ...row, first: { ...row.first!, timestampMs: 300 } }, skipping, same]),
  ).toMatchObject({
    again: 12,
    skipped: 5,
    firstMs: 300,
    changed: [{ partition: 0 }, { partition: 0 }, { partition: 1 }],
  });
});

describe('a file of offsets', () => {
  const offsets = [
    { topic: 'orders', partition: 0, offset: 12 },
    { topic: 'a,b', partition: 1, offset: 0 },
  ];

  test('is read as Kafka’s tool writes it, with or without a group', () => {
    expect(readOffsetsFile('"orders",0,12\n')).toEqual({
      isRead: true,
      offsets: offsets.slice(0, 1),
    });
    expect(readOffsetsFile('group,topic,partition,offset\r\ng,orders,0,12\r\n# end\n')).toEqual({
      isRead: true,
      offsets: offsets.slice(0, 1),
    });
  });

  test('is read as JSON', () => {
    expect(readOffsetsFile(JSON.stringify(offsets))).toEqual({ isRead: true, offsets });
    expect(readOffsetsFile(JSON.stringify({ offsets }))).toEqual({ isRead: true, offsets });
  });

  test('that is none says at which line', () => {
    expect(readOffsetsFile('orders,0,12\norders,x,1\n')).toMatchObject({ isRead: false, line: 2 });
    expect(readOffsetsFile('orders,0,-1\n')).toMatchObject({ isRead: false, line: 1 });
    expect(readOffsetsFile('\n\n')).toMatchObject({ isRead: false, line: 0 });
    expect(readOffsetsFile('{"a":')).toMatchObject({ isRead: false, line: 1 });
  });
});
