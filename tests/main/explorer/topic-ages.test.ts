import { expect, test } from 'vitest';
import type { TopicAges } from '../../../src/broker/control.ts';
import { mergeAges, policyOf } from '../../../src/main/explorer/topic-ages.ts';
import { consumerOf } from '../../../src/main/explorer/topic-consumers.ts';

const ages = (more: Partial<TopicAges>): TopicAges => ({
  topic: 't',
  segmentCount: 1,
  oldestMs: null,
  dueMs: null,
  tooMuchCount: 0,
  dirtyRatio: null,
  ...more,
});

test('what several brokers lead of a topic is summed up', () => {
  const merged = mergeAges([
    [ages({ segmentCount: 2, oldestMs: 50, dueMs: 90, dirtyRatio: 0.1 })],
    [ages({ segmentCount: 3, oldestMs: 40, tooMuchCount: 1, dirtyRatio: 0.4 })],
    [],
  ]);
  expect(merged.get('t')).toEqual({
    topic: 't',
    segmentCount: 5,
    oldestMs: 40,
    dueMs: 90,
    tooMuchCount: 1,
    dirtyRatio: 0.4,
  });
});

test('a limit of -1 is none', () => {
  const configs = (policy: string, ms: string) =>
    policyOf(
      new Map([
        ['cleanup.policy', policy],
        ['retention.ms', ms],
        ['retention.bytes', '-1'],
      ]),
    );
  expect(configs('compact,delete', '1000')).toEqual({
    isDeleting: true,
    isCompacted: true,
    retentionMs: 1000,
    retentionBytes: null,
  });
  expect(configs('delete', '-1').retentionMs).toBe(null);
  expect(policyOf(undefined)).toMatchObject({ isDeleting: false, isCompacted: false });
});

test('a group’s part in one topic', () => {
  const member = (assignment: Record<string, number[]>) => ({ assignment });
  const offset = (topic: string, committedOffset: number | null, lag: number | null, lagS = 0) => ({
    topic,
    committedOffset,
    lag,
    lagS,
  });
  const group = {
    phase: 'stable',
    members: { a: member({ t: [0] }), b: member({ other: [1] }), c: member({ t: [] }) },
    offsets: { x: offset('t', 5, 7, 3), y: offset('t', null, null), z: offset('other', 1, 99, 9) },
  };
  expect(consumerOf(group as never, 't')).toEqual({
    phase: 'stable',
    memberCount: 3,
    readerCount: 1,
    partitionCount: 1,
    lag: 7,
    lagS: 3,
  });
});
