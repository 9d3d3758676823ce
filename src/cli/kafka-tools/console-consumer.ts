/** `kafka-console-consumer`: prints the records of a topic, as a member of a group or of one partition. */
import { once } from 'node:events';
import {
  consumeInGroup,
  type GroupMember,
  type GroupMessage,
} from '../../main/explorer/group-consumer.ts';
import { KafkaLink } from '../../main/explorer/kafka-link.ts';
import { consumePartitions } from '../consume-partitions.ts';
import { describeResources } from './config-resources.ts';
import { bootstrapOfTool, readProperties } from './connect.ts';
import type { Given } from './given.ts';
import { toolOptions } from './options.ts';
import { type PrintedRecord, type RecordFormat, recordFormat } from './record-format.ts';
import type { KafkaTool, ToolOutput } from './tool.ts';
import { nameExpression } from './topics.ts';
import { ToolUsageError } from './usage-error.ts';

const defaultFormatter = 'org.apache.kafka.tools.consumer.DefaultMessageFormatter';

export const consoleConsumer: KafkaTool = {
  summary: 'This tool helps to read data from Kafka topics and outputs it to standard output.',
  options: {
    ...toolOptions,
    topic: { value: 'TOPIC', help: 'The topic to read' },
    include: { value: 'REGEX', help: 'All topics whose whole name fits' },
    partition: { value: 'N', help: 'Only this partition, without a group' },
    offset: { value: 'OFFSET|earliest|latest', help: 'Where in the partition to begin' },
    group: { value: 'GROUP', help: 'The group to join (default: one of its own)' },
    'from-beginning': { help: 'Begin with the first record where the group has no offset' },
    'max-messages': { value: 'N', help: 'End after so many records' },
    'timeout-ms': { value: 'MS', help: 'End when no record comes for so long' },
    'formatter-property': { value: 'NAME=VALUE', help: 'print.key=true, key.separator=…, …' },
    property: { value: 'NAME=VALUE', help: 'Deprecated: use --formatter-property' },
    'formatter-config': { value: 'FILE', help: 'A properties file for the formatter' },
    formatter: { value: 'CLASS', help: `Only ${defaultFormatter}` },
    'key-deserializer': { value: 'CLASS', help: 'Of Kafka’s own types' },
    'value-deserializer': { value: 'CLASS', help: 'Of Kafka’s own types' },
    'isolation-level': { value: 'LEVEL', help: 'read_committed or read_uncommitted (default)' },
    'command-property': { value: 'NAME=VALUE', help: 'client.id, group.id, auto.offset.reset' },
    'consumer-property': { value: 'NAME=VALUE', help: 'Deprecated: use --command-property' },
    'skip-message-on-error': { help: 'Go on when a record cannot be printed' },
  },
  run: async (given, to) => {
    given.oneOf(
      ['topic', 'include'],
      'Exactly one of the following arguments is required: [topic], [include]',
    );
    const options = readConsumerOptions(given, to);
    const bootstrap = await bootstrapOfTool(given);
    const state = { count: 0 };
    const stop = stopSignals();
    try {
      if (options.partition === undefined) await readGroup(bootstrap, options, to, state, stop);
      else await readPartition(bootstrap, options, to, state, stop);
    } catch (error) {
      if (!(error instanceof NothingCame)) throw error;
      to.error('org.apache.kafka.common.errors.TimeoutException\n');
    }
    to.error(`Processed a total of ${state.count} messages\n`);
    return 0;
  },
};

type ConsumerOptions = {
  readonly topic: string | undefined;
  readonly include: RegExp | undefined;
  readonly partition: number | undefined;
  readonly from:
    | { readonly at: 'beginning' | 'end' }
    | { readonly at: 'offset'; readonly offset: number };
  readonly groupId: string | undefined;
  readonly clientId: string;
  readonly countMax: number;
  readonly timeoutMs: number;
  readonly isCommittedOnly: boolean;
  readonly format: RecordFormat;
};

type State = { count: number };

class NothingCame extends Error {}

function readConsumerOptions(given: Given, to: ToolOutput): ConsumerOptions {
  const formatter = given.text('formatter');
  if (formatter !== undefined && formatter !== defaultFormatter) {
    throw new ToolUsageError(`${formatter} is not known here; only ${defaultFormatter} is`);
  }
  if (given.has('property')) {
    to.out(
      'Option --property is deprecated and will be removed in a future version. ' +
        'Use --formatter-property instead.\n',
    );
  }
  const own = given.properties('consumer-property', 'command-property');
  const file = given.text('formatter-config');
  const properties = {
    ...(given.has('key-deserializer') && {
      'key.deserializer': given.text('key-deserializer') ?? '',
    }),
    ...(given.has('value-deserializer') && {
      'value.deserializer': given.text('value-deserializer') ?? '',
    }),
    ...(file !== undefined && readProperties(file)),
    ...given.properties('property', 'formatter-property'),
  };
  const isFromBeginning = given.has('from-beginning') || own['auto.offset.reset'] === 'earliest';
  const partition = given.integer('partition');
  if (given.has('offset') && partition === undefined) {
    throw new ToolUsageError('The partition is required when offset is specified.');
  }
  const include = given.text('include');
  const isolation = given.text('isolation-level') ?? own['isolation.level'] ?? 'read_uncommitted';
  if (!/^read_(un)?committed$/i.test(isolation)) {
    throw new ToolUsageError(`Invalid isolation level ${isolation}`);
  }
  return {
    topic: given.text('topic'),
    include: include === undefined ? undefined : nameExpression(include),
    partition,
    from: readOffset(given.text('offset')) ?? { at: isFromBeginning ? 'beginning' : 'end' },
    groupId: given.text('group') ?? own['group.id'],
    clientId: own['client.id'] ?? 'console-consumer',
    countMax: given.integer('max-messages') ?? Number.POSITIVE_INFINITY,
    timeoutMs: given.integer('timeout-ms') ?? Number.POSITIVE_INFINITY,
    isCommittedOnly: isolation.toLowerCase() === 'read_committed',
    format: recordFormat(properties),
  };
}

function readOffset(text: string | undefined): ConsumerOptions['from'] | undefined {
  if (text === undefined) return undefined;
  if (text.toLowerCase() === 'earliest') return { at: 'beginning' };
  if (text.toLowerCase() === 'latest') return { at: 'end' };
  if (/^\d{1,15}$/.test(text)) return { at: 'offset', offset: Number(text) };
  throw new ToolUsageError(
    `The provided offset value '${text}' is incorrect. Valid values are 'earliest', 'latest', or a non-negative long.`,
  );
}

async function readPartition(
  bootstrap: string,
  options: ConsumerOptions,
  to: ToolOutput,
  state: State,
  stop: AbortController,
): Promise<void> {
  let timer = startTimer(options, stop);
  await consumePartitions(bootstrap, {
    topic: options.topic ?? '',
    from: options.from,
    partition: options.partition,
    countMax: options.countMax,
    isUntilEnd: false,
    signal: stop.signal,
    print: (record) => {
      clearTimeout(timer);
      timer = startTimer(options, stop);
      state.count += 1;
      return to.out(options.format(record));
    },
  });
  clearTimeout(timer);
  if (stop.signal.reason instanceof NothingCame) throw stop.signal.reason;
}

async function readGroup(
  bootstrap: string,
  options: ConsumerOptions,
  to: ToolOutput,
  state: State,
  stop: AbortController,
): Promise<void> {
  const { topics, appendTopics } = await topicsOf(bootstrap, options);
  const isOwnGroup = options.groupId === undefined;
  const groupId = options.groupId ?? `console-consumer-${Math.floor(Math.random() * 100_000)}`;
  let timer = startTimer(options, stop);
  const consume = async ({ messages, commit }: GroupMember): Promise<boolean> => {
    const stopped = aborted(stop.signal);
    const printed = new Map<string, GroupMessage>();
    // What was printed is committed when reading ends or is idle; a group of its own never.
    while (!stop.signal.aborted && state.count < options.countMax) {
      const result = await Promise.race([messages.next(), stopped]);
      if (result.done === true) break;
      const message = result.value;
      clearTimeout(timer);
      timer = startTimer(options, stop);
      state.count += 1;
      const isTaken = to.out(options.format(recordOf(message, appendTopics.has(message.topic))));
      printed.set(`${message.topic}-${message.partition}`, message);
      if (!isTaken) await once(process.stdout, 'drain', { signal: stop.signal }).catch(() => {});
    }
    if (!isOwnGroup) await commit([...printed.values()]);
    return true;
  };
  await consumeInGroup(
    {
      bootstrap,
      groupId,
      clientId: options.clientId,
      topics,
      fallback: options.from.at === 'beginning' ? 'earliest' : 'latest',
      isCommittedOnly: options.isCommittedOnly,
      signal: stop.signal,
    },
    consume,
  );
  clearTimeout(timer);
  if (stop.signal.reason instanceof NothingCame) throw stop.signal.reason;
}

/** The topics to read, and those whose timestamps the broker sets. */
async function topicsOf(bootstrap: string, { topic, include }: ConsumerOptions) {
  const link = new KafkaLink(bootstrap, 'console-consumer');
  try {
    const known = [...(await link.metadata({ isFresh: true })).topics.keys()];
    const topics = include ? known.filter((name) => include.test(name)) : [topic ?? ''];
    if (topics.length === 0) throw new Error('No topic fits --include');
    const described = await describeResources(
      link,
      'any',
      'topic',
      topics.filter((name) => known.includes(name)),
    );
    const appendTopics = [...described].filter(([, configs]) =>
      configs.some(
        ({ name, value }) => name === 'message.timestamp.type' && value === 'LogAppendTime',
      ),
    );
    return { topics, appendTopics: new Set(appendTopics.map(([name]) => name)) };
  } finally {
    await link.close();
  }
}

function recordOf(message: GroupMessage, isAppendTime: boolean): PrintedRecord {
  return {
    partition: message.partition,
    offset: Number(message.offset),
    timestampMs: Number(message.timestamp),
    timestampType: isAppendTime ? 'append' : 'create',
    key: message.key ?? null,
    value: message.value ?? null,
    headers: message.headerEntries,
  };
}

function startTimer({ timeoutMs }: ConsumerOptions, stop: AbortController) {
  if (!Number.isFinite(timeoutMs)) return undefined;
  return setTimeout(() => stop.abort(new NothingCame()), timeoutMs);
}

function aborted(signal: AbortSignal): Promise<{ readonly done: true }> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve({ done: true });
    signal.addEventListener('abort', () => resolve({ done: true }), { once: true });
  });
}

/** Ctrl-C ends the reading, not the process: the group is left in order. */
function stopSignals(): AbortController {
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
  return stop;
}
