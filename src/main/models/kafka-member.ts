/**
 * One consumer of a run: a member of a group that works on one record at a time, commits it, and
 * can die like a process does, without a word to the group.
 */
import { setTimeout as delay } from 'node:timers/promises';
import * as kafka from '@platformatic/kafka';
import type { LinkSecurity } from '../explorer/link-security.ts';

export type MemberMessage = kafka.Message<Buffer, Buffer, Buffer, Buffer>;

type MemberOptions = {
  readonly bootstrap: string;
  readonly security: LinkSecurity;
  readonly groupId: string;
  readonly clientId: string;
  readonly topic: string;
  /** Resolves when the record was worked on; it is committed then. */
  readonly handle: (message: MemberMessage) => Promise<void>;
};

/** Kafka's own lower bound for sessions: so long a dead member keeps its partitions. */
const sessionTimeoutMs = 6_000;
const restartDelayMs = 200;

type Consumer = kafka.Consumer<Buffer, Buffer, Buffer, Buffer>;

export class KafkaMember {
  readonly #options: MemberOptions;
  #consumer: Consumer | null = null;
  #isOver = false;
  /** Partition -> what was committed for it by this member. */
  readonly #positions = new Map<number, bigint>();
  readonly #ended: Promise<void>;

  /** Joins at once; a membership that is lost is taken up again. */
  constructor(options: MemberOptions) {
    this.#options = options;
    this.#ended = this.#work();
  }

  /** Partitions that it reads now. */
  get partitionCount(): number {
    const assignments = this.#consumer?.assignments ?? [];
    return assignments.reduce((sum, { partitions }) => sum + partitions.length, 0);
  }

  /** True while what is worked on still counts. */
  get isAlive(): boolean {
    return !this.#isOver;
  }

  /** Its connections break and it says nothing more: the group finds out by its silence. */
  crash(): void {
    this.#isOver = true;
    const consumer = this.#consumer;
    if (!consumer) return;
    for (const [, connection] of consumer.connections) connection.socket.destroy();
    // A closed pool opens no connection, so that no goodbye can be sent either.
    void consumer.connections.close().catch(() => {});
  }

  /** Leaves the group in order. */
  async leave(): Promise<void> {
    this.#isOver = true;
    await this.#consumer?.close(true).catch(() => {});
    await this.#ended;
  }

  async #work(): Promise<void> {
    while (!this.#isOver) {
      const consumer = createConsumer(this.#options);
      this.#consumer = consumer;
      // Errors come out of the stream as well; without a listener they would end the process.
      consumer.on('error', () => {});
      try {
        await this.#consume(consumer);
      } catch {
        // An environment fault: its broker is away, or the group threw it out. It joins again.
      }
      await consumer.close(true).catch(() => {});
      if (!this.#isOver) await delay(restartDelayMs);
    }
  }

  async #consume(consumer: Consumer): Promise<void> {
    const stream = await consumer.consume({
      topics: [this.#options.topic],
      mode: 'committed',
      fallbackMode: 'earliest',
      autocommit: false,
      maxWaitTime: 100,
    });
    stream.on('error', () => {});
    for await (const message of stream) {
      if (this.#isOver) return;
      if (!this.#isOwn(consumer, message)) continue;
      await this.#options.handle(message);
      if (this.#isOver) return;
      const { topic, partition, offset } = message;
      await consumer.commit({
        offsets: [{ topic, partition, offset: offset + 1n, leaderEpoch: -1 }],
      });
      this.#positions.set(partition, offset + 1n);
    }
  }

  /**
   * After a rebalance the library's stream still holds what it fetched before, and fetches it
   * again. Kafka's own client throws both away: what is another member's now, and what lies
   * before the position.
   */
  #isOwn(consumer: Consumer, { partition, offset }: MemberMessage): boolean {
    const isAssigned = (consumer.assignments ?? []).some(({ partitions }) =>
      partitions.includes(partition),
    );
    return isAssigned && offset >= (this.#positions.get(partition) ?? 0n);
  }
}

function createConsumer({ bootstrap, security, groupId, clientId }: MemberOptions): Consumer {
  return new kafka.Consumer<Buffer, Buffer, Buffer, Buffer>({
    clientId,
    groupId,
    bootstrapBrokers: bootstrap.split(','),
    sessionTimeout: sessionTimeoutMs,
    rebalanceTimeout: sessionTimeoutMs,
    heartbeatInterval: 500,
    connectTimeout: 2_000,
    retries: 2,
    retryDelay: 100,
    ...security,
  });
}
