/** Resetting the offsets of groups, and deleting groups. */
import type { ResetOffsetsParams } from '../contract/groups.ts';
import { committedOffsets, findCoordinator } from './groups.ts';
import { kafkaError } from './kafka-errors.ts';
import type { KafkaLink } from './kafka-link.ts';
import { partitionsOf, topicOf } from './metadata.ts';
import { earliestTimestamp, latestTimestamp, listAllOffsets, partitionKey } from './offsets.ts';

type Reset = { readonly offsets: { readonly [partition: string]: number } };

const unknownMember = 25;
const rebalanceInProgress = 27;
const nonEmptyGroup = 68;

/** Commits the wanted offsets, clamped to what the partitions hold; a dry run only answers them. */
export async function resetOffsets(link: KafkaLink, params: ResetOffsetsParams): Promise<Reset> {
  const { groupId, topic: name, isDryRun } = params;
  const topic = topicOf(await link.metadata({ isFresh: true }), name);
  const partitions = partitionsOf(topic, params.partitions).map(({ partition }) => partition);
  const wanted = await wantedOffsets(link, params, partitions);
  if (!isDryRun) await commit(link, groupId, name, wanted);
  return { offsets: Object.fromEntries(wanted) };
}

/** Deletes a group without members. */
export async function deleteGroup(link: KafkaLink, groupId: string): Promise<null> {
  const coordinatorId = await findCoordinator(link, groupId);
  const { response } = await link.callPartly(coordinatorId, 'deleteGroups', [groupId]);
  for (const { errorCode } of response.results) {
    if (errorCode !== 0) throw kafkaError(errorCode, null, { groupId });
  }
  return null;
}

async function wantedOffsets(
  link: KafkaLink,
  { groupId, topic, target }: ResetOffsetsParams,
  partitions: readonly number[],
): Promise<ReadonlyMap<number, number>> {
  const names = partitions.map((partition) => ({ topic, partition }));
  const [starts, ends] = await Promise.all([
    listAllOffsets(link, names, earliestTimestamp),
    listAllOffsets(link, names, latestTimestamp),
  ]);
  const base = await baseOffsets(link, groupId, names, target);
  return new Map(
    names.map((name) => {
      const key = partitionKey(name);
      const [start, end] = [starts.get(key) ?? 0, ends.get(key) ?? 0];
      const fallback = target.to === 'earliest' ? start : end;
      return [name.partition, Math.min(Math.max(base.get(key) ?? fallback, start), end)];
    }),
  );
}

/** Where the target is known by more than the partition's ends. */
async function baseOffsets(
  link: KafkaLink,
  groupId: string,
  names: readonly { readonly topic: string; readonly partition: number }[],
  target: ResetOffsetsParams['target'],
): Promise<ReadonlyMap<string, number>> {
  switch (target.to) {
    case 'earliest':
    case 'latest':
      return new Map();
    case 'offset':
      return new Map(names.map((name) => [partitionKey(name), target.offset]));
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

async function commit(
  link: KafkaLink,
  groupId: string,
  topic: string,
  offsets: ReadonlyMap<number, number>,
): Promise<void> {
  const coordinatorId = await findCoordinator(link, groupId);
  const partitions = [...offsets].map(([partitionIndex, offset]) => ({
    partitionIndex,
    committedOffset: BigInt(offset),
    committedLeaderEpoch: -1,
    committedMetadata: null,
  }));
  // Generation -1 and no member: a commit from outside, allowed while the group is empty.
  const { response } = await link.callPartly(coordinatorId, 'offsetCommit', groupId, -1, '', null, [
    { name: topic, partitions },
  ]);
  for (const answer of response.topics.flatMap((answered) => answered.partitions)) {
    if (answer.errorCode === 0) continue;
    const isBusy = [unknownMember, rebalanceInProgress].includes(answer.errorCode);
    const code = isBusy ? nonEmptyGroup : answer.errorCode;
    throw kafkaError(code, null, { groupId, topic, partition: answer.partitionIndex });
  }
}
