/** Where a reset would put a group, and what that means: told before anything is committed. */
import type {
  OffsetToSet,
  PlannedReset,
  PlanResetParams,
  ResetPlan,
  ResetTarget,
} from '../contract/groups.ts';
import { fetchPartitions } from './fetch.ts';
import { committedOffsets } from './groups.ts';
import { isRetriable } from './kafka-errors.ts';
import type { KafkaLink } from './kafka-link.ts';
import type { Metadata } from './metadata.ts';
import {
  earliestTimestamp,
  latestTimestamp,
  listAllOffsets,
  partitionKey,
  type TopicPartitionName,
} from './offsets.ts';

export type Wanted = TopicPartitionName & {
  readonly next: number;
  readonly start: number;
  readonly end: number;
  readonly isClamped: boolean;
};

const textMax = 120;
/** The first messages of so many partitions are read for the preview. */
const firstCountMax = 100;
const firstBytes = 64 * 1024;

/** Changes nothing. */
export async function planReset(link: KafkaLink, params: PlanResetParams): Promise<ResetPlan> {
  const { groupId, target } = params;
  const metadata = await link.metadata({ isFresh: true });
  const { names, unknown } = scopeOf(metadata, params);
  const [committed, wanted] = await Promise.all([
    committedOffsets(link, groupId),
    wantedOffsets(link, groupId, names, target),
  ]);
  const firsts = await firstMessages(link, metadata, wanted);
  return {
    rows: wanted.map((row) => planned(row, committed.get(partitionKey(row)) ?? null, firsts)),
    unknown,
  };
}

/** The wanted offset of each partition, clamped to what it holds. */
export async function wantedOffsets(
  link: KafkaLink,
  groupId: string,
  names: readonly TopicPartitionName[],
  target: PlanResetParams['target'],
): Promise<readonly Wanted[]> {
  const [starts, ends, base] = await Promise.all([
    listAllOffsets(link, names, earliestTimestamp),
    listAllOffsets(link, names, latestTimestamp),
    baseOffsets(link, groupId, names, target),
  ]);
  return names.map((name) => {
    const key = partitionKey(name);
    const [start, end] = [starts.get(key) ?? 0, ends.get(key) ?? 0];
    const wanted = base.get(key) ?? (target.to === 'earliest' ? start : end);
    const next = Math.min(Math.max(wanted, start), end);
    return { ...name, next, start, end, isClamped: next !== wanted };
  });
}

function scopeOf(
  { topics }: Metadata,
  { scope, target }: PlanResetParams,
): { readonly names: readonly TopicPartitionName[]; readonly unknown: readonly string[] } {
  const asked: readonly TopicPartitionName[] =
    target.to === 'each'
      ? target.offsets.filter(({ offset }) => offset !== null)
      : scope.flatMap(({ topic, partitions }) => {
          const all = topics.get(topic)?.partitions.map(({ partition }) => partition) ?? [-1];
          const own = partitions && partitions.length > 0 ? [...new Set(partitions)] : all;
          return own.map((partition) => ({ topic, partition }));
        });
  const isKnown = ({ topic, partition }: TopicPartitionName) =>
    topics.get(topic)?.partitions[partition] !== undefined;
  return {
    names: asked.filter(isKnown).map(({ topic, partition }) => ({ topic, partition })),
    unknown: asked
      .filter((name) => !isKnown(name))
      .map((name) => (name.partition < 0 ? name.topic : partitionKey(name))),
  };
}

/** Where the target is known by more than the partition's ends. */
async function baseOffsets(
  link: KafkaLink,
  groupId: string,
  names: readonly TopicPartitionName[],
  target: ResetTarget | { readonly to: 'each'; readonly offsets: readonly OffsetToSet[] },
): Promise<ReadonlyMap<string, number>> {
  switch (target.to) {
    case 'earliest':
    case 'latest':
      return new Map();
    case 'offset':
      return new Map(names.map((name) => [partitionKey(name), target.offset]));
    case 'each':
      return new Map(target.offsets.map((name) => [partitionKey(name), name.offset ?? 0]));
    case 'timestamp': {
      const timestamp = BigInt(Math.trunc(target.timestampMs));
      const found = await listAllOffsets(link, names, timestamp);
      return new Map([...found].filter(([, offset]) => offset >= 0));
    }
    case 'shift-by': {
      const committed = await committedOffsets(link, groupId);
      return new Map([...committed].map(([key, offset]) => [key, offset + target.by]));
    }
  }
}

function planned(
  row: Wanted,
  now: number | null,
  firsts: ReadonlyMap<string, PlannedReset['first']>,
): PlannedReset {
  const { topic, partition, next, start, end, isClamped } = row;
  // What lies before the start is gone, and is neither read again nor left out.
  const from = now === null ? next : Math.min(Math.max(now, start), end);
  return {
    topic,
    partition,
    now,
    next,
    logStartOffset: start,
    logEndOffset: end,
    again: Math.max(0, from - next),
    skipped: Math.max(0, next - from),
    isClamped,
    first: firsts.get(partitionKey(row)) ?? null,
  };
}

async function firstMessages(
  link: KafkaLink,
  metadata: Metadata,
  wanted: readonly Wanted[],
): Promise<ReadonlyMap<string, PlannedReset['first']>> {
  const readable = wanted.filter(({ next, end }) => next < end).slice(0, firstCountMax);
  const firsts = new Map<string, PlannedReset['first']>();
  await Promise.all(
    [...Map.groupBy(readable, ({ topic }) => topic)].map(async ([name, own]) => {
      const topic = metadata.topics.get(name);
      if (!topic) return;
      const from = own.map(({ partition, next }) => ({ partition, offset: next }));
      const options = { maxWaitMs: 0, minBytes: 0, partitionMaxBytes: firstBytes };
      try {
        for (const [partition, { records }] of await fetchPartitions(link, topic, from, options)) {
          const [record] = records;
          if (!record) continue;
          const { timestampMs, key, value } = record;
          const first = { timestampMs, key: textOf(key), value: textOf(value) };
          firsts.set(partitionKey({ topic: name, partition }), first);
        }
      } catch (error) {
        // An environment fault: the preview goes without its first messages.
        if (!isRetriable(error)) throw error;
      }
    }),
  );
  return firsts;
}

/** As much as fits a line; bytes that are no text are told as such. */
function textOf(bytes: Buffer | null): string | null {
  if (bytes === null) return null;
  const cut = bytes.subarray(0, textMax * 4);
  const text = cut.toString('utf8');
  // A replacement character at the very end is only the cut.
  const isText = !cut.includes(0) && !/\ufffd./.test(text);
  return isText ? text.slice(0, textMax) : `0x${bytes.subarray(0, 16).toString('hex')}`;
}
