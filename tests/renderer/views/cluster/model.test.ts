import { describe, expect, test } from 'vitest';
import type {
  BrokerState,
  ClusterState,
  PartitionState,
} from '../../../../src/main/contract/index.ts';
import { markSeen, noteCluster, useMarks } from '../../../../src/renderer/views/cluster/marks.ts';
import {
  actsFor,
  changedRoles,
  copiedShare,
  isRemovable,
  countRoles,
  isOpenAtFirst,
  lossOf,
  parseAct,
  topicRowsOf,
} from '../../../../src/renderer/views/cluster/model.ts';

function broker(id: number, part: Partial<BrokerState> = {}): BrokerState {
  return {
    id,
    host: '127.0.0.1',
    port: 9091 + id,
    phase: 'ready',
    pid: id,
    startedAtMs: 0,
    readyAtMs: 0,
    restartCount: 0,
    backoffUntilMs: null,
    lastExit: null,
    isFenced: false,
    memoryBytes: null,
    cpuShare: null,
    connectionCount: null,
    leaderCount: 0,
    replicaCount: 0,
    offlineLogDirs: null,
    ...part,
  };
}

function partition(part: Partial<PartitionState> = {}): PartitionState {
  return {
    leader: 1,
    leaderEpoch: 0,
    replicas: [1, 2, 3],
    isr: [1, 2, 3],
    elr: [],
    lastKnownElr: [],
    adding: [],
    removing: [],
    ...part,
  };
}

function cluster(part: Partial<ClusterState> = {}): ClusterState {
  return {
    phase: 'ready',
    kind: 'local',
    bootstrap: '',
    clusterId: 'c',
    controllerId: 1,
    quorumEpoch: 1,
    quorum: null,
    flows: null,
    damages: {},
    brokers: { 1: broker(1), 2: broker(2), 3: broker(3) },
    topics: {
      orders: { isInternal: false, partitions: { 0: partition(), 10: partition({ leader: 2 }) } },
      __consumer_offsets: { isInternal: true, partitions: { 0: partition() } },
    },
    ...part,
  };
}

describe('the map', () => {
  test('has a cell per broker, user topics first, partitions by number', () => {
    const rows = topicRowsOf(cluster(), '', true);
    expect(rows.map(({ topic }) => topic)).toEqual(['orders', '__consumer_offsets']);
    expect(rows[0]?.partitions.map((row) => row.partition)).toEqual([0, 10]);
    const roles = rows[0]?.partitions[0]?.cells.map((cell) => cell?.role);
    expect(roles).toEqual(['leader', 'follower', 'follower']);
  });

  test('leaves the column of a broker without a replica empty', () => {
    const topics = {
      one: {
        isInternal: false,
        partitions: { 0: partition({ replicas: [2], isr: [2], leader: 2 }) },
      },
    };
    const [row] = topicRowsOf(cluster({ topics }), '', true);
    expect(row?.partitions[0]?.cells.map((cell) => cell?.role ?? null)).toEqual([
      null,
      'leader',
      null,
    ]);
  });

  test('tells who is out of sync, may lead all the same, moves, or is damaged', () => {
    const state = partition({ isr: [1], elr: [2], adding: [3], removing: [1] });
    const topics = { t: { isInternal: false, partitions: { 0: state } } };
    const damage = { offset: 7, file: 'f', state: 'alone', atMs: 1 } as const;
    const [rows] = topicRowsOf(cluster({ topics, damages: { 't/0/1': damage } }), '', true);
    expect(rows?.partitions[0]?.cells).toMatchObject([
      { role: 'leader', move: 'removing', damage },
      { role: 'out', isEligible: true, move: null },
      { role: 'out', isEligible: false, move: 'adding' },
    ]);
  });

  test('makes the rows of a topic once, until it or the brokers change', () => {
    const now = cluster();
    const [orders] = topicRowsOf(now, '', true);
    expect(topicRowsOf({ ...now, quorumEpoch: 9 }, '', true)[0]).toBe(orders);
    const dead = { ...now, brokers: { ...now.brokers, 1: broker(1, { phase: 'crashed' }) } };
    expect(topicRowsOf(dead, '', true)[0]).not.toBe(orders);
  });

  test('shows every replica of a dead or fenced broker as offline', () => {
    const dead = cluster({
      brokers: { 1: broker(1, { phase: 'crashed' }), 2: broker(2), 3: broker(3) },
    });
    expect(countRoles(topicRowsOf(dead, '', true)[0]!, 0).offline).toBe(2);
    const fenced = cluster({
      brokers: { 1: broker(1, { isFenced: true }), 2: broker(2), 3: broker(3) },
    });
    expect(countRoles(topicRowsOf(fenced, '', true)[0]!, 0).offline).toBe(2);
  });

  test('hides internal topics when told to, but finds them by name', () => {
    expect(topicRowsOf(cluster(), '', false).map(({ topic }) => topic)).toEqual(['orders']);
    expect(topicRowsOf(cluster(), 'OFFS', false).map(({ topic }) => topic)).toEqual([
      '__consumer_offsets',
    ]);
  });

  test('opens small topics at first, internal ones never', () => {
    const rows = topicRowsOf(cluster(), '', true);
    expect(rows.map((row) => isOpenAtFirst(row, rows))).toEqual([true, false]);
  });
});

describe('marks', () => {
  const killed = cluster({
    brokers: { 1: broker(1, { phase: 'backoff' }), 2: broker(2), 3: broker(3) },
    topics: {
      orders: {
        isInternal: false,
        partitions: {
          0: partition({ leader: 2, isr: [2, 3] }),
          10: partition({ leader: 2, isr: [2, 3] }),
        },
      },
    },
  });

  test('name the replicas whose role changed; new and deleted ones are no change', () => {
    const [before] = topicRowsOf(cluster(), '', true);
    const [after] = topicRowsOf(killed, '', true);
    expect(changedRoles(before!, after!)).toEqual(['orders/0/1', 'orders/0/2', 'orders/10/1']);
    expect(changedRoles({ ...before!, partitions: [] }, after!)).toEqual([]);
  });

  test('stay until they were seen', () => {
    noteCluster(cluster());
    expect(useMarks.getState().changed.size).toBe(0);
    noteCluster(killed);
    noteCluster(killed);
    expect(useMarks.getState().changed.size).toBe(3);
    markSeen();
    expect(useMarks.getState().changed.size).toBe(0);
  });
});

describe('acts', () => {
  test('are those that the phase allows', () => {
    expect(actsFor(broker(1))).toEqual(['stop', 'restart', 'freeze', 'kill']);
    expect(actsFor(broker(1, { phase: 'exited' }))).toEqual(['start']);
    expect(actsFor(broker(1, { phase: 'foreign' }))).toEqual([]);
  });

  test('warn when the majority or the last broker would go', () => {
    expect(lossOf(cluster(), 1)).toBe('none');
    const two = cluster({
      brokers: { 1: broker(1), 2: broker(2), 3: broker(3, { phase: 'exited' }) },
    });
    expect(lossOf(two, 1)).toBe('majority');
    const one = cluster({ brokers: { 1: broker(1), 2: broker(2, { phase: 'exited' }) } });
    expect(lossOf(one, 1)).toBe('all');
  });

  test('are read from an address', () => {
    expect(parseAct('kill')).toBe('kill');
    expect(parseAct('explode')).toBe(null);
    expect(parseAct(undefined)).toBe(null);
  });
});

describe('a copy on its way', () => {
  const state = partition({ replicas: [1, 2, 3], adding: [3] });
  const name = { topic: 't', partition: 0 };
  const at = (logEndOffset: number | null, behindCount: number | null, sizeBytes: number) => ({
    logStartOffset: logEndOffset === null ? null : 0,
    logEndOffset,
    highWatermark: logEndOffset,
    sizeBytes,
    behindCount,
  });

  test('is measured by offsets, or by bytes where nothing else is told', () => {
    const offsets = { topics: { t: { 0: { 1: at(100, 0, 50), 3: at(25, 75, 10) } } } };
    expect(copiedShare(offsets, state, name)).toBe(0.25);
    const foreign = { topics: { t: { 0: { 1: at(null, 0, 50), 3: at(null, null, 10) } } } };
    expect(copiedShare(foreign, state, name)).toBe(0.2);
    expect(copiedShare(undefined, state, name)).toBe(null);
    expect(copiedShare(offsets, partition(), name)).toBe(null);
  });
});

test('only a broker that is no voter can be removed', () => {
  const place = { logEndOffset: 1, lag: 0, lastFetchMs: null, lastCaughtUpMs: null };
  const quorum = {
    leaderId: 1,
    epoch: 1,
    highWatermark: 1,
    voters: { 1: place },
    observers: { 4: place },
  };
  expect(isRemovable(cluster({ quorum }), 4)).toBe(true);
  expect(isRemovable(cluster({ quorum }), 1)).toBe(false);
  expect(isRemovable(cluster({ quorum, kind: 'foreign' }), 4)).toBe(false);
});
