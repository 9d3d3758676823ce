/**
 * Exactly-once from topic to topic: what a batch writes and the offsets that it has come to are one
 * Kafka transaction. Where the cluster has no transactions, the service gives at-least-once and
 * says so.
 */
import * as kafka from '@platformatic/kafka';
import { rootMessage } from '../../explorer/kafka-errors.ts';
import type { Core } from './core.ts';
import type { Position } from './fetcher.ts';
import type { Membership } from './membership.ts';
import type { Outgoing } from './outgoing.ts';

type Producer = kafka.Producer<Buffer, Buffer, Buffer, Buffer>;
type Message = kafka.Message<Buffer, Buffer, Buffer, Buffer>;

const retryDelayMs = 200;

export class Transactions {
  readonly #core: Core;
  readonly #membership: Membership;
  #producer: Producer | null = null;

  constructor(core: Core, membership: Membership) {
    this.#core = core;
    this.#membership = membership;
  }

  /** Whether the cluster takes part; told to whoever looks on. */
  async begin(): Promise<boolean> {
    const producer = this.#createProducer();
    try {
      const transaction = await producer.beginTransaction();
      // Nothing was said of it to the coordinator but who we are: there is nothing to abort.
      await transaction.cancel();
      this.#producer = producer;
      this.#core.tell({ type: 'delivery', delivery: 'exactly-once', reason: null });
      return true;
    } catch (error) {
      await producer.close().catch(() => {});
      const reason = `This cluster has no transactions (${rootMessage(error)}), so records may come twice`;
      this.#core.telling.log('warn', reason);
      this.#core.tell({ type: 'delivery', delivery: 'at-least-once', reason });
      return false;
    }
  }

  /**
   * All of it or nothing; tried for as long as the service is up and the partitions are its own.
   * False: it was not written.
   */
  async deliver(
    records: readonly Outgoing[],
    positions: readonly Position[],
    isOurs: (position: Position) => boolean,
  ): Promise<boolean> {
    for (;;) {
      // Who has them now handles their records from the start.
      if (!positions.every(isOurs)) return false;
      try {
        await this.#attempt(records, positions);
        this.#core.counts.outCount += records.length;
        return true;
      } catch (error) {
        this.#core.note(error);
        await this.#restart();
      }
      if (this.#core.isStopped) return false;
      await this.#core.delay(retryDelayMs);
    }
  }

  async close(): Promise<void> {
    await this.#producer?.close().catch(() => {});
  }

  async #attempt(records: readonly Outgoing[], positions: readonly Position[]): Promise<void> {
    const { consumer } = this.#membership;
    if (!consumer) throw new Error('not in the group just now');
    this.#producer ??= this.#createProducer();
    const transaction = await this.#producer.beginTransaction();
    try {
      if (records.length > 0) {
        await transaction.send({ messages: records.map((record) => this.#message(record)) });
      }
      await transaction.addConsumer(consumer);
      const { groupId, generationId, memberId, coordinatorId } = consumer;
      for (const { topic, partition, offset } of positions) {
        // The library asks for the message that was handled, and commits what follows it.
        const metadata = { consumer: { groupId, generationId, memberId, coordinatorId } };
        const handled = { topic, partition, offset: BigInt(offset - 1), metadata };
        await transaction.addOffset(handled as unknown as Message);
      }
      await transaction.commit();
    } catch (error) {
      await transaction.abort().catch(() => {});
      throw error;
    }
  }

  /** After any trouble: a new producer with the same id ends whatever the old one had begun. */
  async #restart(): Promise<void> {
    const old = this.#producer;
    this.#producer = null;
    await old?.close(true).catch(() => {});
  }

  #createProducer(): Producer {
    const { options, clientId, security } = this.#core;
    return new kafka.Producer<Buffer, Buffer, Buffer, Buffer>({
      clientId,
      transactionalId: `${clientId}-${options.runId}`,
      idempotent: true,
      bootstrapBrokers: options.bootstrap.split(','),
      partitioner: kafka.compatibilityPartitioner,
      connectTimeout: 2_000,
      retries: 3,
      retryDelay: 100,
      ...security,
    });
  }

  #message(record: Outgoing) {
    const { topic, key, value, timestampMs } = record;
    return {
      topic,
      ...(key !== null && { key: Buffer.from(key) }),
      // The library's type knows no tombstones; the wire does.
      value: (value === null ? null : Buffer.from(value)) as Buffer,
      timestamp: BigInt(timestampMs),
      headers: new Map(
        this.#core
          .headersOf(record)
          .map(([name, text]): [Buffer, Buffer] => [Buffer.from(name), Buffer.from(text ?? '')]),
      ),
    };
  }
}
