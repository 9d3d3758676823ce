/** DescribeTopicPartitions: the replicas that may lead though they are out of sync (KIP-966). */
import { isUnsupported } from './kafka-errors.ts';
import type { KafkaLink } from './kafka-link.ts';

export type Eligible = {
  readonly elr: readonly number[];
  readonly lastKnownElr: readonly number[];
};

/** Brokers answer with two thousand partitions at most. */
const partitionCountMax = 2_000;

/** Topic -> partition -> replicas, of partitions that have some; null: this cluster tells none. */
export async function readEligible(
  link: KafkaLink,
  topics: readonly string[],
): Promise<ReadonlyMap<string, ReadonlyMap<number, Eligible>> | null> {
  const found = new Map<string, Map<number, Eligible>>();
  const names = [...topics].sort().map((name) => ({ name }));
  let cursor: { topicName: string; partitionIndex: number } | null = null;
  do {
    const from: string = cursor?.topicName ?? '';
    const asked = names.filter(({ name }) => name >= from);
    const answer = await page(link, asked, cursor);
    if (!answer) return null;
    for (const { name, partitions } of answer.topics) {
      const own = found.get(name ?? '') ?? new Map<number, Eligible>();
      for (const partition of partitions) {
        const elr = partition.eligibleLeaderReplicas ?? [];
        const lastKnownElr = partition.lastKnownElr ?? [];
        if (elr.length + lastKnownElr.length === 0) continue;
        own.set(partition.partitionIndex, { elr, lastKnownElr });
      }
      if (name && own.size > 0) found.set(name, own);
    }
    cursor = answer.nextCursor ?? null;
  } while (cursor !== null);
  return found;
}

async function page(
  link: KafkaLink,
  topics: { name: string }[],
  cursor: { topicName: string; partitionIndex: number } | null,
) {
  try {
    // A partition without a leader is an error of the answer, and told all the same.
    const args = [topics, partitionCountMax, cursor ?? undefined] as const;
    const { response } = await link.callPartly('any', 'describeTopicPartitions', ...args);
    return response;
  } catch (error) {
    if (isUnsupported(error)) return null;
    throw error;
  }
}
