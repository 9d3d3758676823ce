import { beforeEach, describe, expect, test } from 'vitest';
import type { ReplicaStats } from '../../../src/broker/control.ts';
import { ReplicaTable } from '../../../src/main/cluster-state/replica-table.ts';

let nowMs = 0;
let table = new ReplicaTable();

beforeEach(() => {
  nowMs = 1_000;
  table = new ReplicaTable(() => nowMs);
});

const replica = (
  topic: string,
  partition: number,
  isLeader: boolean,
  logEndOffset: number,
  sizeBytes = logEndOffset * 10,
): ReplicaStats => ({
  topic,
  partition,
  isLeader,
  leaderEpoch: 0,
  logStartOffset: 0,
  logEndOffset,
  highWatermark: logEndOffset,
  sizeBytes,
});

const told = (brokerId: number, ...replicas: readonly ReplicaStats[]) =>
  table.apply(brokerId, { isWhole: false, replicas, gone: [] });

describe('the table of replicas', () => {
  test('puts the reports of all brokers together', () => {
    told(1, replica('a', 0, true, 10));
    told(2, replica('a', 0, false, 7));
    expect(table.all['a']?.[0]?.[1]).toMatchObject({ logEndOffset: 10, behindCount: 0 });
    expect(table.all['a']?.[0]?.[2]).toMatchObject({ logEndOffset: 7, sizeBytes: 70 });
  });

  test('takes the distance of two reports for no lag, and what stays for one', () => {
    told(1, replica('a', 0, true, 10));
    told(2, replica('a', 0, false, 7));
    expect(table.all['a']?.[0]?.[2]?.behindCount).toBe(null);
    nowMs += 250;
    told(1, replica('a', 0, true, 20));
    expect(table.all['a']?.[0]?.[2]?.behindCount).toBe(null);
    nowMs += 500;
    told(2);
    expect(table.all['a']?.[0]?.[2]?.behindCount).toBe(13);
    told(2, replica('a', 0, false, 20));
    expect(table.all['a']?.[0]?.[2]?.behindCount).toBe(0);
  });

  test('keeps the identity of everything that did not move', () => {
    told(1, replica('a', 0, true, 1), replica('a', 1, true, 1), replica('b', 0, true, 1));
    nowMs += 1_000;
    told(1);
    const before = table.all;
    told(1, replica('a', 1, true, 2));
    const after = table.all;
    expect(after['b']).toBe(before['b']);
    expect(after['a']).not.toBe(before['a']);
    expect(after['a']?.[0]).toBe(before['a']?.[0]);
    expect(table.all).toBe(after);
  });

  test('forgets what is gone, a broker that ended, and what a whole report leaves out', () => {
    told(1, replica('a', 0, true, 1), replica('b', 0, true, 1));
    told(2, replica('a', 0, false, 1));
    table.apply(1, { isWhole: false, replicas: [], gone: [{ topic: 'b', partition: 0 }] });
    expect(Object.keys(table.all)).toEqual(['a']);
    table.forget(2);
    expect(Object.keys(table.all['a']?.[0] ?? {})).toEqual(['1']);
    table.apply(1, { isWhole: true, replicas: [replica('c', 0, true, 1)], gone: [] });
    expect(Object.keys(table.all)).toEqual(['c']);
  });

  test('sums up what followers fetched since it was asked', () => {
    told(1, replica('a', 0, true, 10), replica('a', 1, true, 10));
    told(2, replica('a', 0, false, 5), replica('a', 1, false, 5));
    expect(table.takeFetched()).toEqual([]);
    told(2, replica('a', 0, false, 10), replica('a', 1, false, 6));
    expect(table.takeFetched()).toEqual([{ leader: 1, follower: 2, bytes: 60, partitionCount: 2 }]);
    expect(table.takeFetched()).toEqual([]);
    // A log that got smaller, because its oldest segment went, brought no bytes back.
    told(2, replica('a', 0, false, 12, 3));
    expect(table.takeFetched()).toMatchObject([{ bytes: 0, partitionCount: 1 }]);
  });
});
