import { describe, expect, test } from 'vitest';
import type {
  BrokerState,
  ClusterEvent,
  ClusterState,
} from '../../../../src/main/contract/index.ts';
import {
  measurementsOf,
  spreadOf,
  spreadsOf,
  targetsOf,
} from '../../../../src/renderer/views/questions/elections.ts';

type NewEvent = ClusterEvent extends infer Event
  ? Event extends ClusterEvent
    ? Omit<Event, 'id' | 'atMs'>
    : never
  : never;

function log(...entries: readonly (readonly [atMs: number, event: NewEvent])[]) {
  return entries.map(([atMs, event], id) => ({ id, atMs, ...event }) as ClusterEvent);
}

const exited = (brokerId: number, reason: 'killed-by-user' | 'stopped' = 'killed-by-user') =>
  ({
    kind: 'broker-exited',
    brokerId,
    exit: { atMs: 0, code: null, signal: 'SIGKILL', reason, message: '' },
  }) as const;
const leads = (leader: number, leaderEpoch = 3, partition = 0) =>
  ({
    kind: 'leader-changed',
    topic: 'orders',
    partition,
    leader,
    leaderEpoch,
    isr: [leader],
  }) as const;
const controls = (controllerId: number) =>
  ({ kind: 'controller-changed', controllerId, quorumEpoch: 5 }) as const;

describe('a measurement', () => {
  test('begins when a broker dies, and knows the new controller and leaders', () => {
    const [found] = measurementsOf(
      log(
        [1_000, exited(1)],
        [1_010, controls(-1)],
        [1_060, controls(2)],
        [1_100, { kind: 'broker-fenced', brokerId: 1 }],
        [1_110, leads(2)],
        [1_150, leads(3, 4, 1)],
        // A new topic is no consequence, nor is what the dead one is still named for.
        [1_160, leads(3, 0, 2)],
        [1_170, leads(1, 9, 3)],
        [3_000, { kind: 'broker-ready', brokerId: 1, pid: 9 }],
        // It takes its partitions back.
        [3_500, leads(1, 5)],
        [3_600, leads(2, 6)],
      ),
      4_000,
    );
    expect(found).toMatchObject({
      brokerId: 1,
      cause: 'killed',
      controllerAfterMs: 60,
      firstLeaderAfterMs: 110,
      lastLeaderAfterMs: 150,
      leaderCount: 2,
      backAfterMs: 2_000,
      isOver: true,
    });
  });

  test('of a frozen broker ends when it goes on', () => {
    const events = log(
      [0, { kind: 'broker-frozen', brokerId: 2 }],
      [1_700, controls(3)],
      [9_000, { kind: 'broker-fenced', brokerId: 2 }],
      [9_100, leads(3)],
    );
    const found = measurementsOf(events, 9_200);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({
      cause: 'frozen',
      controllerAfterMs: 1_700,
      lastLeaderAfterMs: 9_100,
      isOver: false,
    });
  });

  test('is none when a broker was stopped in order', () => {
    expect(measurementsOf(log([0, exited(1, 'stopped')], [50, leads(2)]), 100)).toEqual([]);
  });

  test('of a foreign broker begins when it is not named any more', () => {
    const [found] = measurementsOf(
      log([0, { kind: 'broker-fenced', brokerId: 7 }], [0, controls(8)]),
      100,
    );
    expect(found).toMatchObject({ cause: 'vanished', brokerId: 7, controllerAfterMs: 0 });
  });

  test('takes nothing from later, and is over some day', () => {
    const [found] = measurementsOf(log([0, exited(1)], [60_000, controls(3)]), 60_000);
    expect(found).toMatchObject({ controllerAfterMs: null, isOver: true });
  });

  test('newest first; each knows its own broker', () => {
    const found = measurementsOf(
      log(
        [0, exited(1)],
        [100, { kind: 'broker-ready', brokerId: 1, pid: 2 }],
        [1_000, exited(2)],
        [1_040, controls(1)],
      ),
      1_100,
    );
    expect(found.map(({ brokerId }) => brokerId)).toEqual([2, 1]);
    expect(found.map(({ controllerAfterMs }) => controllerAfterMs)).toEqual([40, null]);
  });
});

test('a spread has its ends and its middle', () => {
  expect(spreadOf([])).toBe(null);
  expect(spreadOf([30, 10, 20])).toMatchObject({ min: 10, median: 20, max: 30 });
  expect(spreadOf([10, 20])).toMatchObject({ median: 15 });
  const measured = measurementsOf(
    log(
      [0, exited(1)],
      [60, controls(2)],
      [1_000, { kind: 'broker-ready', brokerId: 1, pid: 2 }],
      [2_000, { kind: 'broker-frozen', brokerId: 2 }],
      [4_000, controls(3)],
    ),
    5_000,
  );
  const spreads = spreadsOf(measured);
  expect(spreads.controller?.values).toEqual([60]);
  expect(spreads.frozen?.values).toEqual([2_000]);
  expect(spreads.leaders).toBe(null);
});

describe('who can be taken away', () => {
  const broker = (id: number, leaderCount: number, phase = 'ready') =>
    [id, { id, leaderCount, phase, isFenced: false } as BrokerState] as const;
  const cluster = (...brokers: readonly ReturnType<typeof broker>[]) =>
    ({ controllerId: 1, brokers: Object.fromEntries(brokers) }) as unknown as ClusterState;

  test('is the controller, and who leads most besides it', () => {
    const targets = targetsOf(cluster(broker(1, 9), broker(2, 1), broker(3, 4)));
    expect(targets).toEqual({ controllerId: 1, leaderId: 3, isSafe: true });
  });

  test('is nobody when no majority would be left', () => {
    const targets = targetsOf(cluster(broker(1, 1), broker(2, 1, 'exited'), broker(3, 0)));
    expect(targets).toEqual({ controllerId: 1, leaderId: null, isSafe: false });
    expect(targetsOf(cluster(broker(1, 1))).isSafe).toBe(false);
  });
});
