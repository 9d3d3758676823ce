/**
 * One connection from this node to another: requests go out in order, answers are matched by
 * correlation id. It connects on first use and again after a loss; callers decide about retries.
 */
import type { Connection, Env, Timer } from '../env/env.ts';
import type { Api, RequestInOf, ResponseOutOf } from '../protocol/api.ts';
import { FrameReader } from '../protocol/frames.ts';
import { encodeRequest, readResponseHeader } from '../protocol/headers.ts';
import { ProtocolError, Reader } from '../protocol/reader.ts';

const maxResponseBytes = 256 * 1024 * 1024;

/** The request did not get an answer; the peer may or may not have acted on it. */
export class PeerError extends Error {
  readonly code: 'unreachable' | 'disconnected' | 'timeout' | 'closed';
  constructor(code: PeerError['code'], message: string) {
    super(message);
    this.name = 'PeerError';
    this.code = code;
  }
}

type Waiting = {
  readonly api: Api;
  readonly version: number;
  /** The response may refer to the frame it came in. */
  readonly mayBorrow: boolean;
  readonly resolve: (response: never) => void;
  readonly reject: (error: Error) => void;
  readonly timer: Timer;
};

/** Called once, either of them, from the event that brought the answer or the end of the wait. */
export type AnswerHandler<A extends Api> = {
  /** Bytes of the response are the handler's only during the call. */
  readonly onResponse: (response: ResponseOutOf<A>) => void;
  /** `PeerError`, or `ProtocolError` when the answer cannot be read. */
  readonly onError: (error: Error) => void;
};

export type NodeClientOptions = {
  readonly host: string;
  readonly port: number;
  /** Shown in the peer's logs and in request headers. */
  readonly clientId: string;
  readonly connectTimeoutMs: number;
};

export class NodeClient {
  private readonly env: Env;
  private readonly options: NodeClientOptions;
  private connection: Connection | undefined;
  private connecting: Promise<Connection> | undefined;
  private readonly waiting = new Map<number, Waiting>();
  private nextCorrelationId = 0;
  private isClosed = false;
  private readonly lossListeners: (() => void)[] = [];

  constructor(env: Env, options: NodeClientOptions) {
    this.env = env;
    this.options = options;
  }

  /** Called when an established connection is lost (not by `close`). */
  onLoss(listener: () => void): void {
    this.lossListeners.push(listener);
  }

  /** Rejects with `PeerError`, or `ProtocolError` when the answer cannot be read. */
  async send<A extends Api>(
    api: A,
    version: number,
    request: RequestInOf<A>,
    timeoutMs: number,
  ): Promise<ResponseOutOf<A>> {
    const connection = await this.connected();
    return new Promise((resolve, reject) => {
      const waiting = { api, version, mayBorrow: false, resolve, reject };
      this.write(connection, waiting, request, timeoutMs);
    });
  }

  /** The same for large answers, which are read where they were received. */
  call<A extends Api>(
    api: A,
    version: number,
    request: RequestInOf<A>,
    timeoutMs: number,
    { onResponse, onError }: AnswerHandler<A>,
  ): void {
    const waiting = { api, version, mayBorrow: true, resolve: onResponse, reject: onError };
    if (this.connection) this.write(this.connection, waiting, request, timeoutMs);
    else {
      this.connected().then(
        (connection) => this.write(connection, waiting, request, timeoutMs),
        onError,
      );
    }
  }

  private write(
    connection: Connection,
    waiting: Omit<Waiting, 'timer'>,
    request: RequestInOf<Api>,
    timeoutMs: number,
  ): void {
    const { api, version } = waiting;
    const correlationId = this.nextCorrelationId;
    this.nextCorrelationId = (correlationId + 1) & 0x7fffffff;
    const timer = this.env.clock.setTimer(timeoutMs, () => {
      this.drop(
        new PeerError('timeout', `${api.name}: no answer from ${this.address} in ${timeoutMs} ms`),
      );
    });
    this.waiting.set(correlationId, { ...waiting, timer });
    const header = { correlationId, clientId: this.options.clientId };
    connection.write(encodeRequest(api, version, header, request));
  }

  /** Gives up all waiting requests; a closed client cannot be used again. */
  close(): void {
    this.isClosed = true;
    this.drop(new PeerError('closed', `the connection to ${this.address} was closed`));
  }

  private get address(): string {
    return `${this.options.host}:${this.options.port}`;
  }

  private async connected(): Promise<Connection> {
    if (this.isClosed)
      throw new PeerError('closed', `the connection to ${this.address} was closed`);
    if (this.connection) return this.connection;
    this.connecting ??= this.connect().finally(() => {
      this.connecting = undefined;
    });
    return this.connecting;
  }

  private async connect(): Promise<Connection> {
    const { host, port, connectTimeoutMs } = this.options;
    let connection: Connection;
    try {
      connection = await this.env.net.connect({ host, port, timeoutMs: connectTimeoutMs });
    } catch (error) {
      throw new PeerError('unreachable', `${this.address}: ${(error as Error).message}`);
    }
    if (this.isClosed) {
      connection.destroy();
      throw new PeerError('closed', `the connection to ${this.address} was closed`);
    }
    const frames = new FrameReader(maxResponseBytes);
    connection.onData((chunk) => {
      try {
        frames.feed(chunk, (frame) => this.receive(frame));
        if (frames.failure) throw frames.failure;
      } catch (error) {
        if (!(error instanceof ProtocolError)) throw error;
        this.drop(error);
      }
    });
    connection.onClose(() => {
      if (this.connection !== connection) return;
      this.drop(new PeerError('disconnected', `${this.address} closed the connection`));
      for (const listener of this.lossListeners) listener();
    });
    this.connection = connection;
    return connection;
  }

  private receive(frame: Buffer): void {
    const waiting = this.waiting.get(frame.length >= 4 ? frame.readInt32BE(0) : -1);
    if (!waiting) throw new ProtocolError(`${this.address} answered a request that was not sent`);
    const reader = new Reader(waiting.mayBorrow ? frame : Buffer.from(frame));
    const correlationId = readResponseHeader(reader, waiting.api, waiting.version);
    const response = waiting.api.response.codec(waiting.version).read(reader);
    this.waiting.delete(correlationId);
    waiting.timer.cancel();
    waiting.resolve(response as never);
  }

  private drop(error: Error): void {
    const connection = this.connection;
    this.connection = undefined;
    connection?.destroy();
    const given = [...this.waiting.values()];
    this.waiting.clear();
    for (const waiting of given) {
      waiting.timer.cancel();
      waiting.reject(error);
    }
  }
}
