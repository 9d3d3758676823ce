/** Messages that lie in a topic, written once more: to another one, or back to where they came from. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { ContractError, isContractError } from '../contract/errors.ts';
import type { OriginSummary, RepublishParams } from '../contract/produce.ts';
import type { MessagePlace } from '../contract/messages.ts';
import type { RawRecord } from '../explorer/fetch.ts';
import type { KafkaLink } from '../explorer/kafka-link.ts';
import { FailureList } from './failure-list.ts';
import { preview } from './load.ts';
import { originOf, withoutDeadLetter } from './origin.ts';
import type { OutMessage } from './out-message.ts';
import { countOf, type Found, readPlaces } from './read-places.ts';
import { Sender } from './sender.ts';
import type { Task } from '../tasks/task-board.ts';

export class Republish {
  readonly failures = new FailureList();
  readonly #link: KafkaLink;
  readonly #params: RepublishParams;
  /** Topic -> its sender, or why there is none. */
  readonly #senders = new Map<string, Sender | ContractError>();
  sentCount = 0;

  constructor(link: KafkaLink, params: RepublishParams) {
    this.#link = link;
    this.#params = params;
  }

  async run({ signal, progress }: Task): Promise<void> {
    const total = countOf(this.#params.from);
    let number = 0;
    try {
      for await (const found of readPlaces(this.#link, this.#params.from)) {
        if (signal.aborted) break;
        number += 1;
        await this.#take(found, number);
        progress(number, Math.max(total, number));
        if (number % 500 === 0) await nextTurn();
      }
    } finally {
      await Promise.all(
        [...this.#senders.values()].map(async (sender) =>
          sender instanceof Sender ? sender.flush() : undefined,
        ),
      );
    }
    signal.throwIfAborted();
  }

  async #take({ place, record }: Found, number: number): Promise<void> {
    const name = `${place.topic}-${place.partition}@${place.offset}`;
    if (record === null) return this.failures.add(number, name, gone(place));
    const { to } = this.#params;
    const topic = to === 'origin' ? originOf(record.headers) : to.topic;
    if (topic === null) return this.failures.add(number, name, originUnknown());
    const sender = await this.#senderOf(topic);
    if (!(sender instanceof Sender)) return this.failures.add(number, name, sender);
    sender.push(this.#message(record, number));
    if (!sender.hasRoom) await sender.room();
  }

  #message(record: RawRecord, line: number): OutMessage {
    const { isKeyKept, areHeadersKept, isTimestampKept, isPartitionKept, to } = this.#params;
    const all = record.headers.map(([name, value]) => [name ?? Buffer.alloc(0), value] as const);
    const headers = to === 'origin' ? withoutDeadLetter(all) : all;
    return {
      partition: isPartitionKept ? record.partition : null,
      key: isKeyKept ? record.key : null,
      value: record.value,
      headers: areHeadersKept ? headers : [],
      timestampMs: isTimestampKept && record.timestampMs >= 0 ? record.timestampMs : Date.now(),
      line,
    };
  }

  async #senderOf(topic: string): Promise<Sender | ContractError> {
    const known = this.#senders.get(topic);
    if (known) return known;
    const sender = new Sender(this.#link, topic, this.#params.options, {
      onSent: (messages) => {
        this.sentCount += messages.length;
      },
      onFailed: (messages, error) => {
        for (const message of messages) this.failures.add(message.line, preview(message), error);
      },
    });
    let made: Sender | ContractError = sender;
    try {
      await sender.open();
    } catch (error) {
      if (!isContractError(error)) throw error;
      made = error;
    }
    this.#senders.set(topic, made);
    return made;
  }
}

/** Which topics the messages say they came from. */
export async function originsOf(
  link: KafkaLink,
  places: readonly MessagePlace[],
): Promise<OriginSummary> {
  const topics: Record<string, number> = {};
  let unknownCount = 0;
  for await (const { record } of readPlaces(link, { kind: 'messages', places })) {
    const topic = record === null ? null : originOf(record.headers);
    if (topic === null) unknownCount += 1;
    else topics[topic] = (topics[topic] ?? 0) + 1;
  }
  return { topics, unknownCount };
}

function gone({ topic, partition, offset }: MessagePlace): ContractError {
  const text = `Offset ${offset} of ${topic}-${partition} is not there any more.`;
  return new ContractError('offset-out-of-range', { topic, partition }, text);
}

function originUnknown(): ContractError<'origin-unknown'> {
  return new ContractError('origin-unknown', {}, 'No header names the topic it came from.');
}
