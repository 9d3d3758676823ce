/** One partition of a sender: batches in their order, one on its way at a time. */
import { setTimeout as delay } from 'node:timers/promises';
import type { produceV11 } from '@platformatic/kafka';
import { ContractError, isContractError } from '../contract/errors.ts';
import type { ProduceOptions } from '../contract/produce.ts';
import { isRetriable, kafkaError } from '../explorer/kafka-errors.ts';
import type { KafkaLink } from '../explorer/kafka-link.ts';
import { type OutMessage, type SenderReport, sizeOf } from './out-message.ts';
import { type Identity, noIdentity, type ProducerId } from './producer-id.ts';

export type LaneOptions = {
  readonly link: KafkaLink;
  readonly topic: string;
  readonly partition: number;
  readonly options: ProduceOptions;
  readonly producerId: ProducerId;
  readonly report: SenderReport;
};

/** What became of one attempt. */
type Outcome =
  | { readonly kind: 'sent'; readonly baseOffset: number | null }
  /** Nobody knows whether it was written. */
  | { readonly kind: 'unknown'; readonly error: ContractError }
  | {
      readonly kind: 'refused';
      readonly error: ContractError;
      readonly indexes: readonly number[];
    };

type PartitionAnswer = produceV11.ProduceResponsePartition;

const batchRecordsMax = 2_000;
/** Below what brokers take by default (max.message.bytes), whatever the compression. */
const batchBytesMax = 256 * 1024;
/** As Kafka's delivery.timeout.ms, but a person waits here. */
const deliveryTimeoutMs = 30_000;
const requestTimeoutMs = 10_000;
const retryDelayMs = 150;

const codes = { duplicateSequence: 46, requestTimedOut: 7, notEnoughReplicasAfterAppend: 20 };
/** The broker knows another sequence, epoch or no such producer any more. */
const identityCodes: ReadonlySet<number> = new Set([45, 47, 59]);
/** One message of the batch may be the reason. */
const messageCodes: ReadonlySet<number> = new Set([2, 10, 18, 32, 87]);

export class Lane {
  readonly #o: LaneOptions;
  #open: OutMessage[] = [];
  #openBytes = 0;
  readonly #queue: (readonly OutMessage[])[] = [];
  #isSending = false;
  #identity: Identity = noIdentity;
  #sequence = 0;

  constructor(options: LaneOptions) {
    this.#o = options;
  }

  /** True when the batch is full with it. */
  push(message: OutMessage): boolean {
    const bytes = sizeOf(message);
    // One that is too large on its own must not take its neighbours with it.
    if (this.#openBytes + bytes > batchBytesMax) this.close();
    this.#open.push(message);
    this.#openBytes += bytes;
    const isFull = this.#open.length >= batchRecordsMax || this.#openBytes >= batchBytesMax;
    if (isFull) this.close();
    return isFull;
  }

  /** Sends what is open as a batch; false when nothing is. */
  close(): boolean {
    if (this.#open.length === 0) return false;
    this.#queue.push(this.#open);
    this.#open = [];
    this.#openBytes = 0;
    void this.#work();
    return true;
  }

  async #work(): Promise<void> {
    if (this.#isSending) return;
    this.#isSending = true;
    for (let batch = this.#queue.shift(); batch; batch = this.#queue.shift()) {
      try {
        await this.#deliver(batch);
      } catch (thrown) {
        this.#o.report.onFailed(batch, toError(thrown));
      }
    }
    this.#isSending = false;
  }

  /** Until it is written, refused for good, or too old. */
  async #deliver(messages: readonly OutMessage[]): Promise<void> {
    const deadlineMs = Date.now() + deliveryTimeoutMs;
    let isUnsure = false;
    for (;;) {
      const outcome = await this.#attempt(messages);
      if (outcome.kind === 'sent') {
        this.#sequence = (this.#sequence + messages.length) % 2 ** 31;
        this.#o.report.onSent(messages, this.#o.partition, outcome.baseOffset);
        return;
      }
      if (outcome.kind === 'unknown') isUnsure = true;
      const { error } = outcome;
      if (outcome.kind === 'refused' && outcome.indexes.length > 0) {
        return this.#takeApart(messages, outcome.indexes, error);
      }
      const code = numberOf(error);
      const isIdentityLost = identityCodes.has(code) && this.#identity.id >= 0n && !isUnsure;
      if (isIdentityLost) this.#o.producerId.renew(this.#identity);
      const mayPass = isIdentityLost || isRetriable(error) || outcome.kind === 'unknown';
      if (!mayPass || Date.now() > deadlineMs) {
        // A sequence that may have been used must not be used for something else.
        if (isUnsure) this.#o.producerId.renew(this.#identity);
        this.#o.report.onFailed(messages, error);
        return;
      }
      await delay(retryDelayMs);
      await this.#o.link.metadata({ isFresh: true }).catch(() => {
        // An environment fault: no broker answers. The next attempt tells.
      });
    }
  }

  /** Reports those that are at fault; the others are sent again. */
  async #takeApart(
    messages: readonly OutMessage[],
    indexes: readonly number[],
    error: ContractError,
  ): Promise<void> {
    if (indexes.length < messages.length) {
      const wrong = new Set(indexes);
      this.#o.report.onFailed(
        messages.filter((_, index) => wrong.has(index)),
        error,
      );
      return this.#deliver(messages.filter((_, index) => !wrong.has(index)));
    }
    if (messages.length === 1) return this.#o.report.onFailed(messages, error);
    const half = Math.ceil(messages.length / 2);
    await this.#deliver(messages.slice(0, half));
    await this.#deliver(messages.slice(half));
  }

  async #attempt(messages: readonly OutMessage[]): Promise<Outcome> {
    const { link, topic, partition, options, producerId } = this.#o;
    try {
      const identity = await producerId.get();
      if (identity.id !== this.#identity.id) {
        this.#identity = identity;
        this.#sequence = 0;
      }
      const leader = (await link.metadata()).topics.get(topic)?.partitions[partition]?.leader ?? -1;
      if (leader < 0) return { kind: 'refused', error: kafkaError(5), indexes: [] };
      const { response, error } = await link.callPartly(
        leader,
        'produce',
        options.acks,
        requestTimeoutMs,
        messages.map((message) => toRecord(topic, partition, message)) as never,
        {
          compression: options.compression,
          producerId: identity.id,
          producerEpoch: identity.epoch,
          // The library reads the batch's first sequence out of a map of its own.
          ...(identity.id >= 0n && {
            sequences: { getWithDefault: () => this.#sequence } as never,
          }),
        },
      );
      if (options.acks === 0) return { kind: 'sent', baseOffset: null };
      const [answer] = (typeof response === 'object' ? response.responses : []).flatMap(
        ({ partitionResponses }) => partitionResponses,
      );
      if (!answer) return { kind: 'unknown', error: error ?? kafkaError(codes.requestTimedOut) };
      return outcomeOf(answer, messages.length, topic);
    } catch (thrown) {
      const error = toError(thrown);
      // Without an answer nobody knows, unless the broker could not even be reached.
      return { kind: 'unknown', error };
    }
  }
}

function outcomeOf(answer: PartitionAnswer, count: number, topic: string): Outcome {
  const { errorCode, baseOffset, recordErrors, errorMessage } = answer;
  if (errorCode === 0) return { kind: 'sent', baseOffset: Number(baseOffset) };
  // It had been written by an attempt whose answer was lost.
  if (errorCode === codes.duplicateSequence) return { kind: 'sent', baseOffset: null };
  const detail = recordErrors[0]?.batchIndexErrorMessage ?? errorMessage;
  const error = kafkaError(errorCode, detail, { topic });
  const isWritten =
    errorCode === codes.requestTimedOut || errorCode === codes.notEnoughReplicasAfterAppend;
  if (isWritten) return { kind: 'unknown', error };
  const named = recordErrors.map(({ batchIndex }) => batchIndex);
  const all = Array.from({ length: count }, (_, index) => index);
  const indexes = named.length > 0 ? named : messageCodes.has(errorCode) ? all : [];
  return { kind: 'refused', error, indexes };
}

function toRecord(topic: string, partition: number, message: OutMessage) {
  const { key, value, headers, timestampMs } = message;
  return {
    topic,
    partition,
    ...(key !== null && { key }),
    // The library's type knows no tombstones; the wire does.
    value: value as Buffer,
    headers: new Map(headers as readonly (readonly [Buffer, Buffer])[]),
    timestamp: BigInt(timestampMs),
  };
}

const numberOf = (error: ContractError): number =>
  isContractError(error, 'kafka') ? error.data.number : 0;

function toError(thrown: unknown): ContractError {
  if (isContractError(thrown)) return thrown;
  const detail = thrown instanceof Error ? thrown.message : String(thrown);
  return new ContractError('internal', { detail }, detail, { cause: thrown });
}
