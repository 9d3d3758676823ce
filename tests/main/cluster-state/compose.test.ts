import { describe, expect, it } from 'vitest';
import type { BrokerStats } from '../../../src/broker/control.ts';
import { type BrokerMachine, machineInitial } from '../../../src/main/cluster/broker-machine.ts';
import {
  type ClusterFacts,
  composeCluster,
  controllerOf,
} from '../../../src/main/cluster-state/compose.ts';
import { TopicStates } from '../../../src/main/cluster-state/topic-states.ts';
import type { Metadata } from '../../../src/main/explorer/metadata.ts';

const ready = (pid: number): BrokerMachine => ({
  ...machineInitial,
  phase: 'ready',
  pid,
  startedAtMs: 1,
  readyAtMs: 2,
});

function metadata(leader: number, isr: readonly number[]): Metadata {
  const partition = { partition: 0, leader, leaderEpoch: 3, replicas: [1, 2], isr };
  const topic = { name: 'orders', topicId: '', isInternal: false, partitions: [partition] };
  return {
    clusterId: 'c',
    controllerId: 1,
    brokers: new Map(isr.map((id) => [id, { host: 'h', port: id }])),
    topics: new Map([['orders', topic]]),
  };
}

const stats = (nodeId: number, controllerId: number, quorumEpoch: number) =>
  ({
    nodeId,
    controllerId,
    quorumEpoch,
    memoryBytes: 5,
    connectionCount: 1,
  }) as unknown as BrokerStats;

function facts(changes: Partial<ClusterFacts>): ClusterFacts {
  const seen = changes.metadata ?? metadata(1, [1, 2]);
  const isReachable = changes.isReachable ?? true;
  const known = { eligible: new Map(), reassignments: new Map() };
  return {
    topics: new TopicStates().view({ metadata: seen, isReachable, ...known }),
    quorum: null,
    flows: {},
    damages: {},
    offlineLogDirs: new Map([[1, ['/data/b']]]),
    bootstrap: 'h:1',
    layout: {
      formatVersion: 1,
      clusterId: 'c',
      host: 'h',
      brokers: [
        { id: 1, port: 1, controllerPort: 3 },
        { id: 2, port: 2, controllerPort: 4 },
      ],
    },
    machines: new Map([
      [1, ready(11)],
      [2, ready(12)],
    ]),
    metadata: metadata(1, [1, 2]),
    isReachable: true,
    silent: new Set(),
    lastNodes: new Map(),
    controller: { controllerId: 1, quorumEpoch: 4 },
    stats: new Map([
      [1, stats(1, 1, 4)],
      [2, stats(2, 1, 4)],
    ]),
    loadOf: () => ({ cpuShare: 0.1 }),
    ...changes,
  };
}

describe('the state of a cluster', () => {
  it('puts processes, metadata and statistics together', () => {
    const state = composeCluster(facts({}));
    expect(state).toMatchObject({ phase: 'ready', kind: 'local', controllerId: 1, quorumEpoch: 4 });
    expect(state.brokers[1]).toMatchObject({
      phase: 'ready',
      pid: 11,
      leaderCount: 1,
      replicaCount: 1,
    });
    expect(state.brokers[1]?.offlineLogDirs).toEqual(['/data/b']);
    expect(state.brokers[2]?.offlineLogDirs).toBe(null);
    expect(state.topics.orders?.partitions[0]).toMatchObject({ leader: 1, isr: [1, 2], elr: [] });
  });

  it('is degraded while a replica is out of sync, a broker is down or frozen', () => {
    expect(composeCluster(facts({ metadata: metadata(1, [1]) })).phase).toBe('degraded');
    expect(composeCluster(facts({ metadata: metadata(-1, [1, 2]) })).phase).toBe('degraded');
    const machines = new Map([
      [1, ready(11)],
      [2, machineInitial],
    ]);
    expect(composeCluster(facts({ machines })).phase).toBe('degraded');
  });

  it('has no leaders and no controller when nobody answers', () => {
    const state = composeCluster(facts({ isReachable: false }));
    expect(state).toMatchObject({ phase: 'unreachable', controllerId: -1 });
    expect(state.topics.orders?.partitions[0]?.leader).toBe(-1);
  });

  it('is stopped when all processes are', () => {
    const machines = new Map([
      [1, machineInitial],
      [2, machineInitial],
    ]);
    expect(composeCluster(facts({ machines, isReachable: false })).phase).toBe('stopped');
  });

  it('of a foreign cluster names its brokers without processes', () => {
    const state = composeCluster(facts({ layout: null, machines: new Map(), stats: new Map() }));
    expect(state.kind).toBe('foreign');
    expect(state.brokers[2]).toMatchObject({ phase: 'foreign', pid: null, host: 'h', port: 2 });
  });

  it('of a foreign cluster keeps a broker in sight that is gone or silent', () => {
    const foreign = { layout: null, machines: new Map(), stats: new Map() } as const;
    const lastNodes = new Map([[2, { host: 'h', port: 2 }]]);
    const gone = composeCluster(facts({ ...foreign, metadata: metadata(1, [1]), lastNodes }));
    expect(Object.keys(gone.brokers)).toEqual(['1', '2']);
    expect(gone.brokers[2]).toMatchObject({ phase: 'lost', isFenced: true, host: 'h', port: 2 });
    expect(gone.brokers[1]).toMatchObject({ phase: 'foreign', isFenced: false });

    // Without a majority no controller takes it off the list.
    const silent = composeCluster(facts({ ...foreign, silent: new Set([2]) }));
    expect(silent).toMatchObject({ phase: 'degraded' });
    expect(silent.brokers[2]).toMatchObject({ phase: 'lost', isFenced: false });
    const ours = composeCluster(facts({ silent: new Set([2]) }));
    expect(ours.brokers[2]).toMatchObject({ phase: 'ready' });
  });
});

describe('the controller', () => {
  const of = (...all: readonly BrokerStats[]) =>
    controllerOf(new Map(all.map((item) => [item.nodeId, item])));

  it('is the one of the newest epoch', () => {
    expect(of(stats(1, 1, 4), stats(2, 2, 5))).toEqual({ controllerId: 2, quorumEpoch: 5 });
  });

  it('is unknown when it is gone', () => {
    expect(of(stats(2, 1, 4))).toEqual({ controllerId: -1, quorumEpoch: 4 });
  });
});
