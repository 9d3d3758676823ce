/**
 * One client connection: frames in, responses out in the order of the requests, as clients that
 * pipeline rely on. Requests are handled as they arrive, so that a parked one does not hold back
 * the work of those behind it, only their answers.
 */
import type { Connection } from '../env/env.ts';
import { FrameReader } from '../protocol/frames.ts';
import { ProtocolError } from '../protocol/reader.ts';

/** Bytes of one response, `none` where the protocol has no answer, `close` to end the connection. */
export type Reply = readonly Buffer[] | 'none' | 'close';

export type ConnectionLimits = {
  readonly maxRequestBytes: number;
  /** Requests without an answer before the connection is no longer read. */
  readonly maxInFlight: number;
  /** Answer bytes that the client has not taken before the connection is no longer read. */
  readonly maxQueuedBytes: number;
};

type Slot = { reply: Reply | undefined };

export class RequestConnection {
  private readonly connection: Connection;
  private readonly limits: ConnectionLimits;
  private readonly handle: (frame: Buffer) => Reply | Promise<Reply>;
  private readonly onFailure: (error: unknown) => void;
  private readonly frames: FrameReader;
  /** Frames that arrived while too many were in flight. */
  private readonly backlog: Buffer[] = [];
  /** Requests whose answer has not been sent, oldest first. */
  private readonly slots: Slot[] = [];
  private isPaused = false;
  private isClosed = false;

  constructor(
    connection: Connection,
    limits: ConnectionLimits,
    handle: (frame: Buffer) => Reply | Promise<Reply>,
    onFailure: (error: unknown) => void,
  ) {
    this.connection = connection;
    this.limits = limits;
    this.handle = handle;
    this.onFailure = onFailure;
    this.frames = new FrameReader(limits.maxRequestBytes);
    connection.onData((chunk) => this.receive(chunk));
    connection.onDrain(() => this.adjustReading());
    connection.onClose(() => {
      this.isClosed = true;
    });
  }

  close(): void {
    this.isClosed = true;
    this.connection.destroy();
  }

  private receive(chunk: Buffer): void {
    for (const frame of this.frames.push(chunk)) this.backlog.push(frame);
    this.work();
    if (this.frames.failure) this.fail(this.frames.failure);
  }

  private work(): void {
    while (
      !this.isClosed &&
      this.backlog.length > 0 &&
      this.slots.length < this.limits.maxInFlight
    ) {
      this.start(this.backlog.shift() as Buffer);
    }
    this.adjustReading();
  }

  private start(frame: Buffer): void {
    let reply: Reply | Promise<Reply>;
    try {
      reply = this.handle(frame);
    } catch (error) {
      return this.fail(error);
    }
    if (!(reply instanceof Promise)) {
      if (this.slots.length === 0) this.send(reply);
      else this.slots.push({ reply });
      return;
    }
    const slot: Slot = { reply: undefined };
    this.slots.push(slot);
    reply.then(
      (value) => {
        slot.reply = value;
        this.sendReady();
        if (this.backlog.length > 0) this.work();
        else this.adjustReading();
      },
      (error) => this.fail(error),
    );
  }

  private sendReady(): void {
    while (this.slots.length > 0 && this.slots[0].reply !== undefined) {
      this.send((this.slots.shift() as Slot).reply as Reply);
    }
  }

  private send(reply: Reply): void {
    if (this.isClosed || reply === 'none') return;
    if (reply === 'close') return this.close();
    this.connection.write(reply);
  }

  /** Stops reading from a client that does not take its answers, or asks faster than it waits. */
  private adjustReading(): void {
    const shouldPause =
      this.slots.length >= this.limits.maxInFlight ||
      this.connection.queuedBytes() > this.limits.maxQueuedBytes;
    if (shouldPause === this.isPaused || this.isClosed) return;
    this.isPaused = shouldPause;
    if (shouldPause) this.connection.pause();
    else this.connection.resume();
  }

  /** A frame that cannot be read ends the connection, as in Kafka; anything else is our own fault. */
  private fail(error: unknown): void {
    if (this.isClosed) return;
    this.onFailure(
      error instanceof ProtocolError ? error : new Error('a request failed', { cause: error }),
    );
    this.isClosed = true;
    // What was answered before still reaches the client.
    this.connection.end();
  }
}
