import { expect, test } from 'vitest';
import {
  failoverDefault,
  failoverSources,
  zookeeperFailover,
} from '../../../src/scenario/models/zookeeper-failover.ts';

test('serial reads: the example of the source, 20 s for 10,000 partitions', () => {
  const { parts, leaderCount } = zookeeperFailover({
    brokerCount: 10,
    partitionCount: 10_000,
    sessionTimeoutMs: 6_000,
    figures: 'serial',
  });
  const lengths = Object.fromEntries(parts.map(({ step, fromMs, toMs }) => [step, toMs - fromMs]));
  // 1000 partitions of the dead broker, 5 ms each.
  expect(lengths).toEqual({ detect: 6_000, elect: 0, load: 20_000, leaders: 5_000, push: 0 });
  expect(leaderCount).toBe(1_000);
});

test('two million partitions: what was measured, after the session has ended', () => {
  const { totalMs } = zookeeperFailover({
    ...failoverDefault,
    partitionCount: 2_000_000,
    figures: 'two-million',
  });
  expect(totalMs).toBeCloseTo(18_000 + 503_000);
});

test('one million partitions: reading and pushing have a figure each', () => {
  const { parts } = zookeeperFailover({
    ...failoverDefault,
    partitionCount: 1_000_000,
    figures: 'one-million',
  });
  const lengthOf = (step: string) => {
    const part = parts.find((each) => each.step === step);
    return part ? part.toMs - part.fromMs : null;
  };
  expect(lengthOf('load')).toBeCloseTo(37_000);
  expect(lengthOf('push')).toBeCloseTo(40_000);
});

test('parts follow each other, and one without a figure has no source and no length', () => {
  for (const figures of ['serial', 'two-million', 'one-million'] as const) {
    const { parts, totalMs } = zookeeperFailover({ ...failoverDefault, figures });
    let atMs = 0;
    for (const { fromMs, toMs, sourceId } of parts) {
      expect(fromMs).toBe(atMs);
      expect(toMs > fromMs).toBe(sourceId !== null);
      expect(sourceId === null || sourceId in failoverSources).toBe(true);
      atMs = toMs;
    }
    expect(totalMs).toBe(atMs);
  }
});

test('every living broker is told of every partition', () => {
  const { requestCount, entryCount } = zookeeperFailover({
    ...failoverDefault,
    brokerCount: 5,
    partitionCount: 1_000,
  });
  expect({ requestCount, entryCount }).toEqual({ requestCount: 8, entryCount: 4_000 });
});
