/** `rivulet topics …`: options as kafka-topics and kafka-configs know them. */
import type { TopicDetail } from '../../main/contract/topics.ts';
import {
  type Arguments,
  clusterOptions,
  type Command,
  integer,
  pairs,
  text,
  texts,
  UsageError,
} from '../command.ts';
import { parseConfigWords } from '../config-words.ts';
import { withExplorer } from '../with-explorer.ts';

const topicOption = {
  topic: { type: 'string', value: 'TOPIC', help: 'The topic, instead of the first word' },
} as const;

export const list: Command = {
  usage: '[options]',
  summary: 'List topics',
  options: {
    ...clusterOptions,
    internal: { type: 'boolean', help: 'Also topics of the cluster itself' },
  },
  positionals: { min: 0, max: 0 },
  examples: ['rivulet topics list', 'rivulet topics list --bootstrap localhost:9092 --json'],
  run: async ({ values }, output) => {
    const { topics } = await withExplorer(values, async (handlers) =>
      handlers['topics.list'](undefined),
    );
    const shown = Object.entries(topics).filter(
      ([, { isInternal }]) => values.internal === true || !isInternal,
    );
    for (const [topic, summary] of shown) output.json({ topic, ...summary });
    output.table(
      ['TOPIC', 'PARTITIONS', 'REPLICAS', 'UNDER-REPLICATED', 'RECORDS'],
      shown.map(([topic, row]) => [
        topic,
        String(row.partitionCount),
        String(row.replicationFactor),
        String(row.underReplicatedCount),
        String(row.recordCount),
      ]),
    );
  },
};

export const create: Command = {
  usage: 'TOPIC [options]',
  summary: 'Create a topic',
  options: {
    ...topicOption,
    partitions: { type: 'string', value: 'N', help: 'Partitions (default: the cluster’s)' },
    'replication-factor': { type: 'string', value: 'N', help: 'Replicas (default: the cluster’s)' },
    config: { type: 'string', multiple: true, value: 'KEY=VALUE', help: 'A config; repeatable' },
    'if-not-exists': { type: 'boolean', help: 'An existing topic is no error' },
    ...clusterOptions,
  },
  positionals: { min: 0, max: 1 },
  examples: [
    'rivulet topics create orders --partitions 6 --replication-factor 3',
    'rivulet topics create audit --config cleanup.policy=compact --config retention.ms=-1',
  ],
  run: async (args, output) => {
    const { values } = args;
    const topic = topicOf(args);
    const request = {
      topic,
      partitionCount: integer(values, 'partitions', { min: 1 }),
      replicationFactor: integer(values, 'replication-factor', { min: 1 }),
      configs: pairs(values, 'config'),
    };
    await withExplorer(values, async (handlers) => {
      try {
        await handlers['topics.create'](request);
      } catch (error) {
        const isThere = (error as { readonly code?: string }).code === 'topic-exists';
        if (!isThere || values['if-not-exists'] !== true) throw error;
      }
    });
    output.json({ event: 'topic-created', topic });
    output.text(`Topic ${topic} is created.`);
  },
};

export const describe: Command = {
  usage: 'TOPIC [options]',
  summary: 'Show partitions and configs of a topic',
  options: {
    ...topicOption,
    'all-configs': { type: 'boolean', help: 'Also configs that have their default' },
    ...clusterOptions,
  },
  positionals: { min: 0, max: 1 },
  examples: [
    'rivulet topics describe orders',
    'rivulet topics describe orders --json | jq .partitions',
  ],
  run: async (args, output) => {
    const topic = topicOf(args);
    const detail = await withExplorer(args.values, async (handlers) =>
      handlers['topics.describe']({ topic }),
    );
    const isShown = ({ source }: TopicDetail['configs'][number]) =>
      args.values['all-configs'] === true || source === 'topic';
    const configs = detail.configs.filter(isShown);
    output.json({ ...detail, configs });
    output.text(`Topic ${topic}  id ${detail.topicId}`);
    output.table(
      ['PARTITION', 'LEADER', 'EPOCH', 'REPLICAS', 'ISR', 'START', 'END'],
      detail.partitions.map((row) => [
        String(row.partition),
        row.leader < 0 ? 'none' : String(row.leader),
        String(row.leaderEpoch),
        row.replicas.join(','),
        row.isr.join(','),
        String(row.logStartOffset),
        String(row.highWatermark),
      ]),
    );
    if (configs.length === 0) return;
    output.text('');
    output.table(
      ['CONFIG', 'VALUE', 'SOURCE'],
      configs.map(({ name, value, source, isSensitive }) => [
        name,
        isSensitive ? '(secret)' : (value ?? ''),
        source,
      ]),
    );
  },
};

export const alter: Command = {
  usage: 'TOPIC [options]',
  summary: 'Change configs of a topic, or add partitions',
  options: {
    ...topicOption,
    partitions: { type: 'string', value: 'N', help: 'New number of partitions' },
    'add-config': {
      type: 'string',
      multiple: true,
      value: 'KEY=VALUE,…',
      help: 'Sets configs; values with commas in [brackets]; repeatable',
    },
    'delete-config': {
      type: 'string',
      multiple: true,
      value: 'KEY,…',
      help: 'Puts configs back to their default; repeatable',
    },
    ...clusterOptions,
  },
  positionals: { min: 0, max: 1 },
  examples: [
    'rivulet topics alter orders --add-config retention.ms=60000',
    'rivulet topics alter orders --delete-config retention.ms',
    'rivulet topics alter orders --partitions 12',
  ],
  run: async (args, output) => {
    const { values } = args;
    const topic = topicOf(args);
    const partitionCount = integer(values, 'partitions', { min: 1 });
    const set = Object.assign({}, ...texts(values, 'add-config').map(parseConfigs)) as {
      readonly [name: string]: string;
    };
    const unset = texts(values, 'delete-config').flatMap((word) => word.split(','));
    const hasConfigs = Object.keys(set).length > 0 || unset.length > 0;
    if (!hasConfigs && partitionCount === undefined) {
      throw new UsageError('nothing to change: --add-config, --delete-config or --partitions');
    }
    await withExplorer(values, async (handlers) => {
      if (hasConfigs) await handlers['topics.alterConfigs']({ topic, set, unset });
      if (partitionCount !== undefined) {
        await handlers['topics.addPartitions']({ topic, partitionCount });
      }
    });
    output.json({ event: 'topic-altered', topic });
    output.text(`Topic ${topic} is changed.`);
  },
};

const remove: Command = {
  usage: 'TOPIC [options]',
  summary: 'Delete a topic with all its records',
  options: { ...topicOption, ...clusterOptions },
  positionals: { min: 0, max: 1 },
  examples: ['rivulet topics delete orders'],
  run: async (args, output) => {
    const topic = topicOf(args);
    await withExplorer(args.values, async (handlers) => handlers['topics.delete']({ topic }));
    output.json({ event: 'topic-deleted', topic });
    output.text(`Topic ${topic} is deleted.`);
  },
};
export { remove as delete };

export const recordsDelete: Command = {
  usage: 'TOPIC --partition N --offset N',
  summary: 'Delete the records of a partition before an offset',
  options: {
    ...topicOption,
    partition: { type: 'string', value: 'N', help: 'The partition (default: all)' },
    offset: { type: 'string', value: 'N', help: 'The first offset to keep; -1 deletes all' },
    ...clusterOptions,
  },
  positionals: { min: 0, max: 1 },
  examples: [
    'rivulet topics records-delete orders --partition 0 --offset 1000',
    'rivulet topics records-delete orders --offset -1',
  ],
  run: async (args, output) => {
    const { values } = args;
    const topic = topicOf(args);
    const partition = integer(values, 'partition');
    const offset = integer(values, 'offset', { min: -1 });
    if (offset === undefined) throw new UsageError('--offset is missing');
    const { logStartOffsets } = await withExplorer(values, async (handlers) => {
      const { partitions } = await handlers['topics.describe']({ topic });
      const chosen = partition === undefined ? partitions.map((row) => row.partition) : [partition];
      const before = Object.fromEntries(chosen.map((index) => [index, offset]));
      return handlers['topics.deleteRecords']({ topic, before });
    });
    for (const [index, start] of Object.entries(logStartOffsets)) {
      output.json({ topic, partition: Number(index), logStartOffset: start });
      output.text(`Partition ${index} of ${topic} begins at ${start} now.`);
    }
  },
};

/** The first word or `--topic`. */
function topicOf({ values, positionals }: Arguments): string {
  const topic = positionals[0] ?? text(values, 'topic');
  if (topic === undefined) throw new UsageError('which TOPIC?');
  return topic;
}

function parseConfigs(word: string): { readonly [name: string]: string } {
  const configs = parseConfigWords(word);
  if (configs) return configs;
  throw new UsageError(`--add-config takes KEY=VALUE,…, not ${JSON.stringify(word)}`);
}
