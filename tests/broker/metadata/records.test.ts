import { describe, expect, it } from 'vitest';
import {
  decodeRecord,
  encodeRecord,
  type NewRecord,
} from '../../../src/broker/metadata/records.ts';
import { ProtocolError } from '../../../src/broker/protocol/reader.ts';
import { id } from './given.ts';

/** Value sizes as Apache Kafka 4.3 wrote the same records into its own metadata log. */
const sizes: [NewRecord, number][] = [
  [{ type: 'featureLevel', value: { name: 'metadata.version', featureLevel: 30 } }, 23],
  [
    {
      type: 'config',
      value: { resourceType: 4, resourceName: '', name: 'min.insync.replicas', value: '1' },
    },
    28,
  ],
  [{ type: 'noOp', value: {} }, 4],
  [{ type: 'endTransaction', value: {} }, 4],
  [{ type: 'beginTransaction', value: { name: 'Bootstrap records' } }, 24],
];

describe('metadata records', () => {
  it.each(sizes)('frames %j as Kafka does', (record, sizeBytes) => {
    const bytes = encodeRecord(record);
    expect(bytes.length).toBe(sizeBytes);
    expect(bytes[0]).toBe(1);
    expect(decodeRecord(bytes)).toEqual(record);
  });

  it('fills in what a record leaves out', () => {
    const record = decodeRecord(
      encodeRecord({ type: 'partitionChange', value: { partitionId: 2, topicId: id(1) } }),
    );
    expect(record).toMatchObject({ value: { isr: null, leader: -2, leaderRecoveryState: -1 } });
  });

  it('refuses what it does not know', () => {
    expect(() => decodeRecord(Buffer.from([2, 20, 0, 0]))).toThrow(ProtocolError);
    expect(() => decodeRecord(Buffer.from([1, 99, 0, 0]))).toThrow(ProtocolError);
    expect(() => decodeRecord(Buffer.from([1, 20, 9, 0]))).toThrow(ProtocolError);
  });
});
