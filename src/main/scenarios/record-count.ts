/**
 * Counts what was really written where offsets alone tell too much: transactions leave markers,
 * and what was aborted, in the log.
 */
import { eachBatch } from '../explorer/batches.ts';
import { fetchRawPartitions } from '../explorer/fetch.ts';
import type { KafkaLink } from '../explorer/kafka-link.ts';
import { partitionKey } from '../explorer/offsets.ts';
import { AbortedBatches } from '../explorer/transactions.ts';
import type { Offsets } from './run-topics.ts';

/** What lies between two offsets of some partitions of one topic. */
type Span = { readonly partition: number; readonly from: number; readonly to: number };

export type SpanCount = {
  readonly count: number;
  /** Read so far; less than `to` when there was more than one look can bear. */
  readonly next: number;
};

const fetchOptions = {
  maxWaitMs: 0,
  minBytes: 0,
  partitionMaxBytes: 1024 * 1024,
  isCommittedOnly: true,
};
const roundsMax = 16;

/** Committed records of each partition, by its number. */
export async function countSpans(
  link: KafkaLink,
  topic: string,
  spans: readonly Span[],
): Promise<ReadonlyMap<number, SpanCount>> {
  const counts = new Map(spans.map(({ partition, from }) => [partition, { count: 0, next: from }]));
  for (let round = 0; round < roundsMax; round += 1) {
    const open = spans.filter(({ partition, to }) => (counts.get(partition)?.next ?? to) < to);
    const known = (await link.metadata()).topics.get(topic);
    if (open.length === 0 || !known) break;
    const from = open.map(({ partition }) => ({
      partition,
      offset: counts.get(partition)?.next ?? 0,
    }));
    const answers = await fetchRawPartitions(link, known, from, fetchOptions);
    let hasGrown = false;
    for (const { partition, offset } of from) {
      const before = counts.get(partition);
      const answer = answers.get(partition);
      if (!before || !answer || answer.errorCode !== 0) continue;
      const aborted = new AbortedBatches(answer.aborted);
      eachBatch(answer.records, (batch) => {
        before.next = Math.max(before.next, batch.lastOffset + 1);
        if (aborted.isAborted(batch) || batch.isControl || batch.baseOffset < offset) return;
        before.count += batch.recordCount;
      });
      hasGrown ||= before.next > offset;
    }
    if (!hasGrown) break;
  }
  return counts;
}

/** Follows one topic from the start of a run. */
export class RecordCounter {
  readonly #topic: string;
  readonly #next = new Map<number, number>();
  #count = 0;

  constructor(topic: string) {
    this.#topic = topic;
  }

  /** All records from `starts` to `ends` that it could read so far. */
  async read(link: KafkaLink, starts: Offsets, ends: Offsets): Promise<number> {
    const partitions = (await link.metadata()).topics.get(this.#topic)?.partitions ?? [];
    const spans = partitions.map(({ partition }): Span => {
      const key = partitionKey({ topic: this.#topic, partition });
      const from = this.#next.get(partition) ?? starts.get(key) ?? 0;
      return { partition, from, to: ends.get(key) ?? from };
    });
    for (const [partition, { count, next }] of await countSpans(link, this.#topic, spans)) {
      this.#count += count;
      this.#next.set(partition, next);
    }
    return this.#count;
  }
}
