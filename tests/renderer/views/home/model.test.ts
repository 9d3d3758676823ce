import { describe, expect, test } from 'vitest';
import type { ClusterState } from '../../../../src/main/contract/index.ts';
import { firstTopic, keepersOf, snippetsFor } from '../../../../src/renderer/views/home/model.ts';

describe('snippets', () => {
  test('carry the address of this cluster', () => {
    const snippets = snippetsFor('127.0.0.1:9092,127.0.0.1:9093');
    expect(snippets.map(({ name }) => name)).toEqual([
      'spring',
      'java',
      'node',
      'python',
      'go',
      'kcat',
    ]);
    for (const { code } of snippets) expect(code).toContain('127.0.0.1:9093');
    expect(snippets[2]?.code).toContain("['127.0.0.1:9092', '127.0.0.1:9093']");
  });
});

describe('keepersOf', () => {
  const partition = {
    leader: 2,
    leaderEpoch: 0,
    replicas: [1, 2, 3],
    isr: [1, 2],
    replicaStates: {},
  };
  const cluster = {
    topics: { [firstTopic]: { isInternal: false, partitions: { 0: partition } } },
  } as unknown as ClusterState;

  test('names the leader and who holds a copy in sync', () => {
    expect(keepersOf(cluster, 0)).toEqual({ leader: 2, copies: [1] });
  });

  test('is nothing before the topic is known', () => {
    expect(keepersOf(cluster, 1)).toBe(null);
    expect(keepersOf(undefined, 0)).toBe(null);
  });
});
