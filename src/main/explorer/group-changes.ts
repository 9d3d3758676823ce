/** Changing what groups have committed, and deleting groups. */
import type { OffsetToSet, ResetOffsetsParams } from '../contract/groups.ts';
import { committedOffsets, findGroup } from './groups.ts';
import { findCoordinator } from './group-requests.ts';
import { wantedOffsets } from './group-reset-plan.ts';
import { kafkaError } from './kafka-errors.ts';
import type { KafkaLink } from './kafka-link.ts';
import { partitionsOf, topicOf } from './metadata.ts';
import { partitionKey } from './offsets.ts';

type Before = { readonly before: readonly OffsetToSet[] };

const unknownMember = 25;
const rebalanceInProgress = 27;
const nonEmptyGroup = 68;
const groupSubscribedToTopic = 86;

/** Commits the wanted offsets, clamped to what the partitions hold; a dry run only answers them. */
export async function resetOffsets(
  link: KafkaLink,
  params: ResetOffsetsParams,
): Promise<{ readonly offsets: { readonly [partition: string]: number } }> {
  const { groupId, topic: name, target, isDryRun } = params;
  const topic = topicOf(await link.metadata({ isFresh: true }), name);
  const names = partitionsOf(topic, params.partitions).map(({ partition }) => ({
    topic: name,
    partition,
  }));
  const wanted = await wantedOffsets(link, groupId, names, target);
  const offsets = wanted.map(({ partition, next }) => ({
    topic: name,
    partition,
    offset: next,
  }));
  if (!isDryRun) await commit(link, groupId, offsets);
  return { offsets: Object.fromEntries(wanted.map(({ partition, next }) => [partition, next])) };
}

/** Commits exactly these; what is null is taken away. */
export async function setOffsets(
  link: KafkaLink,
  groupId: string,
  offsets: readonly OffsetToSet[],
): Promise<Before> {
  const committed = await committedOffsets(link, groupId);
  const before = offsets.map(({ topic, partition }) => ({
    topic,
    partition,
    offset: committed.get(partitionKey({ topic, partition })) ?? null,
  }));
  const kept = offsets.filter(({ offset }) => offset !== null);
  const gone = offsets.filter((name) => name.offset === null && committed.has(partitionKey(name)));
  if (kept.length > 0) await commit(link, groupId, kept);
  if (gone.length > 0) await forget(link, groupId, gone);
  return { before };
}

/** Takes all committed offsets of a topic away; of a group that reads it that is refused. */
export async function deleteOffsets(
  link: KafkaLink,
  groupId: string,
  topic: string,
): Promise<Before> {
  const before = (await allOffsets(link, groupId)).filter((name) => name.topic === topic);
  await forget(link, groupId, before);
  return { before };
}

/** The other group starts where this one stands. */
export async function copyGroup(
  link: KafkaLink,
  groupId: string,
  toGroupId: string,
): Promise<Before & { readonly copied: number }> {
  // Of a group that is not there nothing would be copied without a word.
  await findGroup(link, groupId);
  const { topics } = await link.metadata({ isFresh: true });
  const offsets = (await allOffsets(link, groupId)).filter(
    ({ topic, partition }) => topics.get(topic)?.partitions[partition] !== undefined,
  );
  const { before } = await setOffsets(link, toGroupId, offsets);
  return { copied: offsets.length, before };
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

async function allOffsets(link: KafkaLink, groupId: string): Promise<readonly OffsetToSet[]> {
  const committed = await committedOffsets(link, groupId);
  return [...committed].map(([key, offset]) => {
    const at = key.lastIndexOf('-');
    return { topic: key.slice(0, at), partition: Number(key.slice(at + 1)), offset };
  });
}

async function commit(
  link: KafkaLink,
  groupId: string,
  offsets: readonly OffsetToSet[],
): Promise<void> {
  const coordinatorId = await findCoordinator(link, groupId);
  const topics = [...Map.groupBy(offsets, ({ topic }) => topic)].map(([name, own]) => ({
    name,
    partitions: own.map(({ partition, offset }) => ({
      partitionIndex: partition,
      committedOffset: BigInt(offset ?? 0),
      committedLeaderEpoch: -1,
      committedMetadata: null,
    })),
  }));
  // Generation -1 and no member: a commit from outside, allowed while the group is empty.
  const { response } = await link.callPartly(
    coordinatorId,
    'offsetCommit',
    groupId,
    -1,
    '',
    null,
    topics,
  );
  for (const { name, partitions } of response.topics) {
    for (const { errorCode, partitionIndex } of partitions) {
      if (errorCode === 0) continue;
      const isBusy = [unknownMember, rebalanceInProgress].includes(errorCode);
      const code = isBusy ? nonEmptyGroup : errorCode;
      throw kafkaError(code, null, { groupId, topic: name, partition: partitionIndex });
    }
  }
}

async function forget(
  link: KafkaLink,
  groupId: string,
  offsets: readonly OffsetToSet[],
): Promise<void> {
  const coordinatorId = await findCoordinator(link, groupId);
  const topics = [...Map.groupBy(offsets, ({ topic }) => topic)].map(([name, own]) => ({
    name,
    partitions: own.map(({ partition }) => ({ partitionIndex: partition })),
  }));
  const { response } = await link.callPartly(coordinatorId, 'offsetDelete', groupId, topics);
  if (response.errorCode !== 0) throw kafkaError(response.errorCode, null, { groupId });
  for (const { name, partitions } of response.topics) {
    for (const { errorCode, partitionIndex } of partitions) {
      if (errorCode === 0) continue;
      const code = errorCode === groupSubscribedToTopic ? nonEmptyGroup : errorCode;
      throw kafkaError(code, null, { groupId, topic: name, partition: partitionIndex });
    }
  }
}
