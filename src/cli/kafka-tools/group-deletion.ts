/** `kafka-consumer-groups --delete` and `--delete-offsets`. */
import { findCoordinator } from '../../main/explorer/group-requests.ts';
import type { Explorer } from '../../main/explorer/explorer.ts';
import { partitionsOf, topicOf } from '../../main/explorer/metadata.ts';
import { renderColumns, usualWidth } from './columns.ts';
import type { Given } from './given.ts';
import { readTopic } from './group-reset.ts';
import { groupsOf } from './group-tables.ts';
import type { ToolOutput } from './tool.ts';

export async function deleteGroups(
  explorer: Explorer,
  given: Given,
  to: ToolOutput,
): Promise<void> {
  const deleted: string[] = [];
  const failed: string[] = [];
  for (const groupId of await groupsOf(explorer, given)) {
    try {
      await explorer.handlers()['groups.delete']({ groupId });
      deleted.push(groupId);
    } catch (error) {
      failed.push(`* Group '${groupId}' could not be deleted due to: ${reasonOf(error)}\n`);
    }
  }
  const names = `'${deleted.join("', '")}'`;
  if (failed.length === 0) {
    to.out(`Deletion of requested consumer groups (${names}) was successful.\n`);
    return;
  }
  to.out(`\nError: Deletion of some consumer groups failed:\n${failed.join('')}`);
  if (deleted.length > 0) {
    to.out(`\nThese consumer groups were deleted successfully: ${names}\n`);
  }
}

export async function deleteOffsets(
  { link }: Explorer,
  given: Given,
  to: ToolOutput,
): Promise<void> {
  const groupId = given.text('group') ?? '';
  const metadata = await link.metadata({ isFresh: true });
  const topics = given.texts('topic').map((word) => {
    const { topic, partitions } = readTopic(word);
    const found = partitionsOf(topicOf(metadata, topic), partitions);
    return {
      name: topic,
      partitions: found.map(({ partition }) => ({ partitionIndex: partition })),
    };
  });
  const coordinatorId = await findCoordinator(link, groupId);
  const { response, error } = await link.callPartly(coordinatorId, 'offsetDelete', groupId, topics);
  if (response.errorCode !== 0) throw error ?? new Error(`error ${response.errorCode}`);
  const rows = response.topics.flatMap(({ name, partitions }) =>
    partitions.map(({ partitionIndex, errorCode }) => [
      name,
      String(partitionIndex),
      statusOf(errorCode),
    ]),
  );
  const isWhole = rows.every(([, , status]) => status === done);
  to.out(
    isWhole
      ? `Request succeeded for deleting offsets from group ${groupId}.\n`
      : '\nError: Encountered some partition-level error, see the follow-up details.\n',
  );
  const columns = [
    ['TOPIC', usualWidth],
    ['PARTITION', 10],
    ['STATUS', usualWidth],
  ] as const;
  to.out(`\n${renderColumns(columns, rows, ['TOPIC'])}`);
}

const done = 'Successful';
const subscribed = 86;

function statusOf(errorCode: number): string {
  if (errorCode === 0) return done;
  if (errorCode === subscribed) {
    return (
      'Error: org.apache.kafka.common.errors.GroupSubscribedToTopicException: Deleting offsets of ' +
      'a topic is forbidden while the consumer group is actively subscribed to it.'
    );
  }
  return `Error: ${errorCode}`;
}

function reasonOf(error: unknown): string {
  const { code } = error as { readonly code?: string };
  if (code === 'group-not-empty') {
    return 'org.apache.kafka.common.errors.GroupNotEmptyException: The group is not empty.';
  }
  if (code === 'group-not-found') {
    return 'org.apache.kafka.common.errors.GroupIdNotFoundException: The group id does not exist.';
  }
  return (error as Error).message;
}
