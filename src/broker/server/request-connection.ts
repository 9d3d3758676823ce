/**
 * One client connection: frames in, responses out in the order of the requests, as clients that
 * pipeline rely on. Requests are handled as they arrive, so that a parked one does not hold back
 * the work of those behind it, only their answers.
 */
import type { Connection } from '../env/env.ts';
import type { ApiMeter } from '../metrics/request-meter.ts';
import { type FrameBuffers, FrameReader } from '../protocol/frames.ts';
import { ProtocolError } from '../protocol/reader.ts';

/** The bytes of one response, and who is to know when they have left. */
export type Answer = {
  readonly chunks: readonly Buffer[];
  readonly onTaken?: () => void;
  /** Set where the request is measured: what counts it, when it came, when its answer was made. */
  meter?: ApiMeter;
  receivedMs?: number;
  readyMs?: number;
};
/** `none` where the protocol has no answer, `close` to end the connection. */
export type Reply = Answer | 'none' | 'close';
/** `isBorrowed`: the frame's memory is the handler's only during the call. */
export type HandleFrame = (
  frame: Buffer,
  isBorrowed: boolean,
  receivedMs: number,
) => Reply | Promise<Reply>;

export type ConnectionLimits = {
  readonly maxRequestBytes: number;
  /** Requests without an answer before the connection is no longer read. */
  readonly maxInFlight: number;
  /** Answer bytes that the client has not taken before the connection is no longer read. */
  readonly maxQueuedBytes: number;
};

type Received = { readonly frame: Buffer; readonly receivedMs: number };
/** `end`: whatever stands before it still reaches the client. */
type Slot = { reply: Reply | 'end' | undefined };

export class RequestConnection {
  private readonly connection: Connection;
  private readonly limits: ConnectionLimits;
  private readonly handle: HandleFrame;
  private readonly onFailure: (error: unknown) => void;
  private readonly frames: FrameReader;
  /** Frames that arrived while too many were in flight. */
  private readonly backlog: Received[] = [];
  /** Requests whose answer has not been sent, oldest first. */
  private readonly slots: Slot[] = [];
  private readonly nowMs: () => number;
  /** Measured answers that the system has not taken yet, oldest first. */
  private readonly leaving: Answer[] = [];
  /** When the bytes at hand came. */
  private receivedMs = 0;
  private isPaused = false;
  private isClosed = false;
  /** What was read cannot be gone on from: only what came before it is still answered. */
  private isEnding = false;

  constructor(
    connection: Connection,
    limits: ConnectionLimits,
    buffers: FrameBuffers,
    handle: HandleFrame,
    onFailure: (error: unknown) => void,
    nowMs: () => number = () => 0,
  ) {
    this.nowMs = nowMs;
    this.connection = connection;
    this.limits = limits;
    this.handle = handle;
    this.onFailure = onFailure;
    this.frames = new FrameReader(limits.maxRequestBytes, buffers);
    connection.onData((chunk) => this.receive(chunk));
    connection.onDrain(() => this.adjustReading());
    connection.onClose(() => {
      this.isClosed = true;
      this.frames.close();
    });
  }

  /** A request has no answer yet. */
  get isBusy(): boolean {
    return this.slots.length > 0;
  }

  close(): void {
    this.isClosed = true;
    this.connection.destroy();
  }

  /** Requests may be as large from now on. */
  allow(maxRequestBytes: number): void {
    this.frames.allow(maxRequestBytes);
  }

  /** Answers what was asked so far and then ends; what comes now is not looked at. */
  finish(): void {
    if (this.isClosed || this.isEnding) return;
    this.isEnding = true;
    this.backlog.length = 0;
    this.slots.push({ reply: 'end' });
    this.sendReady();
  }

  private receive(chunk: Buffer): void {
    this.receivedMs = this.nowMs();
    this.frames.feed(chunk, this.take);
    this.adjustReading();
    if (this.frames.failure && this.backlog.length === 0) this.fail(this.frames.failure);
  }

  /** At once when nothing stands in the way: then the frame need not be copied. */
  private readonly take = (frame: Buffer): void => {
    if (this.isClosed || this.isEnding) return;
    const mustWait = this.backlog.length > 0 || this.slots.length >= this.limits.maxInFlight;
    const { receivedMs } = this;
    if (mustWait) this.backlog.push({ frame: Buffer.from(frame), receivedMs });
    else this.start(frame, true, receivedMs);
  };

  private work(): void {
    while (
      !this.isClosed &&
      this.backlog.length > 0 &&
      this.slots.length < this.limits.maxInFlight
    ) {
      const { frame, receivedMs } = this.backlog.shift() as Received;
      this.start(frame, false, receivedMs);
    }
    this.adjustReading();
    if (this.frames.failure && this.backlog.length === 0) this.fail(this.frames.failure);
  }

  private start(frame: Buffer, isBorrowed: boolean, receivedMs: number): void {
    let reply: Reply | Promise<Reply>;
    try {
      reply = this.handle(frame, isBorrowed, receivedMs);
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
      (error) => this.fail(error, slot),
    );
  }

  private sendReady(): void {
    while (this.slots.length > 0 && this.slots[0].reply !== undefined) {
      this.send((this.slots.shift() as Slot).reply as Reply | 'end');
    }
  }

  private send(reply: Reply | 'end'): void {
    if (reply === 'none') return;
    if (reply === 'close') return this.close();
    if (reply === 'end') return this.end();
    if (this.isClosed) return reply.onTaken?.();
    if (!reply.meter) return this.connection.write(reply.chunks, reply.onTaken);
    this.leaving.push(reply);
    this.connection.write(reply.chunks, this.taken);
  }

  /** One for all answers: they leave in order. */
  private readonly taken = (): void => {
    const { meter, receivedMs, readyMs, onTaken } = this.leaving.shift() as Answer;
    if (meter && !this.isClosed) {
      const nowMs = this.nowMs();
      meter.send.recordMs(nowMs - (readyMs as number));
      meter.total.recordMs(nowMs - (receivedMs as number));
    }
    onTaken?.();
  };

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
  private fail(error: unknown, slot: Slot = { reply: undefined }): void {
    if (this.isClosed || this.isEnding) return;
    this.onFailure(
      error instanceof ProtocolError ? error : new Error('a request failed', { cause: error }),
    );
    this.isEnding = true;
    this.backlog.length = 0;
    slot.reply = 'end';
    if (!this.slots.includes(slot)) this.slots.push(slot);
    this.sendReady();
  }

  private end(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    this.connection.end();
  }
}
