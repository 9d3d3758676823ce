import { describe, expect, test } from 'vitest';
import type { ClusterState } from '../../../../src/main/contract/index.ts';
import { flowLines, totalBytesPerS } from '../../../../src/renderer/views/cluster/flow-model.ts';
import {
  previewPreferred,
  previewUnclean,
  replicasAfter,
  stuckOn,
} from '../../../../src/renderer/views/cluster/move-model.ts';

const name = { topic: 't', partition: 0 };

function cluster(leader: number, isr: readonly number[], up: readonly number[]): ClusterState {
  const brokers = [1, 2, 3].map((id) => [
    id,
    { id, phase: up.includes(id) ? 'ready' : 'crashed', isFenced: false },
  ]);
  const state = { leader, isr, replicas: [1, 2, 3] };
  return {
    brokers: Object.fromEntries(brokers),
    topics: { t: { partitions: { 0: state } } },
  } as unknown as ClusterState;
}

test('a move puts one broker in the place of another, the preferred leader stays first', () => {
  expect(replicasAfter([1, 2, 3], 2, 4)).toEqual([1, 4, 3]);
  expect(replicasAfter([1, 2, 3], 2, 3)).toBe(null);
  expect(replicasAfter([1, 2, 3], 9, 4)).toBe(null);
  expect(replicasAfter([1, 2, 3], 1, null)).toBe(null);
});

test('a replica that every other running broker has already cannot leave its own', () => {
  expect(stuckOn(cluster(1, [1, 2, 3], [1, 2, 3]), 2)).toEqual(name);
  const roomy = cluster(1, [1, 2, 3], [1, 2, 3]);
  const fourth = { id: 4, phase: 'ready', isFenced: false };
  const four = { ...roomy, brokers: { ...roomy.brokers, 4: fourth } } as unknown as ClusterState;
  expect(stuckOn(four, 2)).toBe(null);
  // Down, it takes nothing; and a broker without replicas can always go.
  const down = { ...four, brokers: { ...four.brokers, 4: { ...fourth, phase: 'crashed' } } };
  expect(stuckOn(down as unknown as ClusterState, 2)).toEqual(name);
  expect(stuckOn(four, 4)).toBe(null);
});

describe('an election', () => {
  test('of the preferred leader is for nothing when that one leads', () => {
    expect(previewPreferred(cluster(1, [1, 2], [1, 2]), name)).toEqual({ kind: 'none', id: 1 });
  });

  test('needs the preferred replica in sync and running', () => {
    expect(previewPreferred(cluster(2, [1, 2], [1, 2]), name).kind).toBe('preferred');
    expect(previewPreferred(cluster(2, [2], [1, 2]), name).kind).toBe('impossible');
    expect(previewPreferred(cluster(2, [1, 2], [2]), name).kind).toBe('impossible');
  });

  test('that is unclean says who leads and what would be lost', () => {
    expect(previewUnclean(cluster(2, [2], [2]), undefined, name).kind).toBe('none');
    const dead = cluster(-1, [2], [3]);
    expect(previewUnclean(dead, undefined, name)).toEqual({ kind: 'unclean', id: 3, lost: null });
    const at = (logEndOffset: number) => ({
      logStartOffset: 0,
      logEndOffset,
      highWatermark: 0,
      sizeBytes: 0,
      behindCount: 0,
    });
    const offsets = { topics: { t: { 0: { 1: at(90), 2: at(100), 3: at(60) } } } };
    expect(previewUnclean(dead, offsets, name)).toMatchObject({ id: 3, lost: 40 });
    expect(previewUnclean(cluster(-1, [2], []), offsets, name)).toMatchObject({ id: null });
  });
});

test('flows are lines only where data flows, busier ones wider', () => {
  const lines = flowLines({
    '1>2': { bytesPerS: 1_000, partitionCount: 1 },
    '2>1': { bytesPerS: 1_000_000, partitionCount: 3 },
  });
  expect(lines.map(({ from, to }) => [from, to])).toEqual([
    [2, 1],
    [1, 2],
  ]);
  expect(lines[0]!.widthPx).toBeGreaterThan(lines[1]!.widthPx);
  expect(totalBytesPerS(lines)).toBe(1_001_000);
  expect(flowLines(null)).toEqual([]);
});
