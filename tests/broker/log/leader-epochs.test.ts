import { describe, expect, it } from 'vitest';
import { LeaderEpochs } from '../../../src/broker/log/leader-epochs.ts';
import { MemoryDisk } from '../../support/memory-disk.ts';

const path = '/data/leader-epoch-checkpoint';

function epochs(...entries: [number, number][]): { disk: MemoryDisk; table: LeaderEpochs } {
  const disk = new MemoryDisk();
  const mounted = disk.mount();
  mounted.makeDirectory('/data');
  const table = new LeaderEpochs(mounted, path);
  for (const [epoch, startOffset] of entries) table.assign(epoch, startOffset);
  return { disk, table };
}

describe('leader epochs', () => {
  it.each([
    [-1, -1, -1],
    [0, 0, 5],
    [1, 1, 10],
    [2, 1, 10],
    [3, 1, 10],
    [4, 4, 20],
    [5, 5, 30],
    [6, -1, -1],
  ])('of epoch %i the end is (%i, %i)', (asked, epoch, endOffset) => {
    const { table } = epochs([1, 5], [4, 10], [5, 20]);
    expect(table.endOffsetFor(asked, 30)).toEqual({ epoch, endOffset });
  });

  it('know nothing when there are none', () => {
    expect(epochs().table.endOffsetFor(0, 0)).toEqual({ epoch: -1, endOffset: -1 });
    expect(epochs().table.latest).toBe(-1);
  });

  it('drop entries that a new one contradicts', () => {
    const { table } = epochs([1, 0], [2, 10], [3, 20]);
    table.assign(4, 10);
    expect([table.startOf(2), table.startOf(3), table.startOf(4)]).toEqual([
      undefined,
      undefined,
      10,
    ]);
    table.assign(4, 15);
    expect(table.startOf(4)).toBe(10);
    table.assign(4, 5);
    expect(table.startOf(4)).toBe(5);
  });

  it('are cut at both ends', () => {
    const { table } = epochs([1, 0], [2, 10], [3, 20]);
    table.truncateEnd(20);
    expect(table.latest).toBe(2);
    table.truncateStart(12);
    expect([table.startOf(1), table.startOf(2)]).toEqual([undefined, 12]);
    expect([table.epochAt(11), table.epochAt(12)]).toEqual([-1, 2]);
  });

  it('are written in the form of Kafka', () => {
    const { disk, table } = epochs([1, 0], [2, 10]);
    expect(disk.contentOf(path)).toBeUndefined();
    table.save();
    expect(disk.contentOf(path)?.toString()).toBe('0\n2\n1 0\n2 10\n');
    expect(disk.calls.sync).toBe(0);
  });
});
