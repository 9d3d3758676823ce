import { describe, expect, test } from 'vitest';
import type {
  BrokersState,
  ClusterState,
  GroupsState,
  MeasurePoint,
} from '../../../../src/main/contract/index.ts';
import { attentionOf } from '../../../../src/renderer/views/home/attention.ts';

const broker = (id: number, more: object = {}) => ({
  id,
  phase: 'ready',
  isFenced: false,
  offlineLogDirs: [],
  ...more,
});
const partition = (isr: readonly number[], leader = 1) => ({ leader, replicas: [1, 2, 3], isr });

function clusterOf(brokers: readonly object[], partitions: readonly object[]): ClusterState {
  return {
    phase: 'ready',
    kind: 'local',
    controllerId: 1,
    brokers: Object.fromEntries(brokers.map((it) => [(it as { id: number }).id, it])),
    topics: { orders: { isInternal: false, partitions: { ...partitions } } },
    damages: {},
  } as unknown as ClusterState;
}

const calm = clusterOf([broker(1), broker(2)], [partition([1, 2, 3])]);

function of(cluster: ClusterState, more: Partial<Parameters<typeof attentionOf>[0]> = {}) {
  return attentionOf({ cluster, groups: undefined, brokers: undefined, partitions: [], ...more });
}

const kinds = (found: ReturnType<typeof of>) => found.map(({ kind }) => kind);

describe('brokers and partitions', () => {
  test('in order need nothing', () => {
    expect(of(calm)).toEqual([]);
  });

  test('down, frozen, fenced, about to be restarted are told apart', () => {
    const brokers = [
      broker(1, { phase: 'exited' }),
      broker(2, { phase: 'frozen', isFenced: true }),
      broker(3, { isFenced: true }),
      broker(4, { phase: 'backoff' }),
      broker(5, { phase: 'starting', isFenced: true }),
      broker(6, { phase: 'lost', isFenced: true }),
    ];
    expect(kinds(of(clusterOf(brokers, [])))).toEqual([
      'broker-down',
      'broker-lost',
      'broker-frozen',
      'broker-fenced',
      'broker-restarting',
    ]);
  });

  test('failures come first, and partitions are told by name up to three', () => {
    const thin = partition([1, 2]);
    const found = of(clusterOf([broker(1)], [thin, thin, thin, thin, partition([], -1)]));
    expect(kinds(found)).toEqual(['offline', 'under-replicated']);
    expect(found[0]?.values).toEqual({ count: 1, names: 'orders-4' });
    expect(found[0]?.href).toBe('#/topics/orders');
    expect(found[1]?.values).toEqual({ count: 4, names: 'orders-0, orders-1, orders-2, …' });
  });

  test('without a controller nothing can change', () => {
    expect(kinds(of({ ...calm, controllerId: -1 }))).toEqual(['no-controller']);
    // While all is stopped the rest goes without saying.
    expect(kinds(of({ ...calm, phase: 'stopped', controllerId: -1 }))).toEqual(['none-up']);
  });

  test('a damaged replica is a failure', () => {
    const damages = { 'orders/2/3': { offset: 7, file: 'x.log', state: 'alone', atMs: 0 } };
    const found = of({ ...calm, damages } as unknown as ClusterState);
    expect(found[0]).toMatchObject({ kind: 'damaged', values: { names: 'orders-2 (3)' } });
  });
});

describe('disks', () => {
  const brokers = (usableBytes: number | null): BrokersState =>
    ({
      brokers: { 1: { logDirs: [{ path: 'data', error: null, totalBytes: 1000, usableBytes }] } },
    }) as unknown as BrokersState;

  test('need attention below a tenth of the volume', () => {
    expect(kinds(of(calm, { brokers: brokers(101) }))).toEqual([]);
    expect(kinds(of(calm, { brokers: brokers(null) }))).toEqual([]);
    expect(of(calm, { brokers: brokers(42) })[0]).toMatchObject({
      kind: 'disk-filling',
      values: { id: 1, path: 'data', percent: 4 },
    });
  });

  test('that were taken offline are failures', () => {
    const offline = clusterOf([broker(1, { offlineLogDirs: ['data'] })], []);
    expect(kinds(of(offline, { brokers: brokers(1) }))).toEqual(['disk-offline']);
  });
});

describe('groups', () => {
  const groups = (group: object): GroupsState =>
    ({
      groups: { payments: { lag: 0, memberCount: 1, idleCount: 0, ...group } },
    }) as unknown as GroupsState;
  const forecast = (kind: string, perS: number | null = null) => ({ kind, perS, etaS: null });

  test('that keep up, or catch up, need nothing', () => {
    for (const kind of ['caught-up', 'catching-up', 'steady', 'unknown']) {
      const found = of(calm, { groups: groups({ lag: 50, forecast: forecast(kind) }) });
      expect(found).toEqual([]);
    }
  });

  test('that fall behind, stand, or have nobody are told', () => {
    const falling = groups({ lag: 50, forecast: forecast('falling-behind', 20.4) });
    expect(of(calm, { groups: falling })[0]).toMatchObject({
      kind: 'lag-growing',
      values: { groupId: 'payments', lag: 50, perS: 20 },
      href: '#/groups/payments',
    });
    const standing = groups({ lag: 50, forecast: forecast('standing') });
    expect(kinds(of(calm, { groups: standing }))).toEqual(['lag-standing']);
    const empty = groups({ lag: 50, memberCount: 0, forecast: forecast('falling-behind', 1) });
    expect(kinds(of(calm, { groups: empty }))).toEqual(['nobody-reads']);
  });

  test('with members that have nothing to read are told', () => {
    const idle = groups({ idleCount: 2, forecast: forecast('caught-up') });
    expect(of(calm, { groups: idle })[0]).toMatchObject({ kind: 'idle-members' });
  });
});

describe('a hot partition', () => {
  const cluster = clusterOf(
    [broker(1)],
    [1, 2, 3, 4].map(() => partition([1, 2, 3])),
  );
  const points = (first: number, others: number, count = 10): readonly MeasurePoint[] =>
    Array.from({ length: count }, (_, atMs) => ({
      atMs,
      values: { 'orders-0': [first], 'orders-1': [others], 'orders-2': [others] },
    }));

  test('takes most of what is written', () => {
    expect(of(cluster, { partitions: points(90, 5) })[0]).toMatchObject({
      kind: 'hot-partition',
      values: { topic: 'orders', partition: '0', percent: 90, count: 4 },
    });
  });

  test('is none while the others have their share, little is written, or the look is short', () => {
    expect(of(cluster, { partitions: points(40, 30) })).toEqual([]);
    expect(of(cluster, { partitions: points(9, 0.5) })).toEqual([]);
    expect(of(cluster, { partitions: points(90, 5, 9) })).toEqual([]);
  });
});
