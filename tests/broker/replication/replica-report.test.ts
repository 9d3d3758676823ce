import { describe, expect, test } from 'vitest';
import { ReplicaReport } from '../../../src/broker/replication/replica-report.ts';

function replica(topic: string, partition: number) {
  const log = { logStartOffset: 0, logEndOffset: 5, highWatermark: 5, sizeBytes: 50 };
  return { topic, partition, isLeader: true, leaderEpoch: 0, log };
}

describe('the report of replicas', () => {
  test('tells only what moved, and everything when asked to', () => {
    const report = new ReplicaReport();
    const [a, b] = [replica('a', 0), replica('b', 0)];
    const all = () => [a, b].values();
    expect(report.take(all, true).replicas).toHaveLength(2);
    expect(report.take(all, false)).toEqual({ isWhole: false, replicas: [], gone: [] });
    b.log.logEndOffset = 6;
    expect(report.take(all, false).replicas).toMatchObject([{ topic: 'b', logEndOffset: 6 }]);
    a.isLeader = false;
    expect(report.take(all, false).replicas).toMatchObject([{ topic: 'a', isLeader: false }]);
    expect(report.take(all, true)).toMatchObject({ isWhole: true, replicas: [{}, {}] });
  });

  test('tells what is gone, but not of a topic that was made anew', () => {
    const report = new ReplicaReport();
    const [a, b] = [replica('a', 0), replica('b', 0)];
    report.take(() => [a, b].values(), true);
    expect(report.take(() => [a].values(), false).gone).toEqual([{ topic: 'b', partition: 0 }]);
    const again = replica('a', 0);
    const { replicas, gone } = report.take(() => [again].values(), false);
    expect(replicas).toHaveLength(1);
    expect(gone).toEqual([]);
  });
});
