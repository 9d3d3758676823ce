/**
 * Grows a frame chunk by chunk. Record batches are passed by reference, never copied, so the
 * result is a list of chunks for one vectored write.
 */

const initialSizeBytes = 512;
const maxUint32 = 4294967295;

export class Writer {
  private readonly done: Buffer[] = [];
  private doneBytes = 0;
  private buffer: Buffer;
  private position = 0;
  /** Start of the part of `buffer` that has not gone into `done` yet. */
  private start = 0;

  constructor(sizeBytes = initialSizeBytes) {
    this.buffer = Buffer.allocUnsafe(sizeBytes);
  }

  get sizeBytes(): number {
    return this.doneBytes + this.position - this.start;
  }

  private reserve(sizeBytes: number): number {
    const at = this.position;
    if (at + sizeBytes > this.buffer.length) {
      const kept = at - this.start;
      const grown = Buffer.allocUnsafe(Math.max(this.buffer.length * 2, kept + sizeBytes));
      this.buffer.copy(grown, 0, this.start, at);
      this.buffer = grown;
      this.start = 0;
      this.position = kept + sizeBytes;
      return kept;
    }
    this.position = at + sizeBytes;
    return at;
  }

  int8(value: number): void {
    const at = this.reserve(1);
    this.buffer[at] = value & 0xff;
  }

  int16(value: number): void {
    const at = this.reserve(2);
    this.buffer.writeInt16BE(value, at);
  }

  uint16(value: number): void {
    const at = this.reserve(2);
    this.buffer.writeUInt16BE(value, at);
  }

  int32(value: number): void {
    const at = this.reserve(4);
    this.buffer.writeInt32BE(value | 0, at);
  }

  uint32(value: number): void {
    const at = this.reserve(4);
    this.buffer.writeUInt32BE(value, at);
  }

  /** Saturates at the int64 limits (ADR 0002). */
  int64(value: number): void {
    const at = this.reserve(8);
    putInt64(this.buffer, value, at);
  }

  float64(value: number): void {
    const at = this.reserve(8);
    this.buffer.writeDoubleBE(value, at);
  }

  uvarint(value: number): void {
    let rest = value >>> 0;
    while (rest > 0x7f) {
      this.int8((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    this.int8(rest);
  }

  varint(value: number): void {
    this.uvarint(((value << 1) ^ (value >> 31)) >>> 0);
  }

  varlong(value: number): void {
    let rest = value >= 0 ? value * 2 : -value * 2 - 1;
    while (rest > 0x7f) {
      this.int8((rest % 128) | 0x80);
      rest = Math.floor(rest / 128);
    }
    this.int8(rest);
  }

  bytes(value: Uint8Array): void {
    const at = this.reserve(value.length);
    this.buffer.set(value, at);
  }

  text(value: string, sizeBytes: number): void {
    const at = this.reserve(sizeBytes);
    this.buffer.write(value, at, sizeBytes, 'utf8');
  }

  /** The 16 bytes of a UUID in text form; false when the text is not one. */
  uuid(value: string): boolean {
    const at = this.reserve(16);
    return value.length === 22 && this.buffer.write(value, at, 16, 'base64url') === 16;
  }

  /** Takes `value` into the frame without copying; it must not change until the frame is sent. */
  reference(value: Buffer): void {
    if (value.length === 0) return;
    if (value.length < 256) {
      this.bytes(value);
      return;
    }
    this.flush();
    this.done.push(value);
    this.doneBytes += value.length;
  }

  private flush(): void {
    if (this.position === this.start) return;
    const part = this.buffer.subarray(this.start, this.position);
    this.done.push(part);
    this.doneBytes += part.length;
    this.start = this.position;
  }

  /** The chunks written so far. The writer must not be used afterwards. */
  finish(): Buffer[] {
    this.flush();
    return this.done;
  }

  /** All bytes as one buffer. */
  toBuffer(): Buffer {
    const chunks = this.finish();
    return chunks.length === 1 ? chunks[0] : Buffer.concat(chunks);
  }
}

/** Writes a number as int64, saturating at the limits of the type. */
export function putInt64(target: Buffer, value: number, at: number): void {
  if (value >= 9223372036854775807) {
    target.writeInt32BE(0x7fffffff, at);
    target.writeUInt32BE(maxUint32, at + 4);
    return;
  }
  if (value <= -9223372036854775808) {
    target.writeInt32BE(-0x80000000, at);
    target.writeUInt32BE(0, at + 4);
    return;
  }
  const high = Math.floor(value / 4294967296);
  target.writeInt32BE(high, at);
  target.writeUInt32BE(value - high * 4294967296, at + 4);
}

/** Reads an int64 at `at` as a number (exact within ±2^53). */
export function getInt64(source: Buffer, at: number): number {
  return source.readInt32BE(at) * 4294967296 + source.readUInt32BE(at + 4);
}
