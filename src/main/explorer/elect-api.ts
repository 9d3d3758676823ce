/** ElectLeaders v2 (KIP-460), which @platformatic/kafka does not have. */
import * as kafka from '@platformatic/kafka';

export type ElectTopic = { readonly topic: string; readonly partitions: readonly number[] };

export type ElectResponse = {
  readonly errorCode: number;
  readonly topics: readonly {
    readonly topic: string;
    readonly partitions: readonly {
      readonly partitionId: number;
      readonly errorCode: number;
      readonly errorMessage: string | null;
    }[];
  }[];
};

const apiKey = 43;
const apiVersion = 2;

function createRequest(electionType: number, topics: readonly ElectTopic[], timeoutMs: number) {
  return kafka.Writer.create()
    .appendInt8(electionType)
    .appendArray([...topics], (writer, { topic, partitions }) => {
      writer
        .appendString(topic)
        .appendArray([...partitions], (inner, id) => inner.appendInt32(id), true, false);
    })
    .appendInt32(timeoutMs)
    .appendTaggedFields();
}

function parseResponse(
  _correlationId: number,
  _key: number,
  _version: number,
  reader: kafka.Reader,
): ElectResponse {
  // The throttle time comes first; a loopback cluster has none, and others apply it themselves.
  reader.readInt32();
  const errorCode = reader.readInt16();
  const topics = reader.readArray((inner) => ({
    topic: inner.readString(),
    partitions: inner.readArray((item) => ({
      partitionId: item.readInt32(),
      errorCode: item.readInt16(),
      errorMessage: item.readNullableString(),
    })),
  }));
  reader.readTaggedFields();
  return { errorCode, topics };
}

/** Errors are values here: of many partitions some may be led by the right broker already. */
export const electLeadersV2 = {
  api: kafka.createAPI<Parameters<typeof createRequest>, ElectResponse>(
    apiKey,
    apiVersion,
    createRequest,
    parseResponse,
  ),
};
