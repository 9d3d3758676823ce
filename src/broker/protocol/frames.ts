/** Cuts a byte stream into frames of an int32 size and that many bytes. */
import { ProtocolError } from './reader.ts';

const prefixBytes = 4;
/** Sizes that are kept for the next frame that comes in pieces. */
const keptMinBytes = 64 * 1024;
const keptMaxBytes = 4 * 1024 * 1024;
/** What a frame is given before more than this of it has come. */
const firstBytes = 256 * 1024;

/** Memory in which frames that come in pieces are put together; connections share it. */
export class FrameBuffers {
  private readonly free: Buffer[] = [];
  private readonly freeMax: number;

  constructor(freeMax = 1) {
    this.freeMax = freeMax;
  }

  /** At least `sizeBytes`, with any content. */
  take(sizeBytes: number): Buffer {
    if (sizeBytes < keptMinBytes) return Buffer.allocUnsafe(sizeBytes);
    const index = this.free.findIndex(({ length }) => length >= sizeBytes);
    if (index >= 0) return this.free.splice(index, 1)[0];
    return Buffer.allocUnsafeSlow(2 ** Math.ceil(Math.log2(sizeBytes)));
  }

  /** Keeps the largest. */
  giveBack(buffer: Buffer): void {
    if (buffer.length < keptMinBytes || buffer.length > keptMaxBytes) return;
    this.free.push(buffer);
    if (this.free.length <= this.freeMax) return;
    this.free.sort((a, b) => b.length - a.length);
    this.free.pop();
  }
}

export class FrameReader {
  /** Set once the stream cannot be cut any further. */
  failure: ProtocolError | undefined;
  private maxSizeBytes: number;
  private readonly buffers: FrameBuffers;
  private readonly prefix = Buffer.alloc(prefixBytes);
  private prefixLength = 0;
  /** Size of the frame being put together, without its prefix; -1 between frames. */
  private frameBytes = -1;
  private frame: Buffer | undefined;
  private filledBytes = 0;

  constructor(maxSizeBytes: number, buffers = new FrameBuffers()) {
    this.maxSizeBytes = maxSizeBytes;
    this.buffers = buffers;
  }

  /**
   * Takes a chunk and hands over the frames it completes, without their size prefix. A frame's
   * memory is the receiver's only during the call. A negative or too large size is no frame: those
   * before it are still handed over, and `failure` says what is wrong.
   */
  feed(chunk: Buffer, receive: (frame: Buffer) => void): void {
    let position = 0;
    while (!this.failure) {
      if (this.frameBytes < 0) {
        if (position === chunk.length) return;
        position = this.readPrefix(chunk, position);
        if (this.frameBytes < 0) return;
      }
      const missingBytes = this.frameBytes - this.filledBytes;
      const hereBytes = Math.min(missingBytes, chunk.length - position);
      const isWhole = hereBytes === missingBytes;
      if (!isWhole && hereBytes === 0) return;
      if (isWhole && this.filledBytes === 0) {
        this.frameBytes = -1;
        receive(chunk.subarray(position, position + hereBytes));
      } else {
        this.collect(chunk, position, hereBytes);
        if (isWhole) this.handOver(receive);
      }
      position += hereBytes;
    }
  }

  /** From the next frame on. */
  allow(maxSizeBytes: number): void {
    this.maxSizeBytes = maxSizeBytes;
  }

  /** Of a connection that is gone. */
  close(): void {
    if (this.frame) this.buffers.giveBack(this.frame);
    this.frame = undefined;
  }

  private readPrefix(chunk: Buffer, position: number): number {
    const end = Math.min(chunk.length, position + prefixBytes - this.prefixLength);
    this.prefixLength += chunk.copy(this.prefix, this.prefixLength, position, end);
    if (this.prefixLength < prefixBytes) return end;
    this.prefixLength = 0;
    const sizeBytes = this.prefix.readInt32BE(0);
    if (sizeBytes < 0 || sizeBytes > this.maxSizeBytes) {
      this.failure = new ProtocolError(
        `a frame of ${sizeBytes} bytes; allowed are 0 to ${this.maxSizeBytes}`,
      );
      return end;
    }
    this.frameBytes = sizeBytes;
    return end;
  }

  /** Grows with what has come, not with what was announced. */
  private collect(chunk: Buffer, position: number, sizeBytes: number): void {
    const wantedBytes = this.filledBytes + sizeBytes;
    if (!this.frame || this.frame.length < wantedBytes) {
      const aheadBytes = Math.min(this.frameBytes, Math.max(2 * wantedBytes, firstBytes));
      const larger = this.buffers.take(aheadBytes);
      if (this.frame) {
        this.frame.copy(larger, 0, 0, this.filledBytes);
        this.buffers.giveBack(this.frame);
      }
      this.frame = larger;
    }
    chunk.copy(this.frame, this.filledBytes, position, position + sizeBytes);
    this.filledBytes = wantedBytes;
  }

  private handOver(receive: (frame: Buffer) => void): void {
    const frame = this.frame as Buffer;
    const { frameBytes } = this;
    this.frame = undefined;
    this.frameBytes = -1;
    this.filledBytes = 0;
    receive(frame.subarray(0, frameBytes));
    this.buffers.giveBack(frame);
  }
}
