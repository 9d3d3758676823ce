/**
 * Writes many messages to one topic and loses none of them silently: each is sent or reported.
 * One batch at a time per partition, under a sequence that stays the same when it is sent again,
 * so that an idempotent one is written once; a batch that is refused for some of its messages is
 * taken apart until only those are left out.
 */
import * as kafka from '@platformatic/kafka';
import type { ProduceOptions } from '../contract/produce.ts';
import { ContractError } from '../contract/errors.ts';
import type { KafkaLink } from '../explorer/kafka-link.ts';
import { partitionsOf, topicOf } from '../explorer/metadata.ts';
import { Lane } from './lane.ts';
import { type OutMessage, type SenderReport, sizeOf } from './out-message.ts';
import { ProducerId } from './producer-id.ts';

/** Waiting for their turn, over all partitions. */
const queuedMax = 20_000;
const queuedBytesMax = 32 * 1024 * 1024;

export class Sender {
  readonly #link: KafkaLink;
  readonly #topic: string;
  readonly #options: ProduceOptions;
  readonly #report: SenderReport;
  readonly #producerId: ProducerId;
  #lanes: readonly Lane[] = [];
  #turn = 0;
  #queuedCount = 0;
  #queuedBytes = 0;
  #waiting: (() => void)[] = [];

  constructor(link: KafkaLink, topic: string, options: ProduceOptions, report: SenderReport) {
    this.#link = link;
    this.#topic = topic;
    this.#options = options;
    this.#report = report;
    this.#producerId = new ProducerId(link, options.isIdempotent && options.acks === -1);
  }

  /** Finds the topic; throws `topic-not-found`, `cluster-unreachable`. */
  async open(): Promise<void> {
    const metadata = await this.#link.metadata({ isFresh: true });
    const { partitions } = topicOf(metadata, this.#topic);
    this.#lanes = partitions.map(
      ({ partition }) =>
        new Lane({
          link: this.#link,
          topic: this.#topic,
          partition,
          options: this.#options,
          producerId: this.#producerId,
          report: {
            onSent: (messages, own, offset) => {
              this.#settled(messages);
              this.#report.onSent(messages, own, offset);
            },
            onFailed: (messages, error) => {
              this.#settled(messages);
              this.#report.onFailed(messages, error);
            },
          },
        }),
    );
    this.#turn = Math.floor(Math.random() * this.#lanes.length);
  }

  get hasRoom(): boolean {
    return this.#queuedCount < queuedMax && this.#queuedBytes < queuedBytesMax;
  }

  /** Takes it in any case; ask `hasRoom` before. */
  push(message: OutMessage): void {
    this.#queuedCount += 1;
    this.#queuedBytes += sizeOf(message);
    const lane = this.#laneOf(message);
    if (!lane) {
      const partition = message.partition ?? -1;
      const [topic, count] = [this.#topic, this.#lanes.length];
      const text = `Topic ${topic} has no partition ${partition}; it has ${count}.`;
      this.#settled([message]);
      this.#report.onFailed(
        [message],
        new ContractError('partition-not-found', { topic, partition }, text),
      );
      return;
    }
    const isClosed = lane.push(message);
    // A batch of its own for each partition in turn, as Kafka's clients spread messages without keys.
    if (isClosed && message.key === null) this.#turn = (this.#turn + 1) % this.#lanes.length;
  }

  /** Resolves when there is room again. */
  async room(): Promise<void> {
    while (!this.hasRoom) {
      for (const lane of this.#lanes) lane.close();
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  /** Sends what is open; resolves when all that was pushed is sent or reported. */
  async flush(): Promise<void> {
    this.nudge();
    while (this.#queuedCount > 0) {
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  /** Sends what is open, without waiting. */
  nudge(): void {
    let hadOpen = false;
    for (const lane of this.#lanes) hadOpen = lane.close() || hadOpen;
    if (hadOpen && this.#lanes.length > 0) this.#turn = (this.#turn + 1) % this.#lanes.length;
  }

  #laneOf({ partition, key }: OutMessage): Lane | undefined {
    if (partition !== null) return this.#lanes[partition];
    if (key === null) return this.#lanes[this.#turn];
    const hash = kafka.compatibilityPartitioner(undefined as never, key);
    return this.#lanes[hash % this.#lanes.length];
  }

  #settled(messages: readonly OutMessage[]): void {
    this.#queuedCount -= messages.length;
    for (const message of messages) this.#queuedBytes -= sizeOf(message);
    for (const resolve of this.#waiting.splice(0)) resolve();
  }
}

/** One message; throws why it could not be written. */
export async function sendOne(
  link: KafkaLink,
  topic: string,
  options: ProduceOptions,
  message: OutMessage,
): Promise<{ readonly partition: number; readonly offset: number | null }> {
  let sent: { partition: number; offset: number | null } | null = null;
  let failed: ContractError | null = null;
  const sender = new Sender(link, topic, options, {
    onSent: (_messages, partition, offset) => {
      sent = { partition, offset };
    },
    onFailed: (_messages, error) => {
      failed = error;
    },
  });
  await sender.open();
  if (message.partition !== null) {
    partitionsOf(topicOf(await link.metadata(), topic), [message.partition]);
  }
  sender.push(message);
  await sender.flush();
  if (failed !== null) throw failed;
  if (sent === null) throw new Error('a message was neither sent nor refused');
  return sent;
}
