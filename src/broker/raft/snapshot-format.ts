/**
 * What a snapshot file holds (KIP-630): a control batch with the header record, batches of
 * metadata records, a control batch with the footer record. Offsets in the file count from 0;
 * the batches carry the epoch of the snapshot.
 */
import { ProtocolError } from '../protocol/reader.ts';
import {
  controlKey,
  controlType,
  decodeRecords,
  encodeBatch,
  headersOf,
  isControl,
  isCrcValid,
} from '../protocol/record-batch.ts';
import { snapshotFooterRecord, snapshotHeaderRecord } from '../protocol/records/control.ts';
import type { SnapshotId } from './types.ts';

/** Kafka's limit for batches of the metadata log. */
const maxBatchBytes = 8 * 1024 * 1024;
const maxBatchRecords = 10_000;

export function encodeSnapshot(
  id: SnapshotId,
  values: readonly Buffer[],
  o: { readonly nowMs: number; readonly lastContainedTimestampMs: number },
): Buffer {
  const header = snapshotHeaderRecord.message.encode(0, {
    version: 0,
    lastContainedLogTimestamp: o.lastContainedTimestampMs,
  });
  const footer = snapshotFooterRecord.message.encode(0, { version: 0 });
  const batches: Buffer[] = [];
  let baseOffset = 0;
  const add = (records: readonly { key: Buffer | null; value: Buffer }[], isControl: boolean) => {
    const { epoch: leaderEpoch } = id;
    batches.push(
      encodeBatch({ records, timestampMs: o.nowMs, baseOffset, leaderEpoch, isControl }),
    );
    baseOffset += records.length;
  };
  add([{ key: controlKey(controlType.snapshotHeader), value: header }], true);
  for (const group of groupsOf(values)) {
    add(
      group.map((value) => ({ key: null, value })),
      false,
    );
  }
  add([{ key: controlKey(controlType.snapshotFooter), value: footer }], true);
  return Buffer.concat(batches);
}

function* groupsOf(values: readonly Buffer[]): Generator<readonly Buffer[]> {
  let start = 0;
  let sizeBytes = 0;
  for (let index = 0; index < values.length; index++) {
    const isFull =
      index - start === maxBatchRecords || sizeBytes + values[index].length > maxBatchBytes;
    if (isFull && index > start) {
      yield values.slice(start, index);
      start = index;
      sizeBytes = 0;
    }
    sizeBytes += values[index].length;
  }
  if (start < values.length) yield values.slice(start);
}

/** The metadata records of a whole snapshot; throws ProtocolError when it is damaged or cut off. */
export function decodeSnapshot(content: Buffer): Buffer[] {
  const values: Buffer[] = [];
  let end = 0;
  let lastControlType = -1;
  for (const header of headersOf(content)) {
    if (!isCrcValid(content, header)) throw new ProtocolError('a batch of the snapshot is damaged');
    end = header.position + header.sizeBytes;
    for (const { key, value } of decodeRecords(content, header)) {
      if (isControl(header.attributes)) lastControlType = key?.readInt16BE(2) ?? -1;
      else if (value) values.push(value);
    }
  }
  if (end !== content.length || lastControlType !== controlType.snapshotFooter)
    throw new ProtocolError('the snapshot is cut off');
  return values;
}
