import { describe, expect, it } from 'vitest';
import type { TopicConfig } from '../../../src/broker/config.ts';
import { RecordsRefusedError, validateClientBatch } from '../../../src/broker/log/validation.ts';
import { errors } from '../../../src/broker/protocol/errors.ts';
import { at, encodeBatch, writeCrc } from '../../../src/broker/protocol/record-batch.ts';
import { batchOf, configOf, refusal, startMs } from './support.ts';

type Case = {
  readonly name: string;
  readonly code: number;
  readonly bytes?: Buffer;
  readonly change?: (bytes: Buffer) => void;
  readonly config?: Partial<TopicConfig>;
  /** The CRC is left as it was before the change. */
  readonly isCrcStale?: boolean;
};

const withoutKey = encodeBatch({
  records: [
    { key: Buffer.from('k'), value: null },
    { key: null, value: null },
  ],
  timestampMs: startMs,
});
const setInt32 = (position: number, value: number) => (bytes: Buffer) => {
  bytes.writeInt32BE(value, position);
};
const setAttributes = (value: number) => (bytes: Buffer) => {
  bytes.writeInt16BE(value, at.attributes);
};
const hourMs = 3_600_000;

const cases: Case[] = [
  { name: 'a sound batch', code: 0 },
  { name: 'no bytes', code: errors.invalidRecord, bytes: Buffer.alloc(0) },
  {
    name: 'two batches',
    code: errors.invalidRecord,
    bytes: Buffer.concat([batchOf(1), batchOf(1)]),
  },
  { name: 'half a header', code: errors.invalidRecord, bytes: batchOf(1).subarray(0, 40) },
  { name: 'a missing byte', code: errors.invalidRecord, bytes: batchOf(3).subarray(0, -1) },
  { name: 'a negative length', code: errors.corruptMessage, change: setInt32(at.batchLength, -1) },
  {
    name: 'an old format',
    code: errors.invalidRecord,
    change: (bytes) => void bytes.writeInt8(1, at.magic),
  },
  {
    name: 'a wrong CRC',
    code: errors.corruptMessage,
    change: (bytes) => void bytes.writeInt8(9, at.records + 8),
    isCrcStale: true,
  },
  {
    name: 'a base offset',
    code: errors.invalidRecord,
    change: (bytes) => void bytes.writeInt8(1, 7),
  },
  { name: 'no records', code: errors.invalidRecord, change: setInt32(at.recordCount, 0) },
  {
    name: 'a count below the offsets',
    code: errors.invalidRecord,
    change: setInt32(at.recordCount, 2),
  },
  {
    name: 'a negative range',
    code: errors.invalidRecord,
    change: setInt32(at.lastOffsetDelta, -3),
  },
  { name: 'a control batch', code: errors.invalidRecord, change: setAttributes(0x20) },
  { name: 'an unknown codec', code: errors.invalidRecord, change: setAttributes(5) },
  {
    name: 'a producer without sequence',
    code: errors.invalidRecord,
    bytes: batchOf(1, { producerId: 1, producerEpoch: 0 }),
  },
  { name: 'over max.message.bytes', code: errors.messageTooLarge, config: { maxMessageBytes: 80 } },
  {
    name: 'no key in a compacted topic',
    code: errors.invalidRecord,
    bytes: withoutKey,
    config: { cleanupPolicy: ['compact'] },
  },
  {
    name: 'a time too far ahead',
    code: errors.invalidTimestamp,
    bytes: batchOf(1, { timestampMs: startMs + hourMs + 1 }),
  },
  {
    name: 'a time just not too far',
    code: 0,
    bytes: batchOf(1, { timestampMs: startMs + hourMs }),
  },
  { name: 'a very old time', code: 0, bytes: batchOf(1, { timestampMs: 1 }) },
  {
    name: 'a time too old where that is limited',
    code: errors.invalidTimestamp,
    bytes: batchOf(1, { timestampMs: startMs - 1001 }),
    config: { messageTimestampBeforeMaxMs: 1000 },
  },
  { name: 'no time', code: 0, bytes: batchOf(1, { timestampMs: -1 }) },
  {
    name: 'an append time set by the client',
    code: errors.invalidTimestamp,
    change: setAttributes(8),
    config: { messageTimestampType: 'LogAppendTime' },
  },
];

describe('a batch of a client', () => {
  it.each(cases)('with $name is answered with $code', (one) => {
    const bytes = Buffer.from(one.bytes ?? batchOf(3));
    one.change?.(bytes);
    if (one.change && !one.isCrcStale) writeCrc(bytes, 0, bytes.length);
    expect(
      refusal(() => validateClientBatch(bytes, configOf(one.config), startMs, 'orders-0')),
    ).toBe(one.code);
  });

  it('names the records that are wrong', () => {
    const config = configOf({ cleanupPolicy: ['compact', 'delete'] });
    let refused: unknown;
    try {
      validateClientBatch(Buffer.from(withoutKey), config, startMs, 'orders-0');
    } catch (error) {
      refused = error;
    }
    expect(refused).toBeInstanceOf(RecordsRefusedError);
    const problem = 'Compacted topic cannot accept message without key in topic partition orders-0';
    expect(refused).toMatchObject({
      code: errors.invalidRecord,
      message:
        'One or more records have been rejected due to 1 record errors in total, and only showing ' +
        `the first three errors at most: [RecordError(batchIndex=1, message='${problem}')]`,
      recordErrors: [{ batchIndex: 1, batchIndexErrorMessage: problem }],
    });
  });

  it('is refused for its time when any record is, and names all that is wrong', () => {
    const records = [
      { key: null, value: null, timestampMs: startMs },
      { key: Buffer.from('k'), value: null, timestampMs: startMs - 2000 },
      { key: Buffer.from('k'), value: null, timestampMs: startMs },
    ];
    const config = configOf({ cleanupPolicy: ['compact'], messageTimestampBeforeMaxMs: 1000 });
    let refused: unknown;
    try {
      const bytes = encodeBatch({ records, timestampMs: startMs });
      validateClientBatch(bytes, config, startMs, 'orders-0');
    } catch (error) {
      refused = error;
    }
    expect(refused).toMatchObject({
      code: errors.invalidTimestamp,
      message: 'One or more records have been rejected due to invalid timestamp',
      recordErrors: [
        { batchIndex: 0 },
        {
          batchIndex: 1,
          batchIndexErrorMessage:
            `Timestamp ${startMs - 2000} of message with offset 1 is out of range. ` +
            `The timestamp should be within [${startMs - 1000}, ${startMs + hourMs}]`,
        },
      ],
    });
  });

  it('is never taken after a change of any one byte that the CRC covers', () => {
    const whole = batchOf(2);
    for (let position = at.attributes; position < whole.length; position++) {
      const bytes = Buffer.from(whole);
      bytes[position] ^= 0x40;
      expect(refusal(() => validateClientBatch(bytes, configOf(), startMs, 'orders-0'))).not.toBe(
        0,
      );
    }
  });
});
