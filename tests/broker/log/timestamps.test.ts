import { gzipSync, zstdCompressSync } from 'node:zlib';
import { compressFrameSync } from 'lz4-napi';
import { compressSync } from 'snappy';
import { describe, expect, it } from 'vitest';
import type { PartitionLog } from '../../../src/broker/log/partition-log.ts';
import { decompress } from '../../../src/broker/protocol/compression.ts';
import {
  at,
  encodeBatch,
  lengthPrefixBytes,
  writeCrc,
} from '../../../src/broker/protocol/record-batch.ts';
import { Machine, startMs } from './support.ts';

/** Blocks of snappy as Java's library writes them. */
function xerial(body: Buffer): Buffer {
  const magic = Buffer.from('82534e415050590000000001' + '00000001', 'hex');
  const parts = [body.subarray(0, 50), body.subarray(50)].flatMap((part) => {
    const block = compressSync(part);
    const sizeBytes = Buffer.alloc(4);
    sizeBytes.writeInt32BE(block.length);
    return [sizeBytes, block];
  });
  return Buffer.concat([magic, ...parts]);
}

const codecs: [string, number, (body: Buffer) => Buffer][] = [
  ['none', 0, (body) => body],
  ['gzip', 1, (body) => gzipSync(body)],
  ['snappy', 2, (body) => compressSync(body)],
  ['snappy of Java', 2, xerial],
  ['lz4', 3, (body) => compressFrameSync(body)],
  ['zstd', 4, (body) => zstdCompressSync(body)],
];

/** Records at the given times after the start, 20 bytes each, compressed. */
function batchAt(times: number[], codec: number, compress: (body: Buffer) => Buffer): Buffer {
  const records = times.map((ms) => ({
    key: null,
    value: Buffer.alloc(20, ms),
    timestampMs: startMs + ms,
  }));
  const plain = encodeBatch({ records, timestampMs: startMs });
  const out = Buffer.concat([plain.subarray(0, at.records), compress(plain.subarray(at.records))]);
  out.writeInt32BE(out.length - lengthPrefixBytes, at.batchLength);
  out.writeInt16BE(codec, at.attributes);
  writeCrc(out, 0, out.length);
  return out;
}

async function offsetSince(log: PartitionLog, ms: number, upperOffset = 1e9): Promise<unknown> {
  const found = await log.offsetForTimestamp(startMs + ms, upperOffset);
  return found && [found.offset, found.timestampMs - startMs];
}

describe.each(codecs)('lookup by time, %s', (_name, codec, compress) => {
  it('finds the record within the batch', async () => {
    const log = new Machine().create();
    for (const times of [
      [0, 5, 10],
      [30, 20, 25],
      [26, 27, 40],
    ])
      log.appendAsLeader(batchAt(times, codec, compress), 2, 'client');
    expect(await offsetSince(log, 0)).toEqual([0, 0]);
    expect(await offsetSince(log, 6)).toEqual([2, 10]);
    expect(await offsetSince(log, 20)).toEqual([3, 30]);
    expect(await offsetSince(log, 31)).toEqual([8, 40]);
    expect(await offsetSince(log, 41)).toBeUndefined();
    expect(await offsetSince(log, 31, 8)).toBeUndefined();
    expect(await log.offsetForTimestamp(-3, 9)).toEqual({
      offset: 8,
      timestampMs: startMs + 40,
      leaderEpoch: 2,
    });
    expect(await log.offsetForTimestamp(-3, 8)).toMatchObject({ offset: 3 });
  });
});

describe('lookup by time', () => {
  it('does not see records below the start', async () => {
    const log = new Machine().create();
    log.appendAsLeader(
      batchAt([0, 50, 10], 0, (body) => body),
      1,
      'client',
    );
    log.setHighWatermark(3);
    log.incrementLogStartOffset(2);
    expect(await offsetSince(log, 0)).toEqual([2, 10]);
    expect(await log.offsetForTimestamp(-3, 9)).toMatchObject({ offset: 2 });
  });

  it('goes by the append time where that is kept', async () => {
    const machine = new Machine();
    const log = machine.create({ messageTimestampType: 'LogAppendTime' });
    machine.nowMs += 1000;
    log.appendAsLeader(
      batchAt([0, 5], 0, (body) => body),
      1,
      'client',
    );
    expect(await offsetSince(log, 500)).toEqual([0, 1000]);
    expect(await log.offsetForTimestamp(-3, 9)).toMatchObject({ offset: 0 });
  });

  it('knows nothing of an empty log', async () => {
    const log = new Machine().create();
    expect(await log.offsetForTimestamp(0, 0)).toBeUndefined();
    expect(await log.offsetForTimestamp(-3, 0)).toBeUndefined();
  });
});

describe('decompression', () => {
  it.each(codecs.slice(1))('refuses damaged %s', (_name, codec, compress) => {
    const body = compress(Buffer.from('some bytes that repeat, some bytes that repeat'.repeat(20)));
    expect(() => decompress(codec, body.subarray(0, 20))).toThrow('decompressed');
  });

  it('refuses a codec that does not exist', () => {
    expect(() => decompress(5, Buffer.alloc(3))).toThrow('not known');
  });
});
