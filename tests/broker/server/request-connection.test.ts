import { describe, expect, it } from 'vitest';
import type { Connection } from '../../../src/broker/env/env.ts';
import { FrameBuffers } from '../../../src/broker/protocol/frames.ts';
import { type Reply, RequestConnection } from '../../../src/broker/server/request-connection.ts';

class FakeConnection implements Connection {
  readonly remoteHost = '127.0.0.1';
  readonly remotePort = 1;
  readonly written: string[] = [];
  queued = 0;
  isPaused = false;
  isDestroyed = false;
  private data: (chunk: Buffer) => void = () => undefined;
  private drain: () => void = () => undefined;
  write(chunks: readonly Uint8Array[]): void {
    this.written.push(Buffer.concat(chunks).toString());
  }
  queuedBytes(): number {
    return this.queued;
  }
  pause(): void {
    this.isPaused = true;
  }
  resume(): void {
    this.isPaused = false;
  }
  end(): void {
    this.isDestroyed = true;
  }
  destroy(): void {
    this.isDestroyed = true;
  }
  onData(listener: (chunk: Buffer) => void): void {
    this.data = listener;
  }
  onClose(): void {}
  onDrain(listener: () => void): void {
    this.drain = listener;
  }
  receive(...frames: string[]): void {
    for (const frame of frames) {
      const size = Buffer.alloc(4);
      size.writeInt32BE(frame.length);
      this.data(Buffer.concat([size, Buffer.from(frame)]));
    }
  }
  receiveRaw(bytes: Buffer): void {
    this.data(bytes);
  }
  drained(): void {
    this.queued = 0;
    this.drain();
  }
}

const limits = { maxRequestBytes: 100, maxInFlight: 2, maxQueuedBytes: 1000 };

function open(handle: (frame: string) => Reply | Promise<Reply>) {
  const connection = new FakeConnection();
  const failures: unknown[] = [];
  const requests = new RequestConnection(
    connection,
    limits,
    new FrameBuffers(),
    (frame) => handle(frame.toString()),
    (error) => failures.push(error),
  );
  return { connection, failures, requests };
}

const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const bytes = (text: string): Reply => ({ chunks: [Buffer.from(text)] });

describe('RequestConnection', () => {
  it('answers in the order of the requests, also when a later one is ready first', async () => {
    const waiting = new Map<string, (reply: Reply) => void>();
    const { connection } = open((frame) =>
      frame === 'now' ? bytes('now') : new Promise((resolve) => waiting.set(frame, resolve)),
    );
    connection.receive('slow', 'now');
    expect(connection.written).toEqual([]);
    waiting.get('slow')?.(bytes('slow'));
    await settle();
    expect(connection.written).toEqual(['slow', 'now']);
  });

  it('writes nothing for a request without an answer', () => {
    const { connection } = open((frame) => (frame === 'quiet' ? 'none' : bytes(frame)));
    connection.receive('quiet', 'loud');
    expect(connection.written).toEqual(['loud']);
  });

  it('stops reading and starting while too many requests wait', async () => {
    const waiting: ((reply: Reply) => void)[] = [];
    let started = 0;
    const { connection } = open(() => {
      started++;
      return new Promise((resolve) => waiting.push(resolve));
    });
    connection.receive('1', '2', '3');
    expect(started).toBe(2);
    expect(connection.isPaused).toBe(true);
    waiting[0](bytes('1'));
    await settle();
    expect(started).toBe(3);
    waiting[1](bytes('2'));
    waiting[2](bytes('3'));
    await settle();
    expect(connection.isPaused).toBe(false);
    expect(connection.written).toEqual(['1', '2', '3']);
  });

  it('stops reading from a client that does not take its answers', () => {
    const { connection } = open((frame) => bytes(frame));
    connection.queued = 5000;
    connection.receive('a');
    expect(connection.isPaused).toBe(true);
    connection.drained();
    expect(connection.isPaused).toBe(false);
  });

  it('closes the connection on a frame that is negative or too large, and when told to', () => {
    for (const size of [-1, 101]) {
      const { connection, failures } = open((frame) => bytes(frame));
      const prefix = Buffer.alloc(4);
      prefix.writeInt32BE(size);
      connection.receiveRaw(prefix);
      expect(connection.isDestroyed).toBe(true);
      expect(failures).toHaveLength(1);
    }
    const { connection } = open(() => 'close');
    connection.receive('a');
    expect(connection.isDestroyed).toBe(true);
  });

  it('answers what came before a frame that cannot be read, and nothing behind it', async () => {
    const waiting: ((reply: Reply) => void)[] = [];
    const { connection, failures } = open((frame) => {
      if (frame === 'bad') throw new Error('bad');
      return new Promise((resolve) => waiting.push(resolve));
    });
    connection.receive('1', 'bad', '3');
    expect(failures).toHaveLength(1);
    expect(connection.isDestroyed).toBe(false);
    waiting[0](bytes('1'));
    await settle();
    expect(connection.written).toEqual(['1']);
    expect(waiting).toHaveLength(1);
    expect(connection.isDestroyed).toBe(true);
  });

  it('answers all that came before a size that cannot be', async () => {
    const waiting: ((reply: Reply) => void)[] = [];
    const { connection } = open(() => new Promise((resolve) => waiting.push(resolve)));
    connection.receive('1', '2', '3');
    connection.receiveRaw(Buffer.from('ffffffff', 'hex'));
    for (const text of ['1', '2', '3']) {
      expect(connection.isDestroyed).toBe(false);
      waiting[Number(text) - 1](bytes(text));
      await settle();
    }
    expect(connection.written).toEqual(['1', '2', '3']);
    expect(connection.isDestroyed).toBe(true);
  });

  it('closes only the connection whose request failed', async () => {
    const { connection, failures } = open(async () => {
      throw new Error('broken');
    });
    connection.receive('a');
    await settle();
    expect(connection.isDestroyed).toBe(true);
    expect(failures).toHaveLength(1);
  });
});
