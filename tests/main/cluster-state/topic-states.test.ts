import { describe, expect, test } from 'vitest';
import { shareMetadata } from '../../../src/main/cluster-state/share-metadata.ts';
import { type TopicFacts, TopicStates } from '../../../src/main/cluster-state/topic-states.ts';
import type { Metadata } from '../../../src/main/explorer/metadata.ts';

function metadata(leaders: { readonly [topic: string]: number }): Metadata {
  const topics = Object.entries(leaders).map(([name, leader]) => {
    const partition = { partition: 0, leader, leaderEpoch: 1, replicas: [1, 2], isr: [leader] };
    return [name, { name, topicId: name, isInternal: false, partitions: [partition] }] as const;
  });
  return { clusterId: 'c', controllerId: 1, brokers: new Map(), topics: new Map(topics) };
}

const facts = (part: Partial<TopicFacts>): TopicFacts => ({
  metadata: null,
  isReachable: true,
  eligible: new Map(),
  reassignments: new Map(),
  ...part,
});

describe('topics as they are told', () => {
  test('share what did not change, from reading to composing', () => {
    const states = new TopicStates();
    const first = shareMetadata(null, metadata({ a: 1, b: 1 }));
    const before = states.view(facts({ metadata: first })).topics;
    const same = shareMetadata(first, metadata({ a: 1, b: 1 }));
    expect(same.topics).toBe(first.topics);
    expect(states.view(facts({ metadata: same })).topics).toBe(before);
    const second = shareMetadata(same, metadata({ a: 2, b: 1 }));
    const after = states.view(facts({ metadata: second })).topics;
    expect(after['b']).toBe(before['b']);
    expect(after['a']?.partitions[0]?.leader).toBe(2);
  });

  test('carry eligible replicas and moves of their partitions', () => {
    const states = new TopicStates();
    const seen = metadata({ a: 1 });
    const move = { topic: 'a', partition: 0, replicas: [1, 2, 3], adding: [3], removing: [1] };
    const { topics } = states.view(
      facts({
        metadata: seen,
        eligible: new Map([['a', new Map([[0, { elr: [2], lastKnownElr: [] }]])]]),
        reassignments: new Map([['a', new Map([[0, move]])]]),
      }),
    );
    expect(topics['a']?.partitions[0]).toMatchObject({ elr: [2], adding: [3], removing: [1] });
    const later = states.view(facts({ metadata: seen, eligible: null })).topics;
    expect(later['a']?.partitions[0]).toMatchObject({ elr: null, adding: [], removing: [] });
  });

  test('are counted by broker, and by what they lack', () => {
    const view = new TopicStates().view(facts({ metadata: metadata({ a: 1, b: 2, c: -1 }) }));
    expect([...view.leaderCounts]).toEqual([
      [1, 1],
      [2, 1],
    ]);
    expect(view.replicaCounts.get(1)).toBe(3);
    expect(view).toMatchObject({ underReplicatedCount: 3, offlineCount: 1 });
  });
});
