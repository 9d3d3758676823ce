import { describe, expect, test } from 'vitest';
import type {
  ClusterState,
  TopicConfig,
  TopicDetail,
  TopicsState,
  TopicSummary,
} from '../../../../src/main/contract/index.ts';
import {
  livePartitions,
  nameProblem,
  nextSort,
  readableValue,
  shownConfigs,
  topicRows,
} from '../../../../src/renderer/views/topics/model.ts';

const summary: TopicSummary = {
  isInternal: false,
  partitionCount: 3,
  replicationFactor: 3,
  underReplicatedCount: 0,
  offlineCount: 0,
  recordCount: 0,
  sizeBytes: null,
  recordsInPerS: 0,
  recordsOutPerS: 0,
};
const state: TopicsState = {
  topics: {
    b: { ...summary, recordCount: 5 },
    a: summary,
    c: { ...summary, recordCount: 9 },
    __internal: { ...summary, isInternal: true },
  },
};

describe('topicRows', () => {
  test('sorts by name, without internal topics', () => {
    const rows = topicRows(state, '', false, { by: 'topic', isDescending: false });
    expect(rows.map(({ topic }) => topic)).toEqual(['a', 'b', 'c']);
  });

  test('sorts by a figure, the largest first', () => {
    const rows = topicRows(state, '', false, { by: 'recordCount', isDescending: true });
    expect(rows.map(({ topic }) => topic)).toEqual(['c', 'b', 'a']);
  });

  test('filters', () => {
    const rows = topicRows(state, ' INT', true, { by: 'topic', isDescending: false });
    expect(rows.map(({ topic }) => topic)).toEqual(['__internal']);
  });

  test('turns the order at the second press', () => {
    const first = nextSort({ by: 'topic', isDescending: false }, 'recordCount');
    expect(first).toEqual({ by: 'recordCount', isDescending: true });
    expect(nextSort(first, 'recordCount').isDescending).toBe(false);
  });
});

describe('livePartitions', () => {
  const detail: TopicDetail = {
    topic: 't',
    topicId: '',
    isInternal: false,
    configs: [],
    partitions: [
      {
        partition: 0,
        leader: 1,
        leaderEpoch: 0,
        replicas: [1, 2],
        isr: [1, 2],
        logStartOffset: 2,
        highWatermark: 7,
      },
    ],
  };

  test('shows what was described while no live state is there', () => {
    expect(livePartitions(detail, undefined)).toEqual(detail.partitions);
  });

  test('follows the live state, and keeps positions that nobody tells', () => {
    const partition = { leader: 2, leaderEpoch: 1, replicas: [1, 2], isr: [2], replicaStates: {} };
    const cluster = {
      topics: { t: { isInternal: false, partitions: { 0: partition } } },
    } as unknown as ClusterState;
    expect(livePartitions(detail, cluster)).toEqual([
      { ...detail.partitions[0], leader: 2, leaderEpoch: 1, isr: [2] },
    ]);
  });
});

describe('configs', () => {
  const config = (name: string, source: TopicConfig['source']): TopicConfig => ({
    name,
    value: '1',
    source,
    isReadOnly: false,
    isSensitive: false,
    type: 'int',
    documentation: '',
  });

  test('begin with those that were set for the topic', () => {
    const all = [config('a', 'default'), config('z', 'topic'), config('b', 'broker')];
    expect(shownConfigs(all, '', false).map(({ name }) => name)).toEqual(['z', 'a', 'b']);
    expect(shownConfigs(all, '', true).map(({ name }) => name)).toEqual(['z']);
  });

  test('are readable where a unit is in the name', () => {
    expect(readableValue('retention.ms', '604800000')).toEqual({ ms: 604_800_000 });
    expect(readableValue('segment.bytes', '1024')).toEqual({ bytes: 1024 });
    expect(readableValue('retention.bytes', '-1')).toBe(null);
    expect(readableValue('flush.ms', '9223372036854775807')).toBe(null);
    expect(readableValue('min.insync.replicas', '2')).toBe(null);
  });
});

describe('nameProblem', () => {
  test('knows the rule of Kafka', () => {
    expect(nameProblem('', [])).toBe('nameMissing');
    expect(nameProblem('orders.v1_a-b', [])).toBe(null);
    expect(nameProblem('주문', [])).toBe('nameWrong');
    expect(nameProblem('..', [])).toBe('nameWrong');
    expect(nameProblem('a'.repeat(250), [])).toBe('nameWrong');
    expect(nameProblem('orders', ['orders'])).toBe('nameTaken');
  });
});
