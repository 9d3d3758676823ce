/** Walks over the records of a batch without taking them out: where their parts are, and no more. */
import { ProtocolError, Reader } from '../../protocol/reader.ts';

export class RecordCursor {
  /** The record section, uncompressed. */
  readonly body: Buffer;
  /** Of the record, its length included. */
  start = 0;
  end = 0;
  /** Behind the time: offset, key, value and headers. */
  restStart = 0;
  attributes = 0;
  timestampDelta = 0;
  offsetDelta = 0;
  keyStart = 0;
  /** -1 for a record without a key. */
  keyEnd = -1;
  hasValue = false;
  private readonly reader: Reader;
  private remaining: number;

  constructor(body: Buffer, recordCount: number) {
    this.body = body;
    this.remaining = recordCount;
    this.reader = new Reader(body);
  }

  /** Moves to the next record; false behind the last one. Throws ProtocolError. */
  next(): boolean {
    if (this.remaining === 0) return false;
    this.remaining--;
    const { reader } = this;
    this.start = reader.position;
    const sizeBytes = reader.varint();
    const end = reader.position + sizeBytes;
    if (sizeBytes < 0 || end > reader.end) throw new ProtocolError('a record exceeds its batch');
    this.end = end;
    this.attributes = reader.int8();
    this.timestampDelta = reader.varlong();
    this.restStart = reader.position;
    this.offsetDelta = reader.varint();
    const keyBytes = reader.varint();
    this.keyStart = keyBytes < 0 ? reader.position : reader.skip(keyBytes);
    this.keyEnd = keyBytes < 0 ? -1 : reader.position;
    this.hasValue = reader.varint() >= 0;
    if (reader.position > end) throw new ProtocolError('a record exceeds its length');
    reader.position = end;
    return true;
  }
}
