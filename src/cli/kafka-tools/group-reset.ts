/** `kafka-consumer-groups --reset-offsets`. */
import { readFileSync } from 'node:fs';
import type { ResetTarget } from '../../main/contract/groups.ts';
import type { Explorer } from '../../main/explorer/explorer.ts';
import { partitionsOf, topicOf } from '../../main/explorer/metadata.ts';
import { listOffsets, partitionKey } from '../../main/explorer/offsets.ts';
import { parseDurationMs } from '../time-words.ts';
import { renderColumns, usualWidth } from './columns.ts';
import type { Given } from './given.ts';
import { describeGroup, groupsOf } from './group-tables.ts';
import { compareText, stateName } from './group-words.ts';
import type { ToolOutput } from './tool.ts';
import { ToolUsageError } from './usage-error.ts';

const scenarios = [
  'to-offset',
  'shift-by',
  'to-datetime',
  'by-duration',
  'to-earliest',
  'to-latest',
  'to-current',
  'from-file',
] as const;

type NewOffset = {
  readonly group: string;
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
};

/** A topic, or some of its partitions, with where they are to go. */
type Scope = {
  readonly topic: string;
  readonly partitions: readonly number[] | undefined;
  readonly target: ResetTarget;
};

const dryRunWarning =
  'WARN: No action will be performed as the --execute option is missing. In version 5.0, this ' +
  'command will require either --dry-run or --execute to be specified. You should add the ' +
  '--dry-run option explicitly if you are scripting this command and want to keep the current ' +
  'default behavior without prompting.\n';

export async function resetOffsets(
  explorer: Explorer,
  given: Given,
  to: ToolOutput,
): Promise<void> {
  const scenario = given.oneOf(
    scenarios,
    `Option [reset-offsets] requires one of the following scenarios: [${scenarios.join('], [')}]`,
  );
  if (!given.has('execute') && !given.has('dry-run')) to.error(dryRunWarning);
  const rows: NewOffset[] = [];
  for (const group of await groupsOf(explorer, given)) {
    const phase = await phaseOf(explorer, group);
    if (phase !== 'empty' && phase !== 'dead') {
      to.out(
        `\nError: Assignments can only be reset if the group '${group}' is inactive, but the ` +
          `current state is ${stateName(phase)}.\n`,
      );
      continue;
    }
    for (const scope of await scopesOf(explorer, given, group, scenario)) {
      await warnOfEmpty(explorer, scope, to);
      if (scenario === 'shift-by') await assertCommitted(explorer, group, scope);
      const { offsets } = await explorer.handlers()['groups.resetOffsets']({
        groupId: group,
        ...scope,
        isDryRun: !given.has('execute'),
      });
      for (const [partition, offset] of Object.entries(offsets)) {
        rows.push({ group, topic: scope.topic, partition: Number(partition), offset });
      }
    }
  }
  rows.sort((a, b) => compareText(a.topic, b.topic) || a.partition - b.partition);
  to.out(given.has('export') ? csvOf(rows, given) : tableOf(rows));
}

/** A group that is not there yet may be given offsets, as Kafka's tool does. */
async function phaseOf(explorer: Explorer, group: string) {
  const { groups } = await explorer.handlers()['groups.list'](undefined);
  return groups[group]?.phase ?? 'dead';
}

/** Where no record is as new as the time that was asked for, the group goes to the end. */
async function warnOfEmpty({ link }: Explorer, scope: Scope, to: ToolOutput): Promise<void> {
  const { topic: name, target } = scope;
  if (target.to !== 'timestamp') return;
  const topic = topicOf(await link.metadata({ isFresh: true }), name);
  const names = partitionsOf(topic, scope.partitions).map(({ partition }) => ({
    topic: name,
    partition,
  }));
  const found = await listOffsets(link, names, BigInt(Math.trunc(target.timestampMs)));
  for (const { partition } of names) {
    if ((found.get(partitionKey({ topic: name, partition })) ?? -1) >= 0) continue;
    to.out(
      `\nWarn: Partition ${partition} from topic ${name} is empty. ` +
        'Falling back to latest known offset.\n',
    );
  }
}

async function assertCommitted(explorer: Explorer, group: string, scope: Scope): Promise<void> {
  const { offsets } = await describeGroup(explorer, group);
  const missing = (scope.partitions ?? []).find(
    (partition) =>
      (offsets[partitionKey({ topic: scope.topic, partition })]?.committedOffset ?? null) === null,
  );
  if (missing === undefined) return;
  throw new ToolUsageError(
    `Cannot shift offset for partition ${scope.topic}-${missing} since there is no current committed offset`,
  );
}

async function scopesOf(
  explorer: Explorer,
  given: Given,
  group: string,
  scenario: (typeof scenarios)[number],
): Promise<readonly Scope[]> {
  if (scenario === 'from-file') return readFile(given, group);
  const target = targetOf(given, scenario);
  if (given.has('all-topics')) {
    const { offsets } = await describeGroup(explorer, group);
    const committed = Object.values(offsets).filter(
      ({ committedOffset }) => committedOffset !== null,
    );
    const topics = Map.groupBy(committed, ({ topic }) => topic);
    return [...topics].map(([topic, rows]) => ({
      topic,
      partitions: rows.map(({ partition }) => partition),
      target,
    }));
  }
  if (!given.has('topic')) {
    throw new ToolUsageError('One of the reset scopes should be defined: --all-topics, --topic.');
  }
  return given.texts('topic').map((word) => ({ ...readTopic(word), target }));
}

function targetOf(given: Given, scenario: (typeof scenarios)[number]): ResetTarget {
  switch (scenario) {
    case 'to-earliest':
      return { to: 'earliest' };
    case 'to-latest':
      return { to: 'latest' };
    case 'to-offset':
      return { to: 'offset', offset: given.integer('to-offset') ?? 0 };
    case 'shift-by':
      return { to: 'shift-by', by: given.integer('shift-by') ?? 0 };
    case 'to-datetime':
      return { to: 'timestamp', timestampMs: readTime(given.text('to-datetime') ?? '') };
    case 'by-duration':
      return {
        to: 'timestamp',
        timestampMs: Date.now() - parseDurationMs(given.text('by-duration') ?? ''),
      };
    default:
      return { to: 'shift-by', by: 0 };
  }
}

/** A time without a zone is UTC, as in Kafka's tool. */
function readTime(text: string): number {
  const hasZone = /(?:Z|[+-]\d{2}:?\d{2})$/i.test(text);
  const timeMs = Date.parse(hasZone ? text : `${text}Z`);
  if (Number.isFinite(timeMs)) return timeMs;
  throw new ToolUsageError(`Unparseable date: "${text}"`);
}

/** `orders`, or `orders:0,2`. */
export function readTopic(word: string): Pick<Scope, 'topic' | 'partitions'> {
  const [topic = '', list, ...rest] = word.split(':');
  if (list === undefined) return { topic, partitions: undefined };
  if (rest.length > 0) {
    throw new ToolUsageError(`Invalid topic arg '${word}', expected topic name and partitions`);
  }
  const partitions = list.split(',').map((text) => {
    if (/^\d+$/.test(text)) return Number(text);
    throw new ToolUsageError(`Invalid partition '${text}' specified in topic arg '${word}''`);
  });
  return { topic, partitions };
}

/** Lines of `topic,partition,offset`, or `group,topic,partition,offset`. */
function readFile(given: Given, group: string): readonly Scope[] {
  const file = given.text('from-file') ?? '';
  const lines = readFileSync(file, 'utf8').split(/\r?\n/);
  return lines.flatMap((line, index) => {
    if (line.trim() === '') return [];
    const cells = line.split(',');
    const [topic = '', partition = '', offset = ''] = cells.slice(-3);
    if (cells.length < 3 || !/^\d+$/.test(partition) || !/^\d+$/.test(offset)) {
      throw new ToolUsageError(`${file}, line ${index + 1}: expected topic,partition,offset`);
    }
    if (cells.length > 3 && cells[0] !== group) return [];
    const target = { to: 'offset', offset: Number(offset) } as const;
    return [{ topic, partitions: [Number(partition)], target }];
  });
}

function tableOf(rows: readonly NewOffset[]): string {
  const cells = rows.map(({ group, topic, partition, offset }) => [
    group,
    topic,
    String(partition),
    String(offset),
  ]);
  const columns = [
    ['GROUP', usualWidth],
    ['TOPIC', usualWidth],
    ['PARTITION', 10],
    ['NEW-OFFSET', null],
  ] as const;
  return `\n${renderColumns(columns, cells, ['GROUP', 'TOPIC'])}`;
}

/** With several groups each line begins with its group. */
function csvOf(rows: readonly NewOffset[], given: Given): string {
  const isSingle = given.texts('group').length === 1;
  const lines = rows.map(({ group, topic, partition, offset }) =>
    [...(isSingle ? [] : [group]), topic, partition, offset].join(','),
  );
  return `${lines.map((line) => `${line}\n`).join('')}\n`;
}
