/** Reading partitions directly, without a group: nothing is committed. */
import { once } from 'node:events';
import { KafkaLink } from '../main/explorer/kafka-link.ts';
import { partitionsOf, topicOf } from '../main/explorer/metadata.ts';
import { assertRetriable, fetchPartitions } from '../main/explorer/fetch.ts';
import {
  earliestTimestamp,
  latestTimestamp,
  listAllOffsets,
  partitionKey,
} from '../main/explorer/offsets.ts';
import type { ConsumeFrom } from './commands/consume.ts';
import type { PrintRecord } from './message-format.ts';

export type ConsumeOptions = {
  readonly topic: string;
  readonly from: ConsumeFrom | undefined;
  readonly partition: number | undefined;
  readonly countMax: number;
  readonly isUntilEnd: boolean;
  readonly print: PrintRecord;
  readonly signal: AbortSignal;
};

type Positions = Map<number, { offset: number; readonly endOffset: number }>;

const fetchOptions = { maxWaitMs: 500, minBytes: 1, partitionMaxBytes: 1024 * 1024 };
const retryDelayMs = 250;

/** Resolves when enough is read, the end is reached, or the signal comes. */
export async function consumePartitions(bootstrap: string, options: ConsumeOptions): Promise<void> {
  const link = new KafkaLink(bootstrap);
  try {
    const positions = await beginnings(link, options);
    await read(link, options, positions);
  } finally {
    await link.close();
  }
}

async function beginnings(link: KafkaLink, options: ConsumeOptions): Promise<Positions> {
  const { partition, from = { at: 'end' } } = options;
  const topic = topicOf(await link.metadata({ isFresh: true }), options.topic);
  const chosen = partitionsOf(topic, partition === undefined ? undefined : [partition]);
  const names = chosen.map((item) => ({ topic: topic.name, partition: item.partition }));
  const starts = await listAllOffsets(link, names, earliestTimestamp);
  const ends = await listAllOffsets(link, names, latestTimestamp);
  const timed =
    from.at === 'timestamp'
      ? await listAllOffsets(link, names, BigInt(Math.trunc(from.timestampMs)))
      : null;
  return new Map(
    names.map((name) => {
      const key = partitionKey(name);
      const [start, endOffset] = [starts.get(key) ?? 0, ends.get(key) ?? 0];
      const wanted = {
        beginning: start,
        end: endOffset,
        offset: from.at === 'offset' ? from.offset : 0,
        timestamp: (timed?.get(key) ?? -1) < 0 ? endOffset : (timed?.get(key) ?? 0),
      }[from.at];
      return [name.partition, { offset: Math.max(start, Math.min(wanted, endOffset)), endOffset }];
    }),
  );
}

async function read(link: KafkaLink, options: ConsumeOptions, positions: Positions): Promise<void> {
  const { signal, print, countMax, isUntilEnd } = options;
  let count = 0;
  while (!signal.aborted) {
    const open = [...positions].filter(
      ([, { offset, endOffset }]) => !isUntilEnd || offset < endOffset,
    );
    if (open.length === 0) return;
    const topic = topicOf(await link.metadata(), options.topic);
    const from = open.map(([partition, { offset }]) => ({ partition, offset }));
    const fetched = await fetchPartitions(link, topic, from, fetchOptions);
    let isDisturbed = false;
    for (const [partition, result] of fetched) {
      const position = positions.get(partition);
      if (!position) continue;
      if (result.errorCode !== 0) {
        assertRetriable(options.topic, partition, result.errorCode);
        isDisturbed = true;
        continue;
      }
      for (const record of result.records) {
        if (isUntilEnd && record.offset >= position.endOffset) break;
        if (!print(record)) await once(process.stdout, 'drain', { signal }).catch(() => {});
        count += 1;
        if (count >= countMax || signal.aborted) return;
      }
      position.offset = result.nextOffset;
    }
    if (isDisturbed) {
      await new Promise((resolve) => setTimeout(resolve, retryDelayMs));
      await link.metadata({ isFresh: true });
    }
  }
}
