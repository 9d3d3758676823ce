/**
 * Membership in a consumer group that outlives its brokers. The library joins, takes part in
 * rebalances and commits; what is assigned is fetched elsewhere.
 */
import { setTimeout as delay } from 'node:timers/promises';
import * as kafka from '@platformatic/kafka';
import type { LinkSecurity } from '../../explorer/link-security.ts';
import { findCoordinator } from '../../explorer/group-requests.ts';
import type { KafkaLink } from '../../explorer/kafka-link.ts';
import type { Position } from './fetcher.ts';

export type MembershipOptions = {
  readonly link: KafkaLink;
  readonly bootstrap: string;
  readonly security: LinkSecurity;
  readonly groupId: string;
  /** A static member takes its own place again at once; without it the old one must expire. */
  readonly instanceId: string;
  readonly topics: readonly string[];
  readonly signal: AbortSignal;
  /** Before each (re)join: what is in hand is to be finished and committed. */
  readonly onLeaving: () => Promise<void>;
  /** Each time partitions are given; they begin where the group has committed. */
  readonly onAssigned: (positions: readonly Position[]) => void;
  /** Another attempt follows. */
  readonly onLost: (error: unknown) => void;
};

export type GroupConsumer = kafka.Consumer<Buffer, Buffer, Buffer, Buffer>;

/** Kafka's own lower bound for sessions. */
const sessionTimeoutMs = 6_000;
const restartDelayMs = 300;
const nothing = Buffer.alloc(0);

/** Stays a member until the signal comes. */
export class Membership {
  readonly #options: MembershipOptions;
  #consumer: GroupConsumer | null = null;
  #coordinator: Promise<number> | null = null;

  constructor(options: MembershipOptions) {
    this.#options = options;
  }

  /** Of the membership that is on; null in between. */
  get consumer(): GroupConsumer | null {
    return this.#consumer;
  }

  /** Resolves when the signal has come and the group is left. */
  async run(): Promise<void> {
    const { signal, onLost } = this.#options;
    while (!signal.aborted) {
      const consumer = createConsumer(this.#options);
      try {
        await this.#join(consumer);
      } catch (error) {
        // An environment fault: the cluster is away, or threw us out of the group.
        if (!signal.aborted) onLost(error);
      }
      // What is handled is committed before the group is left, see `leave`.
      if (!signal.aborted) await this.#close(consumer);
      await delay(restartDelayMs, undefined, { signal }).catch(() => {});
    }
  }

  /** The last thing of all. */
  async leave(): Promise<void> {
    if (this.#consumer) await this.#close(this.#consumer);
  }

  /**
   * The offsets after what is handled; rejects when they cannot be committed. Not by the library:
   * it would join anew by itself when the coordinator says no.
   */
  async commit(positions: readonly Position[]): Promise<void> {
    const consumer = this.#consumer;
    if (!consumer?.memberId) throw new Error('not in the group just now');
    const { link, groupId, instanceId } = this.#options;
    const topics = Map.groupBy(positions, ({ topic }) => topic);
    this.#coordinator ??= findCoordinator(link, groupId);
    try {
      await link.call(
        await this.#coordinator,
        'offsetCommit',
        groupId,
        consumer.generationId,
        consumer.memberId,
        instanceId,
        [...topics].map(([name, items]) => ({
          name,
          partitions: items.map(({ partition, offset }) => ({
            partitionIndex: partition,
            committedOffset: BigInt(offset),
            committedLeaderEpoch: -1,
            committedMetadata: '',
          })),
        })),
      );
    } catch (error) {
      this.#coordinator = null;
      throw error;
    }
  }

  async #join(consumer: GroupConsumer): Promise<void> {
    const { topics, signal } = this.#options;
    const { promise: lost, reject } = Promise.withResolvers<never>();
    lost.catch(() => {});
    consumer.on('error', reject);
    consumer.on('consumer:group:join', () => void this.#assigned(consumer).catch(reject));
    consumer.topics.trackAll(...topics);
    this.#consumer = consumer;
    await consumer.joinGroup();
    const stopped = new Promise<void>((resolve) => {
      if (signal.aborted) resolve();
      signal.addEventListener('abort', () => resolve());
    });
    await Promise.race([lost, stopped]);
  }

  async #assigned(consumer: GroupConsumer): Promise<void> {
    const assignments = consumer.assignments ?? [];
    const topics = assignments.filter(({ partitions }) => partitions.length > 0);
    const committed =
      topics.length === 0
        ? new Map<string, bigint[]>()
        : await consumer.listCommittedOffsets({ topics });
    if (consumer !== this.#consumer) return;
    this.#options.onAssigned(
      topics.flatMap(({ topic, partitions }) =>
        partitions.map((partition) => {
          const offsets = committed.get(topic) ?? [];
          const offset = Number(offsets[partition] ?? -1n);
          // None: the fetch at 0 is told where the log begins.
          return { topic, partition, offset: Math.max(0, offset) };
        }),
      ),
    );
  }

  async #close(consumer: GroupConsumer): Promise<void> {
    if (this.#consumer === consumer) this.#consumer = null;
    await consumer.close(true).catch(() => {});
  }
}

function createConsumer(options: MembershipOptions): GroupConsumer {
  return new kafka.Consumer<Buffer, Buffer, Buffer, Buffer>({
    clientId: options.instanceId,
    groupId: options.groupId,
    groupInstanceId: options.instanceId,
    bootstrapBrokers: options.bootstrap.split(','),
    sessionTimeout: sessionTimeoutMs,
    rebalanceTimeout: sessionTimeoutMs,
    heartbeatInterval: 1_500,
    connectTimeout: 2_000,
    // The library tries the same broker again; a new consumer finds the one that leads now.
    retries: 2,
    retryDelay: 100,
    // The library asks for this before it joins, and waits: the one place where it does.
    protocolsMetadata: () => options.onLeaving().then(() => nothing),
    ...options.security,
  });
}
