import { describe, expect, test } from 'vitest';
import { ClusterRecording } from '../../../src/main/cluster-state/cluster-history.ts';
import { applyPatch } from '../../../src/main/contract/patch.ts';
import type { ClusterState } from '../../../src/main/contract/cluster.ts';
import type { TopicOffsets } from '../../../src/main/contract/replicas.ts';

const broker = (id: number, phase = 'ready') =>
  ({ id, phase, isFenced: false, leaderCount: 1 }) as ClusterState['brokers'][string];

const topic = (leader: number, isr: readonly number[] = [1, 2]) => ({
  isInternal: false,
  partitions: {
    0: {
      leader,
      leaderEpoch: 0,
      replicas: [1, 2],
      isr,
      elr: [],
      lastKnownElr: [],
      adding: [],
      removing: [],
    },
  },
});

function state(part: Partial<ClusterState> = {}): ClusterState {
  return {
    phase: 'ready',
    controllerId: 1,
    brokers: { 1: broker(1), 2: broker(2) },
    topics: { a: topic(1) },
    flows: { '1>2': { bytesPerS: 7, partitionCount: 1 } },
    damages: {},
    ...part,
  } as unknown as ClusterState;
}

const offsets = (end: number): { readonly [topic: string]: TopicOffsets } => ({
  a: {
    0: {
      1: {
        logStartOffset: 0,
        logEndOffset: end,
        highWatermark: end,
        sizeBytes: end,
        behindCount: 0,
      },
    },
  },
});

/** The value at the end of what was read. */
function replay(recording: ClusterRecording, fromMs: number, toMs: number) {
  const { first, steps } = recording.read(fromMs, toMs);
  return steps.reduce((value, { patch }) => applyPatch(value, patch), first!.value);
}

describe('the recording', () => {
  test('gives back every moment as it was, out of one value and patches', () => {
    const recording = new ClusterRecording();
    const healthy = state();
    const dead = state({
      brokers: { 1: broker(1, 'crashed'), 2: broker(2) },
      topics: { a: topic(2, [2]) },
    });
    recording.record(healthy, () => offsets(1), 1_000);
    recording.record(healthy, () => offsets(5), 2_000);
    recording.record(dead, () => offsets(9), 2_100);
    recording.record(healthy, () => offsets(12), 4_000);
    expect(replay(recording, 1_500, 1_600).cluster).toEqual(healthy);
    expect(replay(recording, 0, 2_000).offsets.topics).toEqual(offsets(5));
    expect(replay(recording, 1_000, 2_100).cluster).toEqual(dead);
    expect(replay(recording, 2_500, 3_000).cluster).toEqual(dead);
    expect(replay(recording, 2_500, 9_000)).toEqual({
      cluster: healthy,
      offsets: { topics: offsets(12) },
    });
    expect(recording.read(0, 9_000)).toMatchObject({ keptFromMs: 1_000, first: { atMs: 1_000 } });
  });

  test('takes what happens at once, and all else once a second', () => {
    const recording = new ClusterRecording();
    const first = state();
    recording.record(first, () => offsets(1), 1_000);
    recording.record({ ...first, quorumEpoch: 5 }, () => offsets(2), 1_400);
    expect(recording.read(0, 9_000).steps).toEqual([]);
    recording.record(state({ topics: { a: topic(2) } }), () => offsets(3), 1_500);
    expect(recording.read(0, 9_000).steps.map(({ atMs }) => atMs)).toEqual([1_500]);
    expect(recording.points.map(({ atMs }) => atMs)).toEqual([1_000]);
  });

  test('keeps ten minutes, and a point a second', () => {
    const recording = new ClusterRecording();
    const points: number[] = [];
    recording.onPoint(({ atMs }) => points.push(atMs));
    for (let second = 0; second <= 900; second += 1) {
      recording.record(state(), () => offsets(second), second * 1_000);
    }
    expect(recording.read(0, 0).keptFromMs).toBe(300_000);
    expect(recording.points).toHaveLength(601);
    expect(points).toHaveLength(901);
    expect(recording.points.at(-1)).toMatchObject({
      brokers: { 1: { phase: 'ready', leaderCount: 1 } },
      replicatedBytesPerS: 7,
      underReplicatedCount: 0,
    });
  });

  test('stays within its memory: positions are kept less often where many move', () => {
    const budget = 4 * 1024 * 1024;
    const recording = new ClusterRecording(budget);
    const many = (end: number) => ({
      a: Object.fromEntries(
        Array.from({ length: 1_000 }, (_, partition) => [partition, offsets(end)['a']?.[0] ?? {}]),
      ),
    });
    let readCount = 0;
    for (let second = 0; second <= 600; second += 1) {
      const read = () => {
        readCount += 1;
        return many(second);
      };
      recording.record(state(), read, second * 1_000);
    }
    expect(recording.sizeBytes).toBeLessThanOrEqual(budget);
    expect(readCount).toBeLessThan(10);
    expect(recording.read(0, 0).keptFromMs).toBeLessThan(300_000);
  });
});
