import { describe, expect, it } from 'vitest';
import { DiskError } from '../../../src/broker/env/env.ts';
import type { PartitionLog } from '../../../src/broker/log/partition-log.ts';
import { errors } from '../../../src/broker/protocol/errors.ts';
import { at, headersOf, isCrcValid } from '../../../src/broker/protocol/record-batch.ts';
import {
  append,
  batchOf,
  dir,
  filesOf,
  headersIn,
  Machine,
  readAll,
  refusal,
  startMs,
} from './support.ts';

const small = { segmentBytes: 1000, indexIntervalBytes: 100 };

describe('append as leader', () => {
  it('gives offsets and epoch in place and leaves the CRC valid', async () => {
    const log = new Machine().create();
    append(log, 3);
    const bytes = batchOf(2);
    const info = log.appendAsLeader(bytes, 4, 'client');
    expect(info).toMatchObject({
      firstOffset: 3,
      lastOffset: 4,
      recordCount: 2,
      lastLeaderEpoch: 4,
    });
    expect(info).toMatchObject({ logAppendTimeMs: -1, maxTimestamp: startMs, isDuplicate: false });
    const [, second] = await headersIn(log);
    expect(second).toMatchObject({ baseOffset: 3, lastOffset: 4, leaderEpoch: 4 });
    expect(isCrcValid(bytes, { ...second, position: 0 })).toBe(true);
  });

  it('stamps LogAppendTime', async () => {
    const machine = new Machine();
    const log = machine.create({ messageTimestampType: 'LogAppendTime' });
    machine.nowMs += 500;
    expect(append(log, 1)).toMatchObject({ logAppendTimeMs: startMs + 500 });
    const bytes = await readAll(log);
    const [header] = headersOf(bytes);
    expect(header).toMatchObject({ maxTimestamp: startMs + 500, attributes: 8 });
    expect(isCrcValid(bytes, header)).toBe(true);
  });

  it('costs one write call and no other', () => {
    const machine = new Machine();
    const log = machine.create();
    append(log, 1);
    const before = { ...machine.disk.calls };
    append(log, 1);
    const { calls } = machine.disk;
    expect(calls.append - before.append).toBe(1);
    expect({ ...calls, append: 0 }).toEqual({ ...before, append: 0 });
  });

  it('writes what a follower fetched with one call too', async () => {
    const machine = new Machine();
    const log = machine.create();
    await machine.advance(1000);
    const batches = Buffer.concat(
      Array.from({ length: 50 }, (_, offset) => batchOf(1, { baseOffset: offset, leaderEpoch: 0 })),
    );
    const before = machine.disk.calls.append;
    log.appendAsFollower(batches);
    // One for the batches, one for the epoch checkpoint.
    expect(machine.disk.calls.append - before).toBe(2);
    expect(log.logEndOffset).toBe(50);
  });

  it('takes nothing up that the disk refused, and goes on behind what was torn', async () => {
    const machine = new Machine();
    const log = machine.create();
    append(log, 2);
    const before = await readAll(log);
    machine.disk.capacityBytes = machine.disk.usedBytes() + 20;
    const failures: unknown[] = [];
    machine.manager.onFailure((error) => failures.push(error));
    expect(() => append(log, 2)).toThrow(DiskError);
    expect(failures).toHaveLength(1);
    expect(log.logEndOffset).toBe(2);
    machine.disk.capacityBytes = Number.MAX_SAFE_INTEGER;
    append(log, 1, { sizeBytes: 1 });
    const after = machine.disk.contentOf(`${dir}/00000000000000000000.log`);
    expect(after?.subarray(0, before.length)).toEqual(before);
    expect([...headersOf(after ?? before)].map(({ baseOffset }) => baseOffset)).toEqual([0, 2]);
  });
});

describe('append as follower', () => {
  it('keeps offsets and epochs, and the gaps that compaction left', async () => {
    const log = new Machine().create();
    log.appendAsFollower(batchOf(2, { leaderEpoch: 3 }));
    log.appendAsFollower(batchOf(2, { baseOffset: 10, leaderEpoch: 5 }));
    expect(log.logEndOffset).toBe(12);
    expect(log.latestEpoch).toBe(5);
    expect(log.epochStart(5)).toBe(10);
    expect((await headersIn(log)).map(({ baseOffset }) => baseOffset)).toEqual([0, 10]);
    const gap = await log.read(5, { maxBytes: 1, upperOffset: 12, minOneBatch: true });
    expect(gap.nextOffset).toBe(12);
  });

  it('refuses offsets that go back and batches with a wrong CRC, taking nothing up', () => {
    const log = new Machine().create();
    log.appendAsFollower(batchOf(2, { leaderEpoch: 0 }));
    expect(refusal(() => log.appendAsFollower(batchOf(1, { baseOffset: 1 })))).toBe(
      errors.corruptMessage,
    );
    const damaged = batchOf(1, { baseOffset: 3 });
    damaged[at.records + 3] ^= 1;
    const both = Buffer.concat([batchOf(1, { baseOffset: 2 }), damaged]);
    expect(refusal(() => log.appendAsFollower(both))).toBe(errors.corruptMessage);
    expect(log.logEndOffset).toBe(2);
  });

  it('leaves out a batch that is not there as a whole', () => {
    const log = new Machine().create();
    const two = Buffer.concat([batchOf(1), batchOf(1, { baseOffset: 1 })]);
    expect(log.appendAsFollower(two.subarray(0, two.length - 1))).toMatchObject({ lastOffset: 0 });
  });

  it('begins below its start when the leader starts within a batch', async () => {
    const machine = new Machine();
    const log = machine.create();
    log.truncateFullyAndStartAt(7);
    log.appendAsFollower(batchOf(5, { baseOffset: 5, leaderEpoch: 2 }));
    expect(log).toMatchObject({ logStartOffset: 7, logEndOffset: 10 });
    expect(refusal(() => log.read(6, { maxBytes: 1, upperOffset: 10, minOneBatch: true }))).toBe(1);
    expect((await headersIn(log)).map(({ baseOffset }) => baseOffset)).toEqual([5]);
    expect(machine.restart()).toMatchObject({ logStartOffset: 7, logEndOffset: 10 });
  });
});

describe('roll', () => {
  it('begins a segment where the batch would not fit, and finds every offset in all of them', async () => {
    const machine = new Machine();
    const log = machine.create(small);
    for (let count = 0; count < 100; count++) append(log, 1 + (count % 3));
    expect(filesOf(machine, '.log').length).toBeGreaterThan(5);
    for (const name of filesOf(machine, '.log'))
      expect(machine.disk.contentOf(`${dir}/${name}`)?.length).toBeLessThanOrEqual(1000);
    const reopened = machine.restart(small);
    for (let offset = 0; offset < reopened.logEndOffset; offset++) {
      const read = await reopened.read(offset, {
        maxBytes: 1,
        upperOffset: 1e9,
        minOneBatch: true,
      });
      const [header] = headersOf(read.slices[0]);
      expect(header.baseOffset).toBeLessThanOrEqual(offset);
      expect(header.lastOffset).toBeGreaterThanOrEqual(offset);
    }
  });

  it('follows segment.ms by the timestamps, also after a restart', () => {
    const machine = new Machine();
    const config = { segmentMs: 1000 };
    append(machine.create(config), 1);
    const log = machine.restart(config);
    append(log, 1, { timestampMs: startMs + 1000 });
    expect(filesOf(machine, '.log')).toHaveLength(1);
    append(log, 1, { timestampMs: startMs + 1001 });
    expect(filesOf(machine, '.log')).toHaveLength(2);
  });

  it('follows a full index', () => {
    const machine = new Machine();
    const log = machine.create({ segmentIndexBytes: 48, indexIntervalBytes: 1 });
    for (let count = 0; count < 20; count++) append(log, 1, { timestampMs: startMs + count });
    expect(filesOf(machine, '.log').length).toBeGreaterThan(3);
  });

  it('follows an offset that does not fit 32 bits relative to the segment', () => {
    const machine = new Machine();
    const log = machine.create();
    log.appendAsFollower(batchOf(1, { baseOffset: 0x80000000, leaderEpoch: 0 }));
    log.appendAsFollower(batchOf(1, { baseOffset: 0x80000000 * 2 + 1, leaderEpoch: 0 }));
    expect(filesOf(machine, '.log')).toEqual([
      '00000000002147483648.log',
      '00000000004294967297.log',
    ]);
  });

  it('flushes the closed segment in the background and moves the recovery point', async () => {
    const machine = new Machine();
    const log = machine.create(small);
    while (filesOf(machine, '.log').length < 2) append(log, 1);
    await machine.settle();
    const [first, second] = filesOf(machine, '.log');
    expect(machine.disk.unsyncedBytes(`${dir}/${first}`)).toBe(0);
    expect(machine.disk.unsyncedBytes(`${dir}/${first.replace('.log', '.index')}`)).toBe(0);
    expect(machine.disk.unsyncedBytes(`${dir}/${second}`)).toBeGreaterThan(0);
    expect(log.recoveryPoint).toBe(Number.parseInt(second, 10));
  });
});

describe('read', () => {
  it('gives whole batches below the upper offset and within the size', async () => {
    const log = new Machine().create();
    for (let count = 0; count < 10; count++) append(log, 2);
    const sizeBytes = batchOf(2).length;
    const read = (fromOffset: number, maxBytes: number, upperOffset = 20, minOneBatch = false) =>
      log.read(fromOffset, { maxBytes, upperOffset, minOneBatch });
    expect(await read(0, sizeBytes * 3 + 1)).toMatchObject({
      nextOffset: 6,
      sizeBytes: sizeBytes * 3,
    });
    expect(await read(3, sizeBytes)).toMatchObject({ nextOffset: 4, sizeBytes });
    expect(await read(0, 1)).toMatchObject({ nextOffset: 0, sizeBytes: 0 });
    expect(await read(0, 1, 20, true)).toMatchObject({ nextOffset: 2, sizeBytes });
    expect(await read(0, 1e6, 7)).toMatchObject({ nextOffset: 6 });
    expect(await read(20, 1e6, 100)).toMatchObject({ nextOffset: 20, sizeBytes: 0 });
    expect(refusal(() => read(21, 1e6))).toBe(errors.offsetOutOfRange);
  });

  it('answers from the file exactly as from memory', async () => {
    const machine = new Machine();
    const log = machine.create(small);
    for (let count = 0; count < 60; count++) append(log, 1 + (count % 4), { sizeBytes: count });
    const reads = async (from: PartitionLog): Promise<Buffer[]> => {
      const out: Buffer[] = [];
      for (let offset = 0; offset < from.logEndOffset; offset += 3)
        out.push(await readAll(from, offset, 100 + offset));
      return out;
    };
    const fromMemory = await reads(log);
    expect(await reads(machine.restart(small))).toEqual(fromMemory);
  });
});

describe('after deletion', () => {
  it('refuses appends and reads that come late, without touching the disk', async () => {
    const machine = new Machine();
    const log = machine.create();
    append(log, 1);
    const flushed = log.flush();
    machine.manager.delete('orders', 0);
    await flushed;
    expect(refusal(() => append(log, 1))).toBe(errors.notLeaderOrFollower);
    expect(machine.manager.isFailed).toBe(false);
    expect(filesOf(machine)).toEqual([]);
  });
});
