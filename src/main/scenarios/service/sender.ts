/**
 * The producer of a service: acks=all, idempotent, one batch on its way per partition under a
 * sequence that stays the same when it is sent again, and one request to each leader at a time
 * with the batches of all its partitions.
 */
import { isContractError } from '../../contract/errors.ts';
import { isRetriable, kafkaError, rootMessage } from '../../explorer/kafka-errors.ts';
import type { KafkaLink } from '../../explorer/kafka-link.ts';
import { ProducerId } from '../../produce/producer-id.ts';
import { type Lane, Lanes } from './lanes.ts';
import type { Outgoing } from './outgoing.ts';
import { type RawAnswer, leastProduceVersion, rawProduce } from './raw-produce.ts';
import type { RecordWriter } from './record-writer.ts';

export type SenderEvents = {
  /** They lie one after the other from `baseOffset` on; null: written by an earlier attempt. */
  readonly onSent: (
    records: readonly Outgoing[],
    partition: number,
    baseOffset: number | null,
  ) => void;
  /** Brokers never take these; they are left out. */
  readonly onRefused: (records: readonly Outgoing[], error: Error) => void;
  /** Another attempt follows. */
  readonly onTrouble: (error: unknown) => void;
  readonly delay: (delayMs: number) => Promise<void>;
};

const retryDelayMs = 200;
const duplicateSequence = 46;
/** The broker knows another sequence, epoch or no such producer any more. */
const identityCodes: ReadonlySet<number> = new Set([45, 47, 59]);

export class Sender {
  readonly #link: KafkaLink;
  readonly #writer: RecordWriter;
  readonly #events: SenderEvents;
  readonly #producerId: ProducerId;
  readonly #lanes = new Lanes();
  readonly #signal: AbortSignal;
  #sending: Promise<boolean> = Promise.resolve(true);

  constructor(link: KafkaLink, writer: RecordWriter, events: SenderEvents, signal: AbortSignal) {
    this.#link = link;
    this.#writer = writer;
    this.#events = events;
    this.#signal = signal;
    this.#producerId = new ProducerId(link, true);
  }

  /**
   * Resolves when all in-sync replicas have all of them; tries for as long as the service is up,
   * and once when it is being stopped. False: it was stopped before.
   */
  async send(records: readonly Outgoing[]): Promise<boolean> {
    if (records.length === 0) return true;
    const before = this.#sending;
    this.#sending = before.then(() => this.#sendAll(records));
    return this.#sending;
  }

  async #sendAll(records: readonly Outgoing[]): Promise<boolean> {
    let rest = records;
    for (let attempt = 0; ; attempt += 1) {
      const isFresh = attempt > 0;
      try {
        if (rest.length > 0) rest = this.#lanes.add(rest, await this.#link.metadata({ isFresh }));
        if (isFresh && rest.length === 0) await this.#link.metadata({ isFresh });
        await this.#sendLanes();
      } catch (error) {
        this.#events.onTrouble(error);
      }
      if (rest.length === 0 && this.#lanes.waiting().length === 0) return true;
      const [unknown] = rest;
      if (unknown) this.#events.onTrouble(kafkaError(3, null, { topic: unknown.topic }));
      if (this.#signal.aborted) {
        this.#lanes.clear();
        return false;
      }
      await this.#events.delay(retryDelayMs);
    }
  }

  /** One round: the oldest batch of each lane, until a round makes trouble or nothing is left. */
  async #sendLanes(): Promise<void> {
    for (let lanes = this.#lanes.waiting(); lanes.length > 0; lanes = this.#lanes.waiting()) {
      const metadata = await this.#link.metadata();
      const leaders = new Map<number, Lane[]>();
      for (const lane of lanes) {
        const known = metadata.topics.get(lane.topic)?.partitions[lane.partition];
        const leader = known?.leader ?? -1;
        if (leader < 0) throw kafkaError(5);
        const group = leaders.get(leader);
        if (group) group.push(lane);
        else leaders.set(leader, [lane]);
      }
      const version = await this.#link.versionOf('produce');
      if (version < leastProduceVersion) throw kafkaError(35, 'This cluster is too old.');
      const results = await Promise.allSettled(
        [...leaders].map(([leader, group]) => this.#sendTo(leader, version, group)),
      );
      const failed = results.find((result) => result.status === 'rejected');
      if (failed) throw failed.reason;
    }
  }

  async #sendTo(leader: number, version: number, lanes: readonly Lane[]): Promise<void> {
    const identity = await this.#producerId.get();
    const batches = lanes.map((lane) => {
      if (lane.identity.id !== identity.id) {
        lane.identity = identity;
        lane.sequence = 0;
      }
      const bytes = this.#writer.write(lane.queue[0] ?? [], {
        producerId: identity.id,
        producerEpoch: identity.epoch,
        baseSequence: lane.sequence,
      });
      return { topic: lane.topic, partition: lane.partition, bytes };
    });
    const answers = await this.#link.sendRaw(leader, (connection) =>
      rawProduce(connection, version, batches),
    );
    const troubles: Error[] = [];
    for (const lane of lanes) {
      const answer = answers.find(
        ({ topic, partition }) => topic === lane.topic && partition === lane.partition,
      );
      const trouble = answer ? this.#settle(lane, answer) : kafkaError(7);
      if (trouble) troubles.push(trouble);
    }
    const [first] = troubles;
    if (first) throw first;
  }

  /** What keeps the batch where it is, to be sent again. */
  #settle(lane: Lane, answer: RawAnswer): Error | null {
    const records = lane.queue[0] ?? [];
    const { errorCode, errorMessage, baseOffset } = answer;
    if (errorCode === 0 || errorCode === duplicateSequence) {
      lane.queue.shift();
      lane.sequence = (lane.sequence + records.length) % 2 ** 31;
      this.#events.onSent(records, lane.partition, errorCode === 0 ? baseOffset : null);
      return null;
    }
    const error = kafkaError(errorCode, errorMessage, { topic: lane.topic });
    if (identityCodes.has(errorCode)) {
      this.#producerId.renew(lane.identity);
      return error;
    }
    if (isRetriable(error) || isContractError(error, 'not-enough-replicas')) return error;
    lane.queue.shift();
    this.#refuse(lane, records, error);
    return null;
  }

  /** One of them may be the reason: they are sent one by one, and the only one is left out. */
  #refuse(lane: Lane, records: readonly Outgoing[], error: Error): void {
    if (records.length > 1) lane.queue.unshift(...records.map((record) => [record]));
    else this.#events.onRefused(records, new Error(rootMessage(error)));
  }
}
