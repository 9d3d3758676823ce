import { murmur2 } from '@platformatic/kafka';
import { describe, expect, test } from 'vitest';
import type {
  ClusterState,
  ConfigEntry,
  TopicAge,
  TopicDetail,
  TopicsState,
  TopicSummary,
} from '../../../../src/main/contract/index.ts';
import { keyMoves, partitionOf } from '../../../../src/renderer/views/topics/key-example.ts';
import {
  groupRows,
  leaderShares,
  livePartitions,
  mainSettings,
  nameProblem,
  nameWarning,
  prefixOf,
  topicRows,
} from '../../../../src/renderer/views/topics/model.ts';
import { presetsFor } from '../../../../src/renderer/views/topics/presets.ts';

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
const all = { text: '', isInternalShown: false, isOnlyPinned: false };

describe('topicRows', () => {
  test('sorts by name, without internal topics', () => {
    const rows = topicRows(state, undefined, [], all);
    expect(rows.map(({ topic }) => topic)).toEqual(['a', 'b', 'c']);
  });

  test('begins with pinned ones, or shows only those', () => {
    expect(topicRows(state, undefined, ['c', 'gone'], all).map(({ topic }) => topic)).toEqual([
      'c',
      'a',
      'b',
    ]);
    const only = topicRows(state, undefined, ['b'], { ...all, isOnlyPinned: true });
    expect(only.map(({ topic }) => topic)).toEqual(['b']);
  });

  test('filters', () => {
    const rows = topicRows(state, undefined, [], { ...all, text: ' INT', isInternalShown: true });
    expect(rows.map(({ topic }) => topic)).toEqual(['__internal']);
  });

  test('takes up what is told of ages', () => {
    const age = { oldestMs: 7 } as TopicAge;
    const [first, second] = topicRows(state, { topics: { a: age } }, [], all);
    expect([first?.age, second?.age]).toEqual([age, null]);
  });
});

describe('groups', () => {
  const named = (...topics: readonly string[]) =>
    topicRows(
      {
        topics: Object.fromEntries(topics.map((topic) => [topic, { ...summary, recordCount: 2 }])),
      },
      undefined,
      [],
      all,
    );

  test('end with the next dot, hyphen or underscore', () => {
    expect(prefixOf('shop.orders.v1', '')).toBe('shop.');
    expect(prefixOf('shop.orders.v1', 'shop.')).toBe('shop.orders.');
    expect(prefixOf('orders', '')).toBe(null);
    expect(prefixOf('__consumer_offsets', '')).toBe('__consumer_');
  });

  test('sum up at least two topics; a single one stands for itself', () => {
    const { groups, rest } = groupRows(named('shop.a', 'shop.b', 'bank.a', 'orders'), '');
    expect(groups).toMatchObject([{ prefix: 'shop.', topicCount: 2, recordCount: 4 }]);
    expect(rest.map(({ topic }) => topic)).toEqual(['bank.a', 'orders']);
  });

  test('go on inside of one', () => {
    const rows = named('shop.a.1', 'shop.a.2', 'shop.b', 'bank');
    const { groups, rest } = groupRows(rows, 'shop.');
    expect(groups.map(({ prefix }) => prefix)).toEqual(['shop.a.']);
    expect(rest.map(({ topic }) => topic)).toEqual(['shop.b']);
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
    const partition = { leader: 2, leaderEpoch: 1, replicas: [1, 2], isr: [2] };
    const cluster = {
      topics: { t: { isInternal: false, partitions: { 0: partition } } },
    } as unknown as ClusterState;
    expect(livePartitions(detail, cluster)).toEqual([
      { ...detail.partitions[0], leader: 2, leaderEpoch: 1, isr: [2] },
    ]);
  });

  test('counts what each broker leads', () => {
    const [row] = detail.partitions;
    const rows = [2, 1, 2, -1].map((leader) => ({ ...row!, leader }));
    expect(leaderShares(rows)).toEqual([
      { brokerId: -1, count: 1 },
      { brokerId: 1, count: 1 },
      { brokerId: 2, count: 2 },
    ]);
  });
});

describe('names', () => {
  test('follow the rules of Kafka', () => {
    expect(nameProblem('', [])).toEqual({ kind: 'nameMissing' });
    expect(nameProblem('orders.v1_a-b', [])).toBe(null);
    expect(nameProblem('주문', [])).toEqual({ kind: 'nameWrong' });
    expect(nameProblem('..', [])).toEqual({ kind: 'nameDots' });
    expect(nameProblem('a'.repeat(250), [])).toEqual({ kind: 'nameLong', length: 250 });
    expect(nameProblem('orders', ['orders'])).toEqual({ kind: 'nameTaken' });
  });

  test('must not differ in dots and underscores alone', () => {
    const problem = { kind: 'nameCollides', other: 'shop_orders' };
    expect(nameProblem('shop.orders', ['shop_orders'])).toEqual(problem);
    expect(nameProblem('shop-orders', ['shop_orders'])).toBe(null);
  });

  test('may be unwise', () => {
    expect(nameWarning('a.b_c')).toBe('nameMixed');
    expect(nameWarning('__mine')).toBe('nameInternal');
    expect(nameWarning('a.b')).toBe(null);
  });
});

test('the main settings are those that say most, and those that were set', () => {
  const config = (name: string, source: ConfigEntry['source']) =>
    ({ name, source }) as unknown as ConfigEntry;
  const rows = mainSettings([
    config('retention.ms', 'default'),
    config('flush.ms', 'default'),
    config('segment.jitter.ms', 'topic'),
  ]);
  expect(rows.map(({ name }) => name)).toEqual(['retention.ms', 'segment.jitter.ms']);
});

describe('keys', () => {
  test('go where Kafka’s clients put them', () => {
    for (const key of ['a', 'ab', 'abc', 'abcd', 'order-1', 'order-123456', '주문-7']) {
      for (const count of [1, 3, 12, 50]) {
        const expected = (murmur2(Buffer.from(key)) & 0x7fffffff) % count;
        expect(partitionOf(key, count), `${key} of ${count}`).toBe(expected);
      }
    }
  });

  test('move when partitions are added', () => {
    const moves = keyMoves(3, 4);
    expect(moves.some(({ before, after }) => before !== after)).toBe(true);
    for (const { key, before, after } of moves) {
      expect([before, after]).toEqual([partitionOf(key, 3), partitionOf(key, 4)]);
    }
  });
});

test('purposes ask for two replicas only where there are brokers for it', () => {
  const asks = (count: number) =>
    presetsFor(count).some(({ settings }) =>
      settings.some(({ name }) => name === 'min.insync.replicas'),
    );
  expect([asks(1), asks(3)]).toEqual([false, true]);
});
