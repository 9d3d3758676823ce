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
const timeoutMs = 20_000;
const correlationId = 7;

export class WireClient {
  private readonly host: string;
  private readonly port: number;
  private socket: Socket | undefined;

  constructor(address: string) {
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
    const response = await this.exchange(frame);
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

  private async exchange(frame: Buffer): Promise<Buffer | undefined> {
    const socket = (this.socket ??= await this.open());
    const frames = new FrameReader(maxResponseBytes);
    return new Promise((resolve, reject) => {
      const finish = (response: Buffer | undefined) => {
        clearTimeout(timer);
        socket.removeAllListeners();
        if (!response) this.close();
        resolve(response);
      };
      const timer = setTimeout(() => {
        this.close();
        reject(new Error(`${this.host}:${this.port} did not answer in ${timeoutMs} ms`));
      }, timeoutMs);
      socket.on('data', (chunk: Buffer) => {
        const [response] = frames.push(chunk);
        if (response) finish(response);
      });
      socket.on('error', () => finish(undefined));
      socket.on('close', () => finish(undefined));
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
