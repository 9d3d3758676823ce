/**
 * Producers of somebody else's cluster: what partitions remember of producer ids
 * (DescribeProducers) and what coordinators know of transactions. A producer without an id
 * (neither idempotent nor transactional) leaves no trace.
 */
import type { ProducerTransaction } from '../contract/producers.ts';
import { isContractError } from '../contract/errors.ts';
import { isUnsupported } from '../explorer/kafka-errors.ts';
import type { KafkaLink } from '../explorer/kafka-link.ts';
import { groupByLeader } from '../explorer/offsets.ts';

/** What one partition remembers of one producer. */
export type Sighting = {
  readonly topic: string;
  readonly partition: number;
  readonly leader: number;
  readonly producerId: number;
  readonly epoch: number;
  readonly lastSequence: number;
  readonly lastMs: number;
  readonly isInTransaction: boolean;
};

export type Observation = {
  readonly atMs: number;
  readonly sightings: readonly Sighting[];
  /** Producer id -> its transaction. */
  readonly transactions: ReadonlyMap<number, ProducerTransaction>;
  readonly isPartial: boolean;
  readonly problem: 'unsupported' | null;
};

const partitionsMax = 5_000;

/** Asks each leader once, and each coordinator twice. */
export async function observe(link: KafkaLink): Promise<Observation> {
  const metadata = await link.metadata({ isFresh: true });
  const all = [...metadata.topics.values()].flatMap(({ name, partitions, isInternal }) =>
    isInternal ? [] : partitions.map(({ partition }) => ({ topic: name, partition })),
  );
  const looked = all.slice(0, partitionsMax);
  const byLeader = [...groupByLeader(metadata, looked)];
  const atMs = Date.now();
  try {
    const answers = await Promise.all(
      byLeader.map(([leader, items]) => sightingsAt(link, leader, items)),
    );
    const transactions = await transactionsOf(link, [...metadata.brokers.keys()]);
    const isPartial = looked.length < all.length;
    return { atMs, sightings: answers.flat(), transactions, isPartial, problem: null };
  } catch (error) {
    if (!isUnsupported(error)) throw error;
    const nothing = { sightings: [], transactions: new Map(), isPartial: false };
    return { atMs, ...nothing, problem: 'unsupported' };
  }
}

async function sightingsAt(
  link: KafkaLink,
  leader: number,
  items: readonly { readonly topic: string; readonly partition: number }[],
): Promise<readonly Sighting[]> {
  const byTopic = Map.groupBy(items, ({ topic }) => topic);
  const topics = [...byTopic].map(([name, own]) => ({
    name,
    partitionIndexes: own.map(({ partition }) => partition),
  }));
  // Partitions that moved meanwhile come with an error, and with the next look.
  const { response } = await link.callPartly(leader, 'describeProducers', topics);
  return response.topics.flatMap(({ name, partitions }) =>
    partitions.flatMap(({ partitionIndex, activeProducers }) =>
      activeProducers.map((producer) => ({
        topic: name,
        partition: partitionIndex,
        leader,
        producerId: Number(producer.producerId),
        epoch: producer.producerEpoch,
        lastSequence: producer.lastSequence,
        lastMs: Number(producer.lastTimestamp),
        isInTransaction: producer.currentTxnStartOffset >= 0n,
      })),
    ),
  );
}

async function transactionsOf(
  link: KafkaLink,
  brokers: readonly number[],
): Promise<ReadonlyMap<number, ProducerTransaction>> {
  const found = new Map<number, ProducerTransaction>();
  await Promise.all(
    brokers.map(async (broker) => {
      try {
        const { response } = await link.callPartly(broker, 'listTransactions', [], [], -1n, null);
        const ids = response.transactionStates.map(({ transactionalId }) => transactionalId);
        if (ids.length === 0) return;
        const described = await link.callPartly(broker, 'describeTransactions', ids);
        for (const state of described.response.transactionStates) {
          if (state.errorCode !== 0) continue;
          const startedMs = Number(state.transactionStartTimeMs);
          found.set(Number(state.producerId), {
            transactionalId: state.transactionalId,
            state: state.transactionState,
            startedAtMs: startedMs > 0 ? startedMs : null,
            timeoutMs: state.transactionTimeoutMs,
          });
        }
      } catch (error) {
        // Transactions are an addition: without them the producer ids still say much.
        if (!isContractError(error)) throw error;
      }
    }),
  );
  return found;
}
