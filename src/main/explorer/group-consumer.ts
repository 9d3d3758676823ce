/**
 * Membership in a consumer group that outlives its brokers: the library's stream ends when a
 * leader dies, so a new consumer takes its place until whoever consumes has had enough.
 */
import { setTimeout as delay } from 'node:timers/promises';
import * as kafka from '@platformatic/kafka';

export type GroupMessage = kafka.Message<Buffer, Buffer, Buffer, Buffer>;
export type GroupPosition = Pick<GroupMessage, 'topic' | 'partition' | 'offset'>;

export type GroupConsumerOptions = {
  readonly bootstrap: string;
  readonly groupId: string;
  readonly clientId: string;
  /** A static member takes its own place again at once; without it the old one must expire. */
  readonly instanceId?: string;
  readonly topics: readonly string[];
  /** Where a partition without a committed offset begins. */
  readonly fallback: 'earliest' | 'latest';
  /** Whether records of open and aborted transactions are left out; absent: the library's choice. */
  readonly isCommittedOnly?: boolean;
  readonly signal: AbortSignal;
  readonly onJoined?: () => void;
  /** The membership was lost; another attempt follows. */
  readonly onLost?: (error: unknown) => void;
};

/** One membership. */
export type GroupMember = {
  readonly messages: AsyncIterator<GroupMessage>;
  /** Commits the positions after these messages. */
  readonly commit: (handled: readonly GroupPosition[]) => Promise<void>;
};

type Consumer = kafka.Consumer<Buffer, Buffer, Buffer, Buffer>;

/** Kafka's own lower bound for sessions. */
const { READ_COMMITTED: readCommitted, READ_UNCOMMITTED: readUncommitted } =
  kafka.FetchIsolationLevels;

const sessionTimeoutMs = 6_000;
const restartDelayMs = 300;

/**
 * Calls `consume` with each membership until it answers true, or the signal comes. What it throws
 * counts as a lost membership.
 */
export async function consumeInGroup(
  options: GroupConsumerOptions,
  consume: (member: GroupMember) => Promise<boolean>,
): Promise<void> {
  const { signal, topics, fallback, isCommittedOnly, onJoined, onLost } = options;
  while (!signal.aborted) {
    const consumer = createConsumer(options);
    try {
      const stream = await consumer.consume({
        topics: [...topics],
        mode: 'committed',
        fallbackMode: fallback,
        ...(isCommittedOnly !== undefined && {
          isolationLevel: isCommittedOnly ? readCommitted : readUncommitted,
        }),
        autocommit: false,
      });
      // The first error may come before anybody reads; the iterator tells it as well.
      stream.on('error', () => {});
      onJoined?.();
      const messages = stream[Symbol.asyncIterator]() as AsyncIterator<GroupMessage>;
      const commit = (handled: readonly GroupPosition[]) => commitAfter(consumer, handled);
      const isOver = await consume({ messages, commit });
      await stream.close().catch(() => {});
      if (isOver) return;
    } catch (error) {
      // An environment fault: the cluster is away, or threw us out of the group.
      if (!signal.aborted) onLost?.(error);
    } finally {
      await consumer.close(true).catch(() => {});
    }
    // Ends at once when the signal comes.
    await delay(restartDelayMs, undefined, { signal }).catch(() => {});
  }
}

function createConsumer({ bootstrap, groupId, clientId, instanceId }: GroupConsumerOptions) {
  return new kafka.Consumer<Buffer, Buffer, Buffer, Buffer>({
    clientId,
    groupId,
    ...(instanceId !== undefined && { groupInstanceId: instanceId }),
    bootstrapBrokers: bootstrap.split(','),
    sessionTimeout: sessionTimeoutMs,
    rebalanceTimeout: sessionTimeoutMs,
    heartbeatInterval: 1_500,
    maxWaitTime: 500,
    connectTimeout: 2_000,
    // The library tries the same broker again; a new consumer finds the one that leads now.
    retries: 2,
    retryDelay: 100,
  });
}

async function commitAfter(consumer: Consumer, handled: readonly GroupPosition[]): Promise<void> {
  if (handled.length === 0) return;
  const offsets = handled.map(({ topic, partition, offset }) => ({
    topic,
    partition,
    offset: offset + 1n,
    leaderEpoch: -1,
  }));
  await consumer.commit({ offsets });
}
