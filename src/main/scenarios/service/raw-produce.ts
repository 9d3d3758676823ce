/** Produce requests of batches that are bytes already; the library frames and authenticates. */
import * as kafka from '@platformatic/kafka';

export type RawBatch = {
  readonly topic: string;
  readonly partition: number;
  readonly bytes: Buffer;
};
/** What became of one batch. */
export type RawAnswer = {
  readonly topic: string;
  readonly partition: number;
  /** Kafka's error code; 0 is none. */
  readonly errorCode: number;
  readonly errorMessage: string | null;
  readonly baseOffset: number;
};

const produceKey = 0;
const timeoutMs = 10_000;
/** From 9 on a request has one compact form, up to topic ids in 13. */
export const leastProduceVersion = 9;

type Parser = kafka.ResponseParser<kafka.produceV11.ProduceResponse>;

/** Sends to one leader, with acks=all; rejects when nobody answers. */
export async function rawProduce(
  connection: kafka.Connection,
  version: number,
  batches: readonly RawBatch[],
): Promise<readonly RawAnswer[]> {
  const { promise, resolve, reject } = Promise.withResolvers<kafka.produceV11.ProduceResponse>();
  connection.send<kafka.produceV11.ProduceResponse>(
    produceKey,
    version,
    () => request(batches),
    parserOf(version),
    true,
    true,
    (error, response) => {
      const partial = error instanceof kafka.ResponseError ? error.response : undefined;
      if (error && partial === undefined) reject(error);
      else resolve((partial ?? response) as kafka.produceV11.ProduceResponse);
    },
  );
  const { responses } = await promise;
  return responses.flatMap(({ name, partitionResponses }) =>
    partitionResponses.map(({ index, errorCode, errorMessage, baseOffset }) => ({
      topic: name,
      partition: index,
      errorCode,
      errorMessage: errorMessage ?? null,
      baseOffset: Number(baseOffset),
    })),
  );
}

function parserOf(version: number): Parser {
  const library = kafka as unknown as Record<string, { readonly parseResponse: Parser }>;
  return (library[`produceV${version}`] ?? kafka.produceV11).parseResponse as Parser;
}

function request(batches: readonly RawBatch[]): kafka.Writer {
  const topics = new Map<string, RawBatch[]>();
  for (const batch of batches) {
    const known = topics.get(batch.topic);
    if (known) known.push(batch);
    else topics.set(batch.topic, [batch]);
  }
  const writer = kafka.Writer.create()
    .appendString(null)
    .appendInt16(-1)
    .appendInt32(timeoutMs)
    .appendUnsignedVarInt(topics.size + 1);
  for (const [topic, items] of topics) {
    writer.appendString(topic).appendUnsignedVarInt(items.length + 1);
    for (const { partition, bytes } of items) {
      writer
        .appendInt32(partition)
        .appendUnsignedVarInt(bytes.length + 1)
        .append(bytes)
        .appendTaggedFields();
    }
    writer.appendTaggedFields();
  }
  return writer.appendTaggedFields();
}
