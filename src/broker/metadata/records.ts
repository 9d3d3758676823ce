/**
 * Metadata records as values, and their framing inside a record of the log: frame version 1,
 * record type, record version (each an unsigned varint), then the fields (KIP-631).
 */
import type { RecordInOf, RecordOf, RecordTable } from '../protocol/api.ts';
import { ProtocolError, Reader } from '../protocol/reader.ts';
import {
  abortTransactionRecord,
  beginTransactionRecord,
  brokerRegistrationChangeRecord,
  clearElrRecord,
  configRecord,
  endTransactionRecord,
  featureLevelRecord,
  noOpRecord,
  partitionChangeRecord,
  partitionRecord,
  producerIdsRecord,
  registerBrokerRecord,
  registerControllerRecord,
  removeTopicRecord,
  topicRecord,
  unregisterBrokerRecord,
} from '../protocol/records/metadata.ts';
import { Writer } from '../protocol/writer.ts';

const tables = {
  registerBroker: registerBrokerRecord,
  unregisterBroker: unregisterBrokerRecord,
  topic: topicRecord,
  partition: partitionRecord,
  config: configRecord,
  partitionChange: partitionChangeRecord,
  removeTopic: removeTopicRecord,
  featureLevel: featureLevelRecord,
  producerIds: producerIdsRecord,
  brokerRegistrationChange: brokerRegistrationChangeRecord,
  noOp: noOpRecord,
  beginTransaction: beginTransactionRecord,
  endTransaction: endTransactionRecord,
  abortTransaction: abortTransactionRecord,
  registerController: registerControllerRecord,
  clearElr: clearElrRecord,
};
type Tables = typeof tables;
type RecordType = keyof Tables;

/** To be written; fields with a default may be left out. */
export type NewRecord = {
  [K in RecordType]: { readonly type: K; readonly value: RecordInOf<Tables[K]> };
}[RecordType];
/** As read from the log, complete. */
export type MetadataRecord = {
  [K in RecordType]: { readonly type: K; readonly value: RecordOf<Tables[K]> };
}[RecordType];

const typeByNumber = new Map<number, RecordType>(
  Object.entries(tables).map(([type, table]) => [table.recordType, type as RecordType]),
);

const frameVersion = 1;

export function encodeRecord({ type, value }: NewRecord): Buffer {
  const table: RecordTable = tables[type];
  const writer = new Writer(64);
  writer.uvarint(frameVersion);
  writer.uvarint(table.recordType);
  writer.uvarint(table.maxVersion);
  table.message.codec(table.maxVersion).write(writer, value);
  return writer.toBuffer();
}

/** Throws ProtocolError for a record this version of the engine does not know. */
export function decodeRecord(bytes: Buffer): MetadataRecord {
  const reader = new Reader(bytes);
  const frame = reader.uvarint();
  if (frame !== frameVersion) throw new ProtocolError(`metadata record of frame version ${frame}`);
  const recordType = reader.uvarint();
  const type = typeByNumber.get(recordType);
  const version = reader.uvarint();
  if (!type || version > tables[type].maxVersion) {
    throw new ProtocolError(`metadata record of unknown type ${recordType} version ${version}`);
  }
  const value = tables[type].message.codec(version).read(reader);
  return { type, value } as MetadataRecord;
}
