/** `kafka-topics`: list, create, describe, alter and delete topics. */
import type { KafkaLink } from '../../main/explorer/kafka-link.ts';
import type { TopicMetadata } from '../../main/explorer/metadata.ts';
import { readableId } from '../../main/explorer/topic-id.ts';
import { withLink } from './connect.ts';
import { describeTopics } from './describe-topics.ts';
import type { Given } from './given.ts';
import { toolOptions } from './options.ts';
import type { KafkaTool, ToolOutput } from './tool.ts';
import { ToolUsageError } from './usage-error.ts';

const actions = ['list', 'describe', 'create', 'alter', 'delete'] as const;
const timeoutMs = 30_000;

export const topics: KafkaTool = {
  summary: 'This tool helps to create, delete, describe, or change a topic.',
  options: {
    ...toolOptions,
    list: { help: 'List all topics' },
    describe: { help: 'Show partitions, replicas and configs' },
    create: { help: 'Create a topic' },
    alter: { help: 'Add partitions' },
    delete: { help: 'Delete topics' },
    topic: { value: 'TOPIC', help: 'The topic; a regular expression but for --create' },
    'topic-id': { value: 'ID', help: 'Describe the topic of this id' },
    partitions: { value: 'N', help: 'The number of partitions' },
    'replication-factor': { value: 'N', help: 'The number of replicas of each partition' },
    'replica-assignment': {
      value: '1:2,2:3',
      help: 'The brokers of each partition, the preferred leader first',
    },
    config: { value: 'NAME=VALUE', help: 'A config of the new topic; repeatable' },
    'if-exists': { help: 'A topic that is not there is no error' },
    'if-not-exists': { help: 'A topic that is there already is no error' },
    'exclude-internal': { help: 'Leave internal topics out' },
    'under-replicated-partitions': { help: 'Only partitions with replicas out of sync' },
    'unavailable-partitions': { help: 'Only partitions without a leader' },
    'under-min-isr-partitions': { help: 'Only partitions below min.insync.replicas' },
    'at-min-isr-partitions': { help: 'Only partitions exactly at min.insync.replicas' },
    'topics-with-overrides': { help: 'Only topics with configs of their own' },
  },
  run: async (given, to) => {
    const action = given.oneOf(
      actions,
      'Command must include exactly one action: --list, --describe, --create, --alter or --delete',
    );
    checkTogether(given, action);
    try {
      await withLink(given, (link) => perform(action, link, given, to));
      return 0;
    } catch (error) {
      if (error instanceof ToolUsageError) throw error;
      to.out(`Error while executing topic command : ${(error as Error).message}\n`);
      return 1;
    }
  },
};

async function perform(action: string, link: KafkaLink, given: Given, to: ToolOutput) {
  if (action === 'create') return create(link, given, to);
  const chosen = await chooseTopics(link, given, action);
  if (action === 'list') {
    for (const { name } of chosen) to.out(`${name}\n`);
    return;
  }
  if (action === 'describe') return describeTopics(link, given, chosen, to);
  return action === 'alter' ? alter(link, given, chosen) : remove(link, chosen);
}

async function create(link: KafkaLink, given: Given, to: ToolOutput): Promise<void> {
  const topic = given.text('topic') ?? '';
  const assignments = readAssignment(given.text('replica-assignment'));
  const partitions = given.integer('partitions');
  if (partitions !== undefined && partitions < 1) {
    throw new Error('The partitions must be greater than 0');
  }
  const replicas = given.integer('replication-factor');
  if (replicas !== undefined && (replicas < 1 || replicas > 32_767)) {
    throw new Error('The replication factor must be between 1 and 32767 inclusive');
  }
  if (/[._]/.test(topic)) to.out(collisionWarning);
  const request = {
    name: topic,
    numPartitions: partitions ?? -1,
    replicationFactor: replicas ?? -1,
    assignments,
    configs: Object.entries(given.properties('config')).map(([name, value]) => ({ name, value })),
  };
  const { response } = await link.callPartly('any', 'createTopics', [request], timeoutMs, false);
  const [answer] = response.topics;
  if (answer?.errorCode === topicExists) {
    if (given.has('if-not-exists')) return;
    throw new Error(answer.errorMessage || `Topic '${topic}' already exists.`);
  }
  if (answer && answer.errorCode !== 0) throw new Error(answer.errorMessage ?? String(answer));
  to.out(`Created topic ${topic}.\n`);
}

async function alter(link: KafkaLink, given: Given, chosen: readonly TopicMetadata[]) {
  const count = given.integer('partitions') ?? 0;
  const assignments = readAssignment(given.text('replica-assignment'));
  const request = chosen.map(({ name, partitions }) => {
    const added = assignments.slice(partitions.length);
    const own = added.map(({ brokerIds }) => ({ brokerIds }));
    return { name, count, assignments: own.length > 0 ? own : null };
  });
  if (request.length === 0) return;
  const { response } = await link.callPartly('any', 'createPartitions', request, timeoutMs, false);
  for (const { errorCode, errorMessage } of response.results) {
    if (errorCode !== 0) throw new Error(errorMessage ?? `error ${errorCode}`);
  }
}

async function remove(link: KafkaLink, chosen: readonly TopicMetadata[]): Promise<void> {
  if (chosen.length === 0) return;
  const request = chosen.map(({ name }) => ({ name }));
  const { response } = await link.callPartly('any', 'deleteTopics', request, timeoutMs);
  for (const { errorCode, errorMessage } of response.responses) {
    if (errorCode !== 0) throw new Error(errorMessage ?? `error ${errorCode}`);
  }
}

/** All topics, or those whose whole name fits the expression. */
async function chooseTopics(
  link: KafkaLink,
  given: Given,
  action: string,
): Promise<readonly TopicMetadata[]> {
  const { topics: all } = await link.metadata({ isFresh: true });
  const id = given.text('topic-id');
  const pattern = given.text('topic');
  const isShown = ({ isInternal }: TopicMetadata) => !(given.has('exclude-internal') && isInternal);
  const known = [...all.values()].filter(isShown);
  if (id !== undefined) {
    const found = known.filter(({ topicId }) => readableId(topicId) === id);
    if (found.length > 0 || given.has('if-exists')) return found;
    throw new Error(`TopicId '${id}' does not exist as expected`);
  }
  if (pattern === undefined) return known;
  const expression = nameExpression(pattern);
  const found = known.filter(({ name }) => expression.test(name));
  if (found.length === 0 && action !== 'list' && !given.has('if-exists')) {
    throw new Error(`Topic '${pattern}' does not exist as expected`);
  }
  return found;
}

/** Kafka's list of names or expressions: commas mean "or", quotes are ignored. */
export function nameExpression(pattern: string): RegExp {
  const cleaned = pattern.trim().replaceAll(',', '|').replaceAll(/["' ]/g, '');
  try {
    return new RegExp(`^(?:${cleaned})$`);
  } catch {
    throw new ToolUsageError(`${pattern} is not a valid regular expression`);
  }
}

/** `1:2,2:3`: the brokers of partition 0, then those of partition 1. */
function readAssignment(text: string | undefined) {
  if (text === undefined) return [];
  const rows = text.split(',').map((part) => part.split(':').map((id) => Number(id.trim())));
  const [first = []] = rows;
  return rows.map((brokerIds, partitionIndex) => {
    if (brokerIds.some((id) => !Number.isInteger(id))) {
      throw new ToolUsageError(`For input string: "${text}"`);
    }
    if (new Set(brokerIds).size !== brokerIds.length) {
      throw new Error(
        `Partition replica lists may not contain duplicate entries: ${brokerIds.join(',')}`,
      );
    }
    if (brokerIds.length !== first.length) {
      throw new Error(
        `Partition ${partitionIndex} has different replication factor: ${brokerIds.join(',')}`,
      );
    }
    return { partitionIndex, brokerIds };
  });
}

function checkTogether(given: Given, action: string): void {
  if (action === 'create') given.required('topic');
  if (action === 'delete') given.required('topic');
  if (action === 'alter') given.required('topic', 'partitions');
  const isAssigned = given.has('replica-assignment');
  if (action !== 'create' || !isAssigned) return;
  for (const other of ['partitions', 'replication-factor']) {
    if (given.has(other)) {
      throw new ToolUsageError(
        `Option "[replica-assignment]" can't be used with option "[${other}]"`,
      );
    }
  }
}

const topicExists = 36;

const collisionWarning =
  "WARNING: Due to limitations in metric names, topics with a period ('.') or underscore ('_') " +
  'could collide. To avoid issues it is best to use either, but not both.\n';
