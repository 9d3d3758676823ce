import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { TopicConfig } from '../../../src/broker/config.ts';
import type { LogRead } from '../../../src/broker/log/partition-log.ts';
import { compress } from '../../../src/broker/protocol/compress.ts';
import { decompress } from '../../../src/broker/protocol/compression.ts';
import { errors } from '../../../src/broker/protocol/errors.ts';
import {
  at,
  codecOf,
  compression,
  decodeRecords,
  encodeBatch,
  headerSizeBytes,
  isCrcValid,
  isLogAppendTime,
  isTransactional,
  readHeader,
  writeCrc,
} from '../../../src/broker/protocol/record-batch.ts';
import { append, batchOf, configOf, Machine, refusal, startMs } from './support.ts';

const records = [
  { key: Buffer.from('a'), value: Buffer.alloc(3000, 'x'), timestampMs: startMs - 5 },
  {
    key: null,
    value: null,
    headers: [{ key: 'h', value: Buffer.from('v') }],
    timestampMs: startMs,
  },
  { key: Buffer.alloc(0), value: Buffer.alloc(0), timestampMs: startMs - 9 },
];
const plain = encodeBatch({
  records,
  timestampMs: startMs,
  producerId: 7,
  producerEpoch: 1,
  baseSequence: 3,
  isTransactional: true,
});

/** What a producer with this codec sends. */
function batchIn(codec: number, batch = plain): Buffer {
  const body = compress(codec, batch.subarray(headerSizeBytes));
  const bytes = Buffer.concat([batch.subarray(0, headerSizeBytes), body]);
  bytes.writeInt32BE(bytes.length - 12, at.batchLength);
  bytes.writeInt16BE(readHeader(batch, 0).attributes | codec, at.attributes);
  writeCrc(bytes, 0, bytes.length);
  return bytes;
}

function stored(config: Partial<TopicConfig>, batch: Buffer) {
  const log = new Machine().create(config);
  append(log, 2);
  const info = log.appendAsLeader(batch, 4, 'client');
  const read = log.read(2, { maxBytes: 1e6, upperOffset: 5, minOneBatch: true }) as LogRead;
  const bytes = Buffer.concat(read.slices);
  const header = readHeader(bytes, 0);
  const body = decompress(codecOf(header.attributes), bytes.subarray(headerSizeBytes));
  return { info, bytes, header, records: decodeRecords(bytes, header, body) };
}

const types = ['uncompressed', 'gzip', 'snappy', 'lz4', 'zstd'];
const codecs = Object.values(compression);
const codecOfType = (type: string): number => types.indexOf(type);

describe('compression.type', () => {
  it.each(types)('brings every codec into %s and keeps the records', (compressionType) => {
    for (const codec of codecs) {
      const { header, bytes, records: kept, info } = stored({ compressionType }, batchIn(codec));
      expect(codecOf(header.attributes)).toBe(codecOfType(compressionType));
      expect(isCrcValid(bytes, header)).toBe(true);
      expect(isTransactional(header.attributes)).toBe(true);
      expect(header).toMatchObject({
        baseOffset: 2,
        lastOffset: 4,
        leaderEpoch: 4,
        maxTimestamp: startMs,
        producerId: 7,
        producerEpoch: 1,
        baseSequence: 3,
        recordCount: 3,
      });
      expect(info).toMatchObject({ firstOffset: 2, lastOffset: 4, sizeBytes: bytes.length });
      expect(kept).toEqual(
        records.map((record, index) => ({ headers: [], ...record, offset: 2 + index })),
      );
    }
  });

  it('keeps what the producer chose, to the byte', () => {
    for (const codec of codecs) {
      const batch = batchIn(codec);
      const { bytes } = stored({ compressionType: 'producer' }, Buffer.from(batch));
      expect(bytes.subarray(at.crc)).toEqual(batch.subarray(at.crc));
    }
  });

  it('does not compress anew for another level of the same codec', () => {
    const batch = batchIn(compression.gzip);
    const config = { compressionType: 'gzip', compressionGzipLevel: 9 };
    expect(stored(config, Buffer.from(batch)).bytes.subarray(at.crc)).toEqual(
      batch.subarray(at.crc),
    );
  });

  it('uses the level of the topic', () => {
    const values = Array.from({ length: 4000 }, (_, index) => `${(index * 7919) % 3001}`).join();
    const batch = encodeBatch({
      records: [{ key: null, value: Buffer.from(values) }],
      timestampMs: startMs,
    });
    const sizeAt = (level: number) =>
      stored({ compressionType: 'gzip', compressionGzipLevel: level }, Buffer.from(batch)).bytes
        .length;
    const body = batch.subarray(headerSizeBytes);
    for (const level of [1, 9]) {
      expect(sizeAt(level)).toBe(headerSizeBytes + gzipSync(body, { level }).length);
    }
    expect(sizeAt(9)).not.toBe(sizeAt(1));
  });

  it('stamps the append time on what it compressed', () => {
    const config = { compressionType: 'zstd', messageTimestampType: 'LogAppendTime' };
    const { header, bytes, info } = stored(config, Buffer.from(plain));
    expect(isLogAppendTime(header.attributes)).toBe(true);
    expect(header.maxTimestamp).toBe(startMs);
    expect(info.logAppendTimeMs).toBe(startMs);
    expect(isCrcValid(bytes, header)).toBe(true);
  });

  it('numbers records anew that the client numbered wrongly', () => {
    const gap = Buffer.from(encodeBatch({ records, timestampMs: startMs }));
    // The offset delta of the last record: before an empty key, an empty value and no headers.
    const position = gap.length - 4;
    expect(gap[position]).toBe(4);
    gap[position] = 8;
    writeCrc(gap, 0, gap.length);
    const { records: kept } = stored({ compressionType: 'lz4' }, gap);
    expect(kept.map(({ offset }) => offset)).toEqual([2, 3, 4]);
    expect(kept.map(({ timestampMs }) => timestampMs)).toEqual(
      records.map(({ timestampMs }) => timestampMs),
    );
  });

  it('measures a batch before and after', () => {
    const small = batchIn(compression.gzip);
    const log = new Machine().create({
      compressionType: 'uncompressed',
      maxMessageBytes: small.length,
    });
    const put = (bytes: Buffer) =>
      refusal(() => log.appendAsLeader(Buffer.from(bytes), 1, 'client'));
    expect(put(small)).toBe(errors.messageTooLarge);
    log.updateConfig(configOf({ compressionType: 'uncompressed', segmentBytes: small.length }));
    expect(put(small)).toBe(errors.recordListTooLarge);
    log.updateConfig(configOf({ compressionType: 'gzip', maxMessageBytes: small.length }));
    expect(put(plain)).toBe(errors.messageTooLarge);
    log.updateConfig(configOf({ compressionType: 'gzip', segmentBytes: small.length }));
    expect(put(plain)).toBe(0);
  });

  it('refuses records that cannot be read', () => {
    const log = new Machine().create({ compressionType: 'zstd' });
    const damaged = batchIn(compression.gzip);
    damaged.fill(0, headerSizeBytes + 4, headerSizeBytes + 12);
    writeCrc(damaged, 0, damaged.length);
    expect(refusal(() => log.appendAsLeader(damaged, 1, 'client'))).toBe(errors.corruptMessage);
    expect(log.logEndOffset).toBe(0);
  });

  it('knows a batch again that it compressed', () => {
    const log = new Machine().create({ compressionType: 'gzip' });
    log.appendAsLeader(Buffer.from(plain), 1, 'client');
    const again = log.appendAsLeader(Buffer.from(plain), 1, 'client');
    expect(again).toMatchObject({ isDuplicate: true, firstOffset: 0, lastOffset: 2 });
  });

  it('leaves what coordinators write alone', () => {
    const log = new Machine().create({ compressionType: 'gzip' });
    log.appendAsLeader(batchOf(3), 1, 'coordinator');
    const read = log.read(0, { maxBytes: 1e6, upperOffset: 3, minOneBatch: true }) as LogRead;
    expect(codecOf(readHeader(Buffer.concat(read.slices), 0).attributes)).toBe(compression.none);
  });
});
