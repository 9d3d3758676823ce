/** Requests as a handler gets them: encoded and decoded, so that all defaults are filled in. */
import type { RequestInOf, RequestOf } from '../../../src/broker/protocol/api.ts';
import { fetchApi } from '../../../src/broker/protocol/messages/01-fetch.ts';
import { produceApi } from '../../../src/broker/protocol/messages/00-produce.ts';
import { encodeBatch, type NewBatch } from '../../../src/broker/protocol/record-batch.ts';

export function fetchRequest(
  version: number,
  request: Partial<RequestInOf<typeof fetchApi>>,
): RequestOf<typeof fetchApi> {
  const whole = { maxWaitMs: 0, minBytes: 1, topics: [], ...request };
  return fetchApi.request.decode(version, fetchApi.request.encode(version, whole));
}

/** Version 12: topics by name. */
export function ofTopic(
  topic: string,
  fetchOffset: number,
  o: {
    partition?: number;
    maxBytes?: number;
    lastFetchedEpoch?: number;
    currentLeaderEpoch?: number;
  } = {},
) {
  const { maxBytes = 1e6, partition = 0, lastFetchedEpoch = -1, currentLeaderEpoch = -1 } = o;
  return {
    topic,
    partitions: [
      { partition, fetchOffset, partitionMaxBytes: maxBytes, lastFetchedEpoch, currentLeaderEpoch },
    ],
  };
}

export function produceRequest(
  version: number,
  request: Partial<RequestInOf<typeof produceApi>>,
): RequestOf<typeof produceApi> {
  const whole = { acks: -1, timeoutMs: 1000, topicData: [], ...request };
  return produceApi.request.decode(version, Buffer.from(produceApi.request.encode(version, whole)));
}

export function batchOf(value: string, o: Partial<NewBatch> = {}): Buffer {
  return encodeBatch({
    records: [{ key: Buffer.from('k'), value: Buffer.from(value) }],
    timestampMs: 1_700_000_000_000,
    ...o,
  });
}
