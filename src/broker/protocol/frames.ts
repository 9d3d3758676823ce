/** Cuts a byte stream into frames of an int32 size and that many bytes. */
import { ProtocolError } from './reader.ts';

export class FrameReader {
  private readonly maxSizeBytes: number;
  /** Chunks that do not yet make a whole frame, and their total size. */
  private pending: Buffer[] = [];
  private pendingBytes = 0;
  /** Size of the frame being collected, its prefix included; -1 while the prefix is not whole. */
  private frameBytes = -1;

  constructor(maxSizeBytes: number) {
    this.maxSizeBytes = maxSizeBytes;
  }

  /**
   * Takes a chunk and returns the frames it completes, without their size prefix. Frames share
   * memory with the chunks. Throws ProtocolError for a negative or too large size.
   */
  push(chunk: Buffer): Buffer[] {
    const frames: Buffer[] = [];
    if (this.pendingBytes > 0) {
      this.pending.push(chunk);
      this.pendingBytes += chunk.length;
      if (this.frameBytes < 0 && this.pendingBytes >= 4)
        this.frameBytes = this.readSize(this.join(), 0);
      if (this.frameBytes < 0 || this.pendingBytes < this.frameBytes) return frames;
      chunk = this.join();
      this.pending = [];
      this.pendingBytes = 0;
    }
    let position = 0;
    this.frameBytes = -1;
    while (chunk.length - position >= 4) {
      const frameBytes = this.readSize(chunk, position);
      if (chunk.length - position < frameBytes) {
        this.frameBytes = frameBytes;
        break;
      }
      frames.push(chunk.subarray(position + 4, position + frameBytes));
      position += frameBytes;
    }
    if (position < chunk.length) {
      this.pending.push(chunk.subarray(position));
      this.pendingBytes = chunk.length - position;
    }
    return frames;
  }

  private readSize(buffer: Buffer, position: number): number {
    const sizeBytes = buffer.readInt32BE(position);
    if (sizeBytes < 0 || sizeBytes > this.maxSizeBytes) {
      throw new ProtocolError(
        `a frame of ${sizeBytes} bytes; allowed are 0 to ${this.maxSizeBytes}`,
      );
    }
    return 4 + sizeBytes;
  }

  private join(): Buffer {
    if (this.pending.length > 1) this.pending = [Buffer.concat(this.pending)];
    return this.pending[0];
  }
}
