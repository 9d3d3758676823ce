/** New messages of a topic as they come. */
import type { Message, TailBatch, TailParams } from '../contract/messages.ts';
import { ContractError } from '../contract/errors.ts';
import { assertRetriable, fetchPartitions } from './fetch.ts';
import { toContractErrorLike } from './kafka-errors.ts';
import type { KafkaLink } from './kafka-link.ts';
import { matches, toMessage } from './message-filter.ts';
import { partitionsOf, type TopicMetadata, topicNotFound, topicOf } from './metadata.ts';
import { latestTimestamp, listAllOffsets, partitionKey } from './offsets.ts';

export type TailListener = {
  readonly onBatch: (batch: TailBatch) => void;
  /** The tail is over: the topic was deleted, say. */
  readonly onFailed: (error: ContractError) => void;
};

const batchIntervalMs = 250;
const batchCountMax = 500;
const retryDelayMs = 250;
const metadataIntervalMs = 5_000;
const fetchOptions = { maxWaitMs: 500, minBytes: 1, partitionMaxBytes: 1024 * 1024 };

export type Tail = {
  /** Settles when the ends are known: what is sent from then on is seen. Rejects with ContractError. */
  readonly ready: Promise<void>;
  readonly stop: () => void;
};

/** Starts at the end of each partition. */
export function startTail(link: KafkaLink, params: TailParams, listener: TailListener): Tail {
  const stop = new AbortController();
  const pending = new PendingBatch(listener.onBatch);
  const ready = Promise.withResolvers<void>();
  let isReady = false;
  const onReady = () => {
    isReady = true;
    ready.resolve();
  };
  run(link, params, pending, stop.signal, onReady)
    .then(ready.resolve, (error: unknown) => {
      if (stop.signal.aborted) return ready.resolve();
      if (isReady) listener.onFailed(toContractErrorLike(error));
      else ready.reject(toContractErrorLike(error));
    })
    .finally(() => pending.close());
  return { ready: ready.promise, stop: () => stop.abort() };
}

async function run(
  link: KafkaLink,
  params: TailParams,
  pending: PendingBatch,
  signal: AbortSignal,
  onReady: () => void,
): Promise<void> {
  const positions = new Map<number, number>();
  let topic = topicOf(await link.metadata({ isFresh: true }), params.topic);
  await addPositions(link, positions, topic, params, true);
  onReady();
  let metadataAtMs = Date.now();
  while (!signal.aborted) {
    if (Date.now() - metadataAtMs > metadataIntervalMs) {
      topic = await refresh(link, params.topic);
      await addPositions(link, positions, topic, params, false);
      metadataAtMs = Date.now();
    }
    const from = [...positions].map(([partition, offset]) => ({ partition, offset }));
    const fetched = await fetchPartitions(link, topic, from, fetchOptions);
    if (signal.aborted) return;
    let isDisturbed = false;
    for (const [partition, result] of fetched) {
      if (result.errorCode !== 0) {
        assertRetriable(params.topic, partition, result.errorCode);
        isDisturbed = true;
        continue;
      }
      positions.set(partition, result.nextOffset);
      const found = result.records.filter((record) => matches(params.filter, record));
      pending.add(found.map((record) => () => toMessage(record)));
    }
    if (isDisturbed) {
      await new Promise((resolve) => setTimeout(resolve, retryDelayMs));
      topic = await refresh(link, params.topic);
    }
  }
}

/** Partitions added later are read from their beginning: all that is in them is new. */
async function addPositions(
  link: KafkaLink,
  positions: Map<number, number>,
  topic: TopicMetadata,
  params: TailParams,
  isFirst: boolean,
): Promise<void> {
  const missing = partitionsOf(topic, params.partitions).filter(
    ({ partition }) => !positions.has(partition),
  );
  const names = missing.map(({ partition }) => ({ topic: topic.name, partition }));
  const ends = isFirst ? await listAllOffsets(link, names, latestTimestamp) : new Map();
  for (const name of names) positions.set(name.partition, ends.get(partitionKey(name)) ?? 0);
}

/** The topic as it is now. Without brokers the old one has to do; without the topic it is over. */
async function refresh(link: KafkaLink, name: string): Promise<TopicMetadata> {
  const before = (await link.metadata()).topics.get(name);
  try {
    return topicOf(await link.metadata({ isFresh: true }), name);
  } catch (error) {
    const isGone = error instanceof ContractError && error.code === 'topic-not-found';
    if (isGone || !before) throw topicNotFound(name);
    return before;
  }
}

/** Collects what comes within a quarter of a second; decodes only what is shown. */
class PendingBatch {
  readonly #onBatch: (batch: TailBatch) => void;
  readonly #timer: NodeJS.Timeout;
  #messages: (() => Message)[] = [];
  #skippedCount = 0;

  constructor(onBatch: (batch: TailBatch) => void) {
    this.#onBatch = onBatch;
    this.#timer = setInterval(() => this.#flush(), batchIntervalMs);
  }

  add(messages: readonly (() => Message)[]): void {
    const free = Math.max(0, batchCountMax - this.#messages.length);
    this.#messages.push(...messages.slice(0, free));
    this.#skippedCount += Math.max(0, messages.length - free);
  }

  close(): void {
    clearInterval(this.#timer);
  }

  #flush(): void {
    if (this.#messages.length === 0 && this.#skippedCount === 0) return;
    const messages = this.#messages.map((decode) => decode());
    this.#onBatch({ messages, skippedCount: this.#skippedCount });
    this.#messages = [];
    this.#skippedCount = 0;
  }
}
