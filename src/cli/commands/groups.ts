/** `rivulet groups …`: as kafka-consumer-groups, plus lag in seconds. */
import type { GroupDetail, ResetTarget } from '../../main/contract/groups.ts';
import {
  type Arguments,
  clusterOptions,
  type Command,
  integer,
  text,
  texts,
  UsageError,
  type Values,
} from '../command.ts';
import { parseDurationMs, parseTimeMs } from '../time-words.ts';
import { withExplorer } from '../with-explorer.ts';

const groupOption = {
  group: { type: 'string', value: 'GROUP', help: 'The group, instead of the first word' },
} as const;

export const list: Command = {
  usage: '[options]',
  summary: 'List consumer groups',
  options: clusterOptions,
  positionals: { min: 0, max: 0 },
  examples: ['rivulet groups list', 'rivulet groups list --json | jq -r .group'],
  run: async ({ values }, output) => {
    const { groups } = await withExplorer(values, async (handlers) =>
      handlers['groups.list'](undefined),
    );
    const rows = Object.entries(groups).sort(([left], [right]) => (left < right ? -1 : 1));
    for (const [group, summary] of rows) output.json({ group, ...summary });
    output.table(
      ['GROUP', 'STATE', 'MEMBERS', 'LAG', 'COORDINATOR', 'TOPICS'],
      rows.map(([group, row]) => [
        group,
        row.phase,
        String(row.memberCount),
        String(row.lag),
        String(row.coordinatorId),
        row.topics.join(','),
      ]),
    );
  },
};

export const describe: Command = {
  usage: 'GROUP [options]',
  summary: 'Show members, committed offsets and lag of a group',
  options: { ...groupOption, ...clusterOptions },
  positionals: { min: 0, max: 1 },
  examples: [
    'rivulet groups describe payment-service',
    'rivulet groups describe g --json | jq .lag',
  ],
  run: async (args, output) => {
    const groupId = groupOf(args);
    const group = await withExplorer(args.values, async (handlers) =>
      handlers['groups.describe']({ groupId }),
    );
    output.json({
      ...group,
      members: Object.values(group.members),
      offsets: Object.values(group.offsets),
    });
    const { phase, coordinatorId, lag, lagS } = group;
    output.text(
      `Group ${groupId}  ${phase}  coordinator ${coordinatorId}  ` +
        `lag ${lag} records${lagS === null ? '' : `, ${lagS} s`}`,
    );
    output.table(
      ['TOPIC', 'PARTITION', 'COMMITTED', 'END', 'LAG', 'LAG S', 'MEMBER', 'HOST'],
      Object.values(group.offsets).map((row) => offsetRow(group, row)),
    );
  },
};

export const resetOffsets: Command = {
  usage: 'GROUP --topic TOPIC[:0,1] TARGET [--execute]',
  summary: 'Set the committed offsets of a group without members',
  details: 'Shows what would be committed; --execute commits it.',
  options: {
    ...groupOption,
    topic: { type: 'string', multiple: true, value: 'TOPIC[:0,1]', help: 'Topic; repeatable' },
    'all-topics': { type: 'boolean', help: 'All topics that the group has committed' },
    'to-earliest': { type: 'boolean', help: 'To the beginning' },
    'to-latest': { type: 'boolean', help: 'To the end' },
    'to-offset': { type: 'string', value: 'N', help: 'To this offset' },
    'to-datetime': { type: 'string', value: 'TIME', help: 'To the first record at or after it' },
    'by-duration': { type: 'string', value: 'PT1H30M', help: 'To a time so long ago' },
    'shift-by': { type: 'string', value: 'N', help: 'Forwards, or backwards when negative' },
    'dry-run': { type: 'boolean', help: 'Only show (default)' },
    execute: { type: 'boolean', help: 'Commit' },
    ...clusterOptions,
  },
  positionals: { min: 0, max: 1 },
  examples: [
    'rivulet groups reset-offsets payment-service --topic orders --to-earliest --execute',
    'rivulet groups reset-offsets g --topic orders:0,1 --to-datetime 2026-07-31T09:00:00Z',
    'rivulet groups reset-offsets g --all-topics --shift-by -10',
  ],
  run: async (args, output) => {
    const { values } = args;
    const groupId = groupOf(args);
    const target = targetOf(values);
    const isDryRun = values.execute !== true;
    if (!isDryRun && values['dry-run'] === true) {
      throw new UsageError('--dry-run and --execute exclude each other');
    }
    const rows: (readonly [string, string, number])[] = [];
    await withExplorer(values, async (handlers) => {
      const topics = await topicsOf(values, async () => handlers['groups.describe']({ groupId }));
      for (const { topic, partitions } of topics) {
        const request = { groupId, topic, partitions, target, isDryRun };
        const { offsets } = await handlers['groups.resetOffsets'](request);
        for (const [partition, offset] of Object.entries(offsets)) {
          rows.push([topic, partition, offset]);
        }
      }
    });
    for (const [topic, partition, offset] of rows) {
      output.json({ group: groupId, topic, partition: Number(partition), offset, isDryRun });
    }
    output.table(
      ['TOPIC', 'PARTITION', 'NEW OFFSET'],
      rows.map(([topic, partition, offset]) => [topic, partition, String(offset)]),
    );
    if (isDryRun) output.note('Nothing is committed yet: add --execute.');
  },
};

export const remove: Command = {
  usage: 'GROUP [options]',
  summary: 'Delete a group without members',
  options: { ...groupOption, ...clusterOptions },
  positionals: { min: 0, max: 1 },
  examples: ['rivulet groups delete payment-service'],
  run: async (args, output) => {
    const groupId = groupOf(args);
    await withExplorer(args.values, async (handlers) => handlers['groups.delete']({ groupId }));
    output.json({ event: 'group-deleted', group: groupId });
    output.text(`Group ${groupId} is deleted.`);
  },
};

function offsetRow(group: GroupDetail, row: GroupDetail['offsets'][string]): readonly string[] {
  const member = row.memberId === null ? undefined : group.members[row.memberId];
  return [
    row.topic,
    String(row.partition),
    String(row.committedOffset ?? '-'),
    String(row.logEndOffset),
    String(row.lag ?? '-'),
    String(row.lagS ?? '-'),
    member?.clientId ?? '-',
    member?.host ?? '-',
  ];
}

function groupOf({ values, positionals }: Arguments): string {
  const group = positionals[0] ?? text(values, 'group');
  if (group === undefined) throw new UsageError('which GROUP?');
  return group;
}

/** Exactly one target. */
function targetOf(values: Values): ResetTarget {
  const targets: ResetTarget[] = [];
  if (values['to-earliest'] === true) targets.push({ to: 'earliest' });
  if (values['to-latest'] === true) targets.push({ to: 'latest' });
  const offset = integer(values, 'to-offset');
  if (offset !== undefined) targets.push({ to: 'offset', offset });
  const by = integer(values, 'shift-by', { min: Number.MIN_SAFE_INTEGER });
  if (by !== undefined) targets.push({ to: 'shift-by', by });
  const time = text(values, 'to-datetime');
  if (time !== undefined) {
    targets.push({ to: 'timestamp', timestampMs: parseTimeMs(time, '--to-datetime') });
  }
  const duration = text(values, 'by-duration');
  if (duration !== undefined) {
    targets.push({ to: 'timestamp', timestampMs: Date.now() - parseDurationMs(duration) });
  }
  const [target] = targets;
  if (target !== undefined && targets.length === 1) return target;
  throw new UsageError(
    'exactly one of --to-earliest, --to-latest, --to-offset, --to-datetime, --by-duration, --shift-by',
  );
}

type TopicChoice = { readonly topic: string; readonly partitions: readonly number[] | undefined };

async function topicsOf(
  values: Values,
  describeGroup: () => Promise<GroupDetail>,
): Promise<readonly TopicChoice[]> {
  const given = texts(values, 'topic');
  if (given.length > 0) return given.map(parseTopicChoice);
  if (values['all-topics'] !== true) throw new UsageError('which --topic, or --all-topics?');
  const { offsets } = await describeGroup();
  const topics = new Set(Object.values(offsets).map(({ topic }) => topic));
  return [...topics].map((topic) => ({ topic, partitions: undefined }));
}

/** `orders`, or `orders:0,2`. */
function parseTopicChoice(word: string): TopicChoice {
  const [topic = '', list] = word.split(':');
  if (list === undefined) return { topic, partitions: undefined };
  if (!/^\d+(,\d+)*$/.test(list)) {
    throw new UsageError(`--topic takes TOPIC or TOPIC:0,1, not ${JSON.stringify(word)}`);
  }
  return { topic, partitions: list.split(',').map(Number) };
}
