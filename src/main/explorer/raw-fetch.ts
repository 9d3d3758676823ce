/**
 * Fetch requests whose answers stay bytes. The library frames, authenticates and encrypts; its own
 * reading of records (an object per record and field) is what a search over millions cannot afford.
 */
import * as kafka from '@platformatic/kafka';

export type RawFetchRequest = {
  readonly version: number;
  /** A name up to version 12, an id from 13 on. */
  readonly topicId: string;
  readonly partitions: readonly {
    readonly partition: number;
    readonly leaderEpoch: number;
    readonly offset: number;
    readonly maxBytes: number;
  }[];
  readonly maxWaitMs: number;
  readonly minBytes: number;
  readonly maxBytes: number;
  /** Whether records of open and aborted transactions are left out. */
  readonly isCommittedOnly: boolean;
};

export type AbortedTransaction = { readonly producerId: number; readonly firstOffset: number };

export type RawFetchPartition = {
  readonly partition: number;
  /** Kafka's error code; 0 is none. */
  readonly errorCode: number;
  readonly highWatermark: number;
  readonly lastStableOffset: number;
  readonly logStartOffset: number;
  readonly aborted: readonly AbortedTransaction[];
  /** Record batches, the last one possibly cut. */
  readonly records: Buffer;
};

type CreateRequest = (...args: readonly unknown[]) => unknown;
type Parser = (
  correlationId: number,
  apiKey: number,
  version: number,
  reader: RawReader,
) => unknown;
type RawReader = { readonly buffer: { readonly buffer: Buffer } };
type Sender = {
  readonly send: (
    apiKey: number,
    version: number,
    createPayload: () => unknown,
    parser: Parser,
    hasRequestTags: boolean,
    hasResponseTags: boolean,
    callback: (error: Error | null, value?: readonly RawFetchPartition[]) => void,
  ) => void;
};

const fetchKey = 1;
const topicIdVersion = 13;
const nothing = Buffer.alloc(0);

/** Sends to one leader. */
export function rawFetch(
  connection: kafka.Connection,
  request: RawFetchRequest,
): Promise<readonly RawFetchPartition[]> {
  const { createRequest } = (kafka as unknown as Record<string, { createRequest: CreateRequest }>)[
    `fetchV${request.version}`
  ] as { createRequest: CreateRequest };
  const partitions = request.partitions.map(({ partition, leaderEpoch, offset, maxBytes }) => ({
    partition,
    currentLeaderEpoch: leaderEpoch,
    fetchOffset: BigInt(offset),
    lastFetchedEpoch: -1,
    partitionMaxBytes: maxBytes,
  }));
  const createPayload = () =>
    createRequest(
      request.maxWaitMs,
      request.minBytes,
      request.maxBytes,
      request.isCommittedOnly ? 1 : 0,
      0,
      -1,
      [{ topicId: request.topicId, partitions }],
      [],
      '',
    );
  const parser: Parser = (_id, _key, version, reader) => parse(reader.buffer.buffer, version);
  const { promise, resolve, reject } = Promise.withResolvers<readonly RawFetchPartition[]>();
  (connection as unknown as Sender).send(
    fetchKey,
    request.version,
    createPayload,
    parser,
    true,
    true,
    (error, value) => (error ? reject(error) : resolve(value ?? [])),
  );
  return promise;
}

/** Versions 12 to 17: one compact form, but for how a topic is named. */
function parse(bytes: Buffer, version: number): readonly RawFetchPartition[] {
  const reader = new ResponseReader(bytes);
  reader.skip(4);
  const errorCode = reader.int16();
  if (errorCode !== 0) throw new kafka.ProtocolError(protocolErrorId(errorCode));
  reader.skip(4);
  return reader
    .array(() => {
      if (version >= topicIdVersion) reader.skip(16);
      else reader.skip(reader.uvarint() - 1);
      const partitions = reader.array(() => readPartition(reader));
      reader.tags();
      return partitions;
    })
    .flat();
}

function protocolErrorId(errorCode: number): string {
  return kafka.protocolErrorsCodesById[errorCode] ?? 'UNKNOWN_SERVER_ERROR';
}

function readPartition(reader: ResponseReader): RawFetchPartition {
  const partition = reader.int32();
  const errorCode = reader.int16();
  const highWatermark = reader.int64();
  const lastStableOffset = reader.int64();
  const logStartOffset = reader.int64();
  const aborted = reader.array(() => {
    const transaction = { producerId: reader.int64(), firstOffset: reader.int64() };
    reader.tags();
    return transaction;
  });
  reader.skip(4);
  const sizeBytes = reader.uvarint() - 1;
  const records = sizeBytes > 0 ? reader.take(sizeBytes) : nothing;
  reader.tags();
  return {
    partition,
    errorCode,
    highWatermark,
    lastStableOffset,
    logStartOffset,
    aborted,
    records,
  };
}

class ResponseReader {
  readonly #bytes: Buffer;
  #position = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  skip(count: number): void {
    this.#position += count;
  }

  int16(): number {
    this.#position += 2;
    return this.#bytes.readInt16BE(this.#position - 2);
  }

  int32(): number {
    this.#position += 4;
    return this.#bytes.readInt32BE(this.#position - 4);
  }

  int64(): number {
    this.#position += 8;
    return Number(this.#bytes.readBigInt64BE(this.#position - 8));
  }

  uvarint(): number {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.#bytes.readUInt8(this.#position);
      this.#position += 1;
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
  }

  take(count: number): Buffer {
    const start = this.#position;
    this.#position += count;
    return this.#bytes.subarray(start, this.#position);
  }

  /** A compact array; null counts as empty. */
  array<Item>(read: () => Item): readonly Item[] {
    const count = this.uvarint() - 1;
    const items: Item[] = [];
    for (let index = 0; index < count; index += 1) items.push(read());
    return items;
  }

  tags(): void {
    const count = this.uvarint();
    for (let index = 0; index < count; index += 1) {
      this.uvarint();
      this.skip(this.uvarint());
    }
  }
}
