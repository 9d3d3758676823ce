import { describe, expect, test } from 'vitest';
import type { ClusterState, ThroughputPoint } from '../../../../src/main/contract/index.ts';
import {
  figuresOf,
  needsOf,
  firstTopic,
  keepersOf,
  ratesOver,
  snippetTopics,
  sparkline,
} from '../../../../src/renderer/views/home/model.ts';

const partition = { leader: 2, leaderEpoch: 0, replicas: [1, 2, 3], isr: [1, 2] };
const cluster = {
  kind: 'local',
  brokers: { 1: { connectionCount: 2 }, 2: { connectionCount: null }, 3: { connectionCount: 5 } },
  topics: {
    [firstTopic]: { isInternal: false, partitions: { 0: partition } },
    orders: { isInternal: false, partitions: { 0: partition, 1: partition } },
    __consumer_offsets: { isInternal: true, partitions: { 0: partition } },
  },
} as unknown as ClusterState;

const rates = (recordsIn: number, recordsOut = 0) => ({
  recordsIn,
  recordsOut,
  bytesIn: 0,
  bytesOut: 0,
});

const point = (recordsIn: number): ThroughputPoint => ({
  atMs: 0,
  brokers: {},
  topics: { orders: rates(recordsIn, 3), __consumer_offsets: rates(1000) },
});

describe('keepersOf', () => {
  test('names the leader and who holds a copy in sync', () => {
    expect(keepersOf(cluster, 0)).toEqual({ leader: 2, copies: [1] });
  });

  test('is nothing before the topic is known', () => {
    expect(keepersOf(cluster, 1)).toBe(null);
    expect(keepersOf(undefined, 0)).toBe(null);
  });
});

describe('figures', () => {
  test('count what is of the user, and sum up what brokers tell', () => {
    const groups = {
      groups: { a: { memberCount: 2 }, b: { memberCount: 0 } },
    } as unknown as Parameters<typeof figuresOf>[1];
    const producers = {
      problem: null,
      producers: { x: { phase: 'writing' }, y: { phase: 'gone' } },
    } as unknown as Parameters<typeof figuresOf>[2];
    expect(figuresOf(cluster, groups, producers, point(40))).toEqual({
      recordsInPerS: 40,
      recordsOutPerS: 3,
      producers: 1,
      groups: 2,
      members: 2,
      connections: 7,
      topics: 2,
      partitions: 3,
    });
  });

  test('are unknown where nobody tells', () => {
    const foreign = { ...cluster, kind: 'foreign', brokers: {} } as unknown as ClusterState;
    const figures = figuresOf(foreign, undefined, undefined, undefined);
    expect(figures).toMatchObject({
      recordsInPerS: null,
      recordsOutPerS: null,
      producers: null,
      groups: null,
      members: null,
      connections: null,
    });
  });
});

test('what an app has to set besides the address', () => {
  const tls = { ca: null, isVerified: true };
  const sasl = { mechanism: 'scram-sha-512', username: 'shop' } as const;
  expect(needsOf({ tls: null, sasl: null })).toBe('');
  expect(needsOf({ tls, sasl: null })).toBe('security.protocol=SSL');
  expect(needsOf({ tls: null, sasl })).toBe(
    'security.protocol=SASL_PLAINTEXT, sasl.mechanism=SCRAM-SHA-512',
  );
  expect(needsOf({ tls, sasl })).toBe('security.protocol=SASL_SSL, sasl.mechanism=SCRAM-SHA-512');
});

describe('the little chart', () => {
  test('leaves out what clients do among themselves', () => {
    expect(ratesOver([point(1), point(2), point(3)], 2)).toEqual([2, 3]);
  });

  test('ends at its right edge, the highest at the top', () => {
    expect(sparkline([0, 10], 3, 100, 20)).toBe('50,19 100,1');
    expect(sparkline([], 3, 100, 20)).toBe('');
  });
});

test('code names a topic that is there, or the first one that will be', () => {
  expect(snippetTopics(cluster)).toEqual([firstTopic, 'orders']);
  expect(snippetTopics({ ...cluster, topics: {} })).toEqual([firstTopic]);
});
