/** What a producer's behaviour suggests to change in its configuration. Pure. */
import type { ProducerHint, ProducerRow } from '../contract/producers.ts';
import type { Tally } from './tally.ts';

export type HintFacts = {
  readonly row: Omit<ProducerRow, 'hints'>;
  readonly tally: Tally;
  readonly batchesPerS: number;
  /** Connections open to one broker at a time, at most. */
  readonly connectionsPerBroker: number;
  /** Replicas and partitions of a topic; undefined: unknown. */
  readonly topicOf: (
    topic: string,
  ) => { readonly replicas: number; readonly partitions: number } | undefined;
  readonly nowMs: number;
};

/** Errors of moving leaders pass by themselves and are no reason to change anything. */
const passingErrors: ReadonlySet<string> = new Set([
  'NOT_LEADER_OR_FOLLOWER',
  'LEADER_NOT_AVAILABLE',
  'FENCED_LEADER_EPOCH',
]);
const recentMs = 10 * 60_000;
const longTransactionMs = 30_000;
const tinyBatchRecords = 1.5;
const tinyBatchesPerS = 20;
const compressFromBytesPerS = 20_000;
const hotFromRecords = 200;
const hotShare = 0.5;
const hotFactor = 2.5;
/** What clients call themselves when nobody names them. */
const defaultClientId =
  /^(rdkafka|kafkajs|sarama|kgo|console-producer|perf-producer-client|producer-\d+|confluent-kafka-javascript|aiokafka.*|kafka-python.*)$/;

/** The most important first. */
export function hintsOf(facts: HintFacts): readonly ProducerHint[] {
  return [
    ...errorHints(facts),
    ...transactionHints(facts),
    ...acksHints(facts),
    ...batchHints(facts),
    ...hotHints(facts),
    ...nameHints(facts),
  ];
}

function errorHints({ row, nowMs }: HintFacts): ProducerHint[] {
  const worst = (row.errors ?? []).find(
    ({ name, lastMs }) => !passingErrors.has(name) && nowMs - lastMs < recentMs,
  );
  return worst ? [{ kind: 'errors', name: worst.name, topic: worst.topic }] : [];
}

function transactionHints({ row, nowMs }: HintFacts): ProducerHint[] {
  const { transaction } = row;
  if (transaction?.state !== 'Ongoing' || transaction.startedAtMs === null) return [];
  const ageMs = nowMs - transaction.startedAtMs;
  if (ageMs < longTransactionMs) return [];
  return [{ kind: 'open-transaction', ageMs, topic: Object.keys(row.topics)[0] ?? '' }];
}

function acksHints({ row, tally, topicOf }: HintFacts): ProducerHint[] {
  const hints: ProducerHint[] = [];
  const acks = (row.acks ?? []).find((value) => value === 0 || value === 1);
  if (acks !== undefined) {
    for (const topic of Object.keys(row.topics)) {
      const replicas = topicOf(topic)?.replicas ?? 1;
      if (replicas < 2) continue;
      hints.push({ kind: 'acks-weak', acks, topic, replicas });
      break;
    }
  } else if (row.acks !== null && row.acks.length > 0 && row.delivery === 'plain') {
    hints.push({ kind: 'not-idempotent' });
  }
  if (tally.duplicates > 0) hints.push({ kind: 'repeats', count: tally.duplicates });
  return hints;
}

function batchHints({ row, batchesPerS }: HintFacts): ProducerHint[] {
  const { batchRecords, bytesPerS, codecs } = row;
  const hints: ProducerHint[] = [];
  if (batchRecords !== null && batchRecords < tinyBatchRecords && batchesPerS >= tinyBatchesPerS) {
    hints.push({ kind: 'tiny-batches', records: batchRecords, batchesPerS });
  }
  const isPlain = codecs?.includes('none') ?? false;
  if (isPlain && bytesPerS !== null && bytesPerS >= compressFromBytesPerS) {
    hints.push({ kind: 'no-compression', bytesPerS });
  }
  return hints;
}

function hotHints({ tally, topicOf }: HintFacts): ProducerHint[] {
  for (const [topic, { records, partitions }] of tally.topics) {
    const partitionCount = topicOf(topic)?.partitions ?? partitions.length;
    if (partitionCount < 2 || records < hotFromRecords) continue;
    const most = Math.max(...partitions.map((count) => count ?? 0));
    const share = most / records;
    if (share < hotShare || share * partitionCount < Math.min(hotFactor, partitionCount * 0.8)) {
      continue;
    }
    const partition = partitions.indexOf(most);
    const sharePercent = Math.round(share * 100);
    return [{ kind: 'hot-partition', topic, partition, sharePercent, partitionCount }];
  }
  return [];
}

function nameHints({ row, connectionsPerBroker }: HintFacts): ProducerHint[] {
  if (connectionsPerBroker > 1) return [{ kind: 'shared-client-id', count: connectionsPerBroker }];
  const { clientId } = row;
  if (clientId === null) return [];
  if (clientId === '' || defaultClientId.test(clientId)) {
    return [{ kind: 'default-client-id', clientId }];
  }
  return [];
}
