/** Elects leaders: the preferred ones, or (unclean) whoever is there. */
import type { ElectionKind, ElectionResult, PartitionName } from '../contract/replicas.ts';
import { kafkaError } from './kafka-errors.ts';
import type { KafkaLink } from './kafka-link.ts';

const electionTypes = { preferred: 0, unclean: 1 } as const;
const timeoutMs = 10_000;
/** ELECTION_NOT_NEEDED: the right one leads already. */
const notNeeded = 84;

export async function electLeaders(
  link: KafkaLink,
  kind: ElectionKind,
  partitions: readonly PartitionName[],
): Promise<readonly ElectionResult[]> {
  const topics = [...partitionsByTopic(partitions)].map(([topic, indexes]) => ({
    topic,
    partitions: indexes,
  }));
  const type = electionTypes[kind];
  const response = await link.call('any', 'electLeaders', type, topics, timeoutMs);
  if (response.errorCode !== 0) throw kafkaError(response.errorCode);
  return response.topics.flatMap(({ topic, partitions: results }) =>
    results.map(({ partitionId: partition, errorCode, errorMessage }): ElectionResult => {
      const isFine = errorCode === 0 || errorCode === notNeeded;
      const isElected = errorCode === 0;
      if (isFine) return { topic, partition, isElected, error: null };
      const { code, message } = kafkaError(errorCode, errorMessage, { topic, partition });
      return { topic, partition, isElected, error: { code, message } };
    }),
  );
}

/** Topic -> its partitions among those named. */
export function partitionsByTopic(
  partitions: readonly PartitionName[],
): ReadonlyMap<string, number[]> {
  const byTopic = new Map<string, number[]>();
  for (const { topic, partition } of partitions) {
    const indexes = byTopic.get(topic);
    if (indexes) indexes.push(partition);
    else byTopic.set(topic, [partition]);
  }
  return byTopic;
}
