/** The few requests that tell who listens, in their oldest forms; no client library in between. */
import type { Socket } from 'node:net';

export type ApiRanges = ReadonlyMap<number, { readonly min: number; readonly max: number }>;

export type ClusterView = {
  readonly clusterId: string;
  readonly brokers: readonly {
    readonly id: number;
    readonly host: string;
    readonly port: number;
  }[];
};

/** What came instead of an answer. */
export class WireError extends Error {
  readonly kind: 'closed' | 'timeout' | 'not-kafka';
  /** The first bytes that came. */
  readonly bytes: Buffer;

  constructor(kind: WireError['kind'], bytes: Buffer = Buffer.alloc(0)) {
    super(kind);
    this.kind = kind;
    this.bytes = bytes;
  }
}

const clientId = 'rivulet-doctor';
const produceKey = 0;
const metadataKey = 3;
const saslHandshakeKey = 17;
const apiVersionsKey = 18;
/** The last version without tagged fields. */
const metadataVersionMax = 8;
const answerBytesMax = 8 * 1024 * 1024;
let correlationId = 1;

export async function askApiVersions(socket: Socket, timeoutMs: number): Promise<ApiRanges> {
  const reader = await ask(socket, apiVersionsKey, 0, Buffer.alloc(0), timeoutMs);
  const errorCode = reader.int16();
  // A broker that knows no version 0 still lists what it knows.
  if (errorCode !== 0 && errorCode !== 35) throw new WireError('not-kafka');
  const count = reader.int32();
  return new Map(
    Array.from({ length: count }, () => {
      const key = reader.int16();
      return [key, { min: reader.int16(), max: reader.int16() }];
    }),
  );
}

/** A broker takes records; a controller's listener only answers brokers. */
export function servesClients(ranges: ApiRanges): boolean {
  return ranges.has(produceKey) && ranges.has(metadataKey);
}

/** Names a mechanism and sends nothing of a password; answers those that are offered. */
export async function askSaslMechanisms(
  socket: Socket,
  mechanism: string,
  timeoutMs: number,
): Promise<{ readonly isOffered: boolean; readonly offered: readonly string[] }> {
  const reader = await ask(socket, saslHandshakeKey, 1, text(mechanism), timeoutMs);
  const errorCode = reader.int16();
  const offered = Array.from({ length: Math.max(0, reader.int32()) }, () => reader.string() ?? '');
  return { isOffered: errorCode === 0, offered };
}

/** The cluster's id and its brokers as they are advertised to clients. */
export async function askMetadata(
  socket: Socket,
  ranges: ApiRanges,
  timeoutMs: number,
): Promise<ClusterView> {
  const range = ranges.get(metadataKey) ?? { min: 0, max: 1 };
  const version = Math.max(range.min, Math.min(range.max, metadataVersionMax));
  const noTopics = Buffer.alloc(4);
  const flags = Buffer.alloc(version >= 8 ? 3 : version >= 4 ? 1 : 0);
  const reader = await ask(
    socket,
    metadataKey,
    version,
    Buffer.concat([noTopics, flags]),
    timeoutMs,
  );
  if (version >= 3) reader.int32();
  const brokers = Array.from({ length: reader.int32() }, () => {
    const broker = { id: reader.int32(), host: reader.string() ?? '', port: reader.int32() };
    if (version >= 1) reader.string();
    return broker;
  });
  return { clusterId: version >= 2 ? (reader.string() ?? '') : '', brokers };
}

async function ask(
  socket: Socket,
  apiKey: number,
  version: number,
  body: Buffer,
  timeoutMs: number,
): Promise<Reader> {
  correlationId += 1;
  const head = Buffer.alloc(8);
  head.writeInt16BE(apiKey, 0);
  head.writeInt16BE(version, 2);
  head.writeInt32BE(correlationId, 4);
  const frame = Buffer.concat([head, text(clientId), body]);
  const size = Buffer.alloc(4);
  size.writeInt32BE(frame.length);
  const answer = readFrame(socket, timeoutMs);
  socket.write(Buffer.concat([size, frame]));
  const reader = new Reader(await answer);
  if (reader.int32() !== correlationId) throw new WireError('not-kafka');
  return reader;
}

/** One answer; whatever does not look like one ends the waiting at once. */
function readFrame(socket: Socket, timeoutMs: number): Promise<Buffer> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
  let bytes = Buffer.alloc(0);
  const onData = (chunk: Buffer) => {
    bytes = Buffer.concat([bytes, chunk]);
    if (bytes.length < 4) return;
    const size = bytes.readInt32BE(0);
    if (size < 4 || size > answerBytesMax) end(new WireError('not-kafka', bytes));
    else if (bytes.length >= size + 4) end(bytes.subarray(4, size + 4));
  };
  const onClose = () => end(new WireError(bytes.length > 0 ? 'not-kafka' : 'closed', bytes));
  const timer = setTimeout(() => end(new WireError('timeout', bytes)), timeoutMs);
  const end = (outcome: Buffer | Error) => {
    clearTimeout(timer);
    socket.off('data', onData).off('close', onClose).off('error', onClose).off('end', onClose);
    if (outcome instanceof Error) reject(outcome);
    else resolve(outcome);
  };
  socket.on('data', onData).on('close', onClose).on('error', onClose).on('end', onClose);
  return promise;
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value);
  const size = Buffer.alloc(2);
  size.writeInt16BE(bytes.length);
  return Buffer.concat([size, bytes]);
}

class Reader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  int16(): number {
    return this.#read(2, () => this.#bytes.readInt16BE(this.#at));
  }

  int32(): number {
    return this.#read(4, () => this.#bytes.readInt32BE(this.#at));
  }

  string(): string | null {
    const length = this.int16();
    if (length < 0) return null;
    return this.#read(length, () => this.#bytes.toString('utf8', this.#at, this.#at + length));
  }

  #read<Value>(size: number, read: () => Value): Value {
    if (this.#at + size > this.#bytes.length) throw new WireError('not-kafka', this.#bytes);
    const value = read();
    this.#at += size;
    return value;
  }
}
