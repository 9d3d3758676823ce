/** What one producer wrote, added up over connections. Pure. */
import type { ProducerStats } from '../../broker/control.ts';

export type TopicTally = {
  records: number;
  bytes: number;
  batches: number;
  duplicates: number;
  /** By partition; holes are undefined. */
  readonly partitions: number[];
};

export type Tally = {
  records: number;
  bytes: number;
  batches: number;
  duplicates: number;
  readonly topics: Map<string, TopicTally>;
  /** By error code. */
  readonly errors: Map<number, { count: number; lastMs: number; topic: string }>;
};

/** Nothing yet. */
export function newTally(): Tally {
  return { records: 0, bytes: 0, batches: 0, duplicates: 0, topics: new Map(), errors: new Map() };
}

/** Adds all that a connection did. */
export function addConnection(tally: Tally, stats: ProducerStats): void {
  for (const written of stats.topics) {
    const topic = topicOf(tally, written.topic);
    for (const sum of [tally, topic]) {
      sum.records += written.recordsIn;
      sum.bytes += written.bytesIn;
      sum.batches += written.batches;
      sum.duplicates += written.duplicates;
    }
    written.partitionRecords.forEach((records, partition) => {
      topic.partitions[partition] = (topic.partitions[partition] ?? 0) + records;
    });
  }
  for (const { code, count, lastMs, topic } of stats.errors) {
    const known = tally.errors.get(code);
    if (!known) tally.errors.set(code, { count, lastMs, topic });
    else {
      known.count += count;
      if (lastMs > known.lastMs) Object.assign(known, { lastMs, topic });
    }
  }
}

function topicOf({ topics }: Tally, name: string): TopicTally {
  let topic = topics.get(name);
  if (!topic) {
    topic = { records: 0, bytes: 0, batches: 0, duplicates: 0, partitions: [] };
    topics.set(name, topic);
  }
  return topic;
}
