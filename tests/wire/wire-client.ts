/** Speaks the protocol over a plain socket and keeps the bytes of what was said. */
import { connect, type Socket } from 'node:net';
import type { Api, RequestInOf, ResponseOutOf } from '../../src/broker/protocol/api.ts';
import { FrameReader } from '../../src/broker/protocol/frames.ts';
import { encodeRequest, readResponseHeader } from '../../src/broker/protocol/headers.ts';
import { Reader } from '../../src/broker/protocol/reader.ts';

export type Exchange<A extends Api = Api> = {
  /** Without size prefixes. */
  readonly request: Buffer;
  /** undefined: the server closed the connection instead of answering. */
  readonly response: Buffer | undefined;
  readonly decoded: ResponseOutOf<A> | undefined;
};

const maxResponseBytes = 64 * 1024 * 1024;
const defaultTimeoutMs = 20_000;
const correlationId = 7;

export class WireClient {
  private readonly host: string;
  private readonly port: number;
  private readonly timeoutMs: number;
  private socket: Socket | undefined;

  constructor(address: string, timeoutMs = defaultTimeoutMs) {
    this.timeoutMs = timeoutMs;
    const [host, port] = address.split(':');
    this.host = host;
    this.port = Number(port);
  }

  /** One at a time. A `responseVersion` is for answers in another version than was asked. */
  async ask<A extends Api>(
    api: A,
    version: number,
    request: RequestInOf<A>,
    responseVersion = version,
  ): Promise<Exchange<A>> {
    const header = { correlationId, clientId: 'golden' };
    const frame = Buffer.concat(encodeRequest(api, version, header, request));
    const response = await this.send(frame);
    const sent = frame.subarray(4);
    if (!response) return { request: sent, response, decoded: undefined };
    const reader = new Reader(response);
    readResponseHeader(reader, api, responseVersion);
    const decoded = api.response.codec(responseVersion).read(reader) as ResponseOutOf<A>;
    return { request: sent, response, decoded };
  }

  close(): void {
    this.socket?.destroy();
    this.socket = undefined;
  }

  /**
   * Sends bytes and gives the first answer, without its size; undefined when the connection was
   * closed. With `lastId`, bytes of several requests are sent and the connection is used on only
   * after the answer to the one of that id.
   */
  async send(frame: Buffer, lastId?: number): Promise<Buffer | undefined> {
    const { timeoutMs } = this;
    const socket = (this.socket ??= await this.open());
    const frames = new FrameReader(maxResponseBytes);
    let first: Buffer | undefined;
    let isLast = false;
    return new Promise((resolve, reject) => {
      const finish = (response: Buffer | undefined) => {
        clearTimeout(timer);
        socket.removeAllListeners();
        socket.on('error', () => {});
        if (!response) this.close();
        resolve(response);
      };
      const timer = setTimeout(() => {
        reject(new Error(`${this.host}:${this.port} did not answer in ${timeoutMs} ms`));
        finish(undefined);
      }, timeoutMs);
      socket.on('data', (chunk: Buffer) => {
        frames.feed(chunk, (received) => {
          first ??= Buffer.from(received);
          isLast ||= lastId === undefined || received.readInt32BE(0) === lastId;
        });
        if (first && isLast) finish(first);
      });
      // What was answered before the end counts.
      socket.on('error', () => {});
      socket.on('close', () => {
        this.close();
        finish(first);
      });
      socket.write(frame);
    });
  }

  private open(): Promise<Socket> {
    return new Promise((resolve, reject) => {
      const socket = connect({ host: this.host, port: this.port, noDelay: true });
      socket.once('error', reject);
      socket.once('connect', () => {
        socket.removeAllListeners();
        resolve(socket);
      });
    });
  }
}
