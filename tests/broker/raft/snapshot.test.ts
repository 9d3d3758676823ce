import { describe, expect, it } from 'vitest';
import { decodeRecords, headersOf, isControl } from '../../../src/broker/protocol/record-batch.ts';
import {
  snapshotFooterRecord,
  snapshotHeaderRecord,
} from '../../../src/broker/protocol/records/control.ts';
import { decodeSnapshot, encodeSnapshot } from '../../../src/broker/raft/snapshot-format.ts';
import { snapshotName, SnapshotStore } from '../../../src/broker/raft/snapshot-store.ts';
import { MemoryDisk } from '../../support/memory-disk.ts';

const id = { endOffset: 120, epoch: 7 };
const times = { nowMs: 1_700_000_000_000, lastContainedTimestampMs: 1_600_000_000_000 };
const values = (count: number) =>
  Array.from({ length: count }, (_, index) => Buffer.from(`v${index}`));

describe('snapshot format', () => {
  it('is a header batch, batches of records, and a footer batch', () => {
    const content = encodeSnapshot(id, values(3), times);
    const batches = [...headersOf(content)];
    expect(batches.map((batch) => [batch.baseOffset, batch.lastOffset])).toEqual([
      [0, 0],
      [1, 3],
      [4, 4],
    ]);
    expect(batches.map(({ attributes }) => isControl(attributes))).toEqual([true, false, true]);
    expect(batches.map(({ leaderEpoch }) => leaderEpoch)).toEqual([7, 7, 7]);
    const [first] = decodeRecords(content, batches[0]);
    expect(first.key).toEqual(Buffer.from([0, 0, 0, 3]));
    expect(snapshotHeaderRecord.message.decode(0, first.value as Buffer)).toEqual({
      version: 0,
      lastContainedLogTimestamp: times.lastContainedTimestampMs,
    });
    const [last] = decodeRecords(content, batches[2]);
    expect(last.key).toEqual(Buffer.from([0, 0, 0, 4]));
    expect(snapshotFooterRecord.message.decode(0, last.value as Buffer)).toEqual({ version: 0 });
  });

  it.each([0, 1, 9_999, 10_001, 25_000])('gives %d records back in order', (count) => {
    const content = encodeSnapshot(id, values(count), times);
    expect(decodeSnapshot(content)).toEqual(values(count));
  });

  it('refuses what is cut off or damaged', () => {
    const content = encodeSnapshot(id, values(10), times);
    for (let end = 0; end < content.length; end += 7)
      expect(() => decodeSnapshot(content.subarray(0, end))).toThrow('cut off');
    const damaged = Buffer.from(content);
    damaged[100] ^= 1;
    expect(() => decodeSnapshot(damaged)).toThrow('damaged');
  });
});

describe('snapshot store', () => {
  const open = (memory = new MemoryDisk()) => {
    const disk = memory.mount();
    disk.makeDirectory('/d');
    return { memory, disk, store: new SnapshotStore(disk, '/d') };
  };

  it('names files as Kafka does', () => {
    expect(snapshotName(id)).toBe('00000000000000000120-0000000007.checkpoint');
  });

  it('finds what it wrote, also after a restart', async () => {
    const { memory, store } = open();
    store.write(id, Buffer.from('new'));
    store.write({ endOffset: 60, epoch: 2 }, Buffer.from('old one'));
    for (const one of [store, open(memory).store]) {
      expect(one.all().map(({ endOffset }) => endOffset)).toEqual([60, 120]);
      expect(one.latest()).toMatchObject({ ...id, sizeBytes: 3 });
      expect(one.oldest()?.endOffset).toBe(60);
      expect(one.find({ endOffset: 60, epoch: 3 })).toBeUndefined();
      expect(String(one.read(id))).toBe('new');
      expect(String(await one.readPart({ endOffset: 60, epoch: 2 }, 4, 100))).toBe('one');
      expect(String(await one.readPart({ endOffset: 60, epoch: 2 }, 0, 3))).toBe('old');
    }
    store.remove({ endOffset: 60, epoch: 2 });
    expect(open(memory).store.all()).toHaveLength(1);
  });

  it('removes what a crash left of a write, and passes over other files', () => {
    const { memory } = open();
    memory.setContent(`/d/${snapshotName(id)}.part`, Buffer.from('x'));
    memory.setContent(`/d/${snapshotName(id)}.tmp`, Buffer.from('x'));
    memory.setContent('/d/00000000000000000000.log', Buffer.from('x'));
    expect(open(memory).store.all()).toEqual([]);
    expect(memory.paths()).toEqual(['/d/00000000000000000000.log']);
  });
});
