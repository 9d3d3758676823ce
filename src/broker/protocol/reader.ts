/** Bounds-checked cursor over one frame. All integers are big-endian. */

/** The bytes do not form what the schema says; the sender's connection is closed (Kafka does so). */
export class ProtocolError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ProtocolError';
  }
}

const twoTo32 = 4294967296;

export class Reader {
  readonly buffer: Buffer;
  position: number;
  readonly end: number;

  constructor(buffer: Buffer, position = 0, end = buffer.length) {
    this.buffer = buffer;
    this.position = position;
    this.end = end;
  }

  get remaining(): number {
    return this.end - this.position;
  }

  /** Moves past `sizeBytes` and returns where they began. */
  skip(sizeBytes: number): number {
    const at = this.position;
    if (sizeBytes < 0 || sizeBytes > this.end - at) {
      throw new ProtocolError(
        `need ${sizeBytes} bytes at ${at}, but the frame ends at ${this.end}`,
      );
    }
    this.position = at + sizeBytes;
    return at;
  }

  int8(): number {
    return this.buffer.readInt8(this.skip(1));
  }

  int16(): number {
    return this.buffer.readInt16BE(this.skip(2));
  }

  uint16(): number {
    return this.buffer.readUInt16BE(this.skip(2));
  }

  int32(): number {
    return this.buffer.readInt32BE(this.skip(4));
  }

  uint32(): number {
    return this.buffer.readUInt32BE(this.skip(4));
  }

  /** Exact within ±2^53, the nearest double beyond (ADR 0002). */
  int64(): number {
    const at = this.skip(8);
    return this.buffer.readInt32BE(at) * twoTo32 + this.buffer.readUInt32BE(at + 4);
  }

  float64(): number {
    return this.buffer.readDoubleBE(this.skip(8));
  }

  /** Unsigned LEB128 of at most five bytes. */
  uvarint(): number {
    let value = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = this.buffer[this.skip(1)];
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value >>> 0;
    }
    throw new ProtocolError('a varint is longer than five bytes');
  }

  /** Zig-zag varint of 32 bits, as in records. */
  varint(): number {
    const raw = this.uvarint();
    return (raw >>> 1) ^ -(raw & 1);
  }

  /** Zig-zag varint of 64 bits, as in records. */
  varlong(): number {
    let low = 0;
    let factor = 1;
    for (let index = 0; index < 10; index++) {
      const byte = this.buffer[this.skip(1)];
      low += (byte & 0x7f) * factor;
      if (byte < 0x80) return low % 2 === 0 ? low / 2 : -(low + 1) / 2;
      factor *= 128;
    }
    throw new ProtocolError('a varlong is longer than ten bytes');
  }

  /** A view of the next `sizeBytes`; shares memory with the frame. */
  bytes(sizeBytes: number): Buffer {
    const at = this.skip(sizeBytes);
    return this.buffer.subarray(at, at + sizeBytes);
  }

  text(sizeBytes: number): string {
    const at = this.skip(sizeBytes);
    return this.buffer.toString('utf8', at, at + sizeBytes);
  }
}
