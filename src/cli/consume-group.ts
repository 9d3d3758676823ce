/** Reading as a member of a consumer group: what was printed is committed. */
import { once } from 'node:events';
import {
  consumeInGroup,
  type GroupMember,
  type GroupMessage,
} from '../main/explorer/group-consumer.ts';
import type { ResetTarget } from '../main/contract/groups.ts';
import { resetOffsets } from '../main/explorer/group-changes.ts';
import { rootMessage } from '../main/explorer/kafka-errors.ts';
import { KafkaLink } from '../main/explorer/kafka-link.ts';
import { topicOf } from '../main/explorer/metadata.ts';
import { latestTimestamp, listAllOffsets, partitionKey } from '../main/explorer/offsets.ts';
import { UsageError } from './command.ts';
import type { ConsumeFrom } from './commands/consume.ts';
import type { ConsumeOptions } from './consume-partitions.ts';

const commitIntervalMs = 500;

/** Resolves when enough is read, the end is reached, or the signal comes; leaves the group. */
export async function consumeGroup(
  bootstrap: string,
  groupId: string,
  options: ConsumeOptions,
): Promise<void> {
  const { topic, from, signal } = options;
  const ends = await prepare(bootstrap, groupId, options);
  const progress = newProgress(options, ends);
  if (isEnough(options, progress)) return;
  await consumeInGroup(
    {
      bootstrap,
      groupId,
      clientId: 'rivulet',
      topics: [topic],
      fallback: from === undefined ? 'latest' : 'earliest',
      signal,
      onLost: (error) => {
        process.stderr.write(`Out of the group (${rootMessage(error)}); joining again.\n`);
      },
    },
    (member) => printMember(member, options, progress),
  );
}

/** With `--from` the group is put there first; answers where the topic ends now. */
async function prepare(
  bootstrap: string,
  groupId: string,
  { topic, from }: ConsumeOptions,
): Promise<ReadonlyMap<string, number>> {
  const link = new KafkaLink(bootstrap);
  try {
    const { partitions } = topicOf(await link.metadata({ isFresh: true }), topic);
    if (from !== undefined) {
      const target = targetOf(from);
      await resetOffsets(link, { groupId, topic, target, isDryRun: false });
    }
    const names = partitions.map(({ partition }) => ({ topic, partition }));
    return await listAllOffsets(link, names, latestTimestamp);
  } catch (error) {
    if ((error as { readonly code?: string }).code !== 'group-not-empty') throw error;
    throw new UsageError(`group ${groupId} has members, so --from cannot move it`);
  } finally {
    await link.close();
  }
}

function targetOf(from: ConsumeFrom): ResetTarget {
  switch (from.at) {
    case 'beginning':
      return { to: 'earliest' };
    case 'end':
      return { to: 'latest' };
    case 'offset':
      return { to: 'offset', offset: from.offset };
    case 'timestamp':
      return { to: 'timestamp', timestampMs: from.timestampMs };
  }
}

/** What is printed so far, over all memberships. */
type Progress = {
  count: number;
  readonly ends: ReadonlyMap<string, number>;
  /** Partitions that `--until-end` still waits for. */
  readonly open: Set<string>;
};

function newProgress({ isUntilEnd }: ConsumeOptions, ends: ReadonlyMap<string, number>): Progress {
  const unread = isUntilEnd ? [...ends].filter(([, end]) => end > 0).map(([key]) => key) : [];
  return { count: 0, ends, open: new Set(unread) };
}

function isEnough({ countMax, isUntilEnd }: ConsumeOptions, { count, open }: Progress): boolean {
  return count >= countMax || (isUntilEnd && open.size === 0);
}

/** Prints and commits, twice a second and at the end; true when it is enough. */
async function printMember(
  { messages, commit }: GroupMember,
  options: ConsumeOptions,
  progress: Progress,
): Promise<boolean> {
  const { signal } = options;
  const printed = new Map<string, GroupMessage>();
  let committedAtMs = Date.now();
  const stopped = new Promise<{ readonly done: true }>((resolve) => {
    signal.addEventListener('abort', () => resolve({ done: true }));
  });
  while (!signal.aborted && !isEnough(options, progress)) {
    const result = await Promise.race([messages.next(), stopped]);
    if (result.done === true) break;
    const name = await printOne(result.value, options, progress);
    printed.set(name, result.value);
    if (Date.now() - committedAtMs < commitIntervalMs) continue;
    await commit([...printed.values()]);
    printed.clear();
    committedAtMs = Date.now();
  }
  await commit([...printed.values()]);
  return signal.aborted || isEnough(options, progress);
}

/** Answers the partition's name. */
async function printOne(
  message: GroupMessage,
  { topic, print, signal }: ConsumeOptions,
  progress: Progress,
): Promise<string> {
  const { partition, key, value, offset, timestamp, headerEntries } = message;
  const isTaken = print({
    partition,
    offset: Number(offset),
    timestampMs: Number(timestamp),
    timestampType: 'create',
    key: key ?? null,
    value: value ?? null,
    headers: headerEntries,
  });
  if (!isTaken) await once(process.stdout, 'drain', { signal }).catch(() => {});
  progress.count += 1;
  const name = partitionKey({ topic, partition });
  if (Number(offset) + 1 >= (progress.ends.get(name) ?? 0)) progress.open.delete(name);
  return name;
}
