/** Cuts a byte stream into frames of an int32 size and that many bytes. */
import { ProtocolError } from './reader.ts';

export class FrameReader {
  /** Set once the stream cannot be cut any further. */
  failure: ProtocolError | undefined;
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
   * memory with the chunks. A negative or too large size is no frame: those before it are still
   * returned, and `failure` says what is wrong.
   */
  push(chunk: Buffer): Buffer[] {
    const frames: Buffer[] = [];
    try {
      this.cut(chunk, frames);
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      this.failure = error;
    }
    return frames;
  }

  private cut(chunk: Buffer, frames: Buffer[]): void {
    if (this.pendingBytes > 0) {
      this.pending.push(chunk);
      this.pendingBytes += chunk.length;
      if (this.frameBytes < 0 && this.pendingBytes >= 4)
        this.frameBytes = this.readSize(this.join(), 0);
      if (this.frameBytes < 0 || this.pendingBytes < this.frameBytes) return;
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
