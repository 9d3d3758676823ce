/** `rivulet consume TOPIC`: messages as lines, with or without a consumer group. */
import {
  clusterOptions,
  type Command,
  integer,
  text,
  UsageError,
  type Values,
} from '../command.ts';
import { consumeGroup } from '../consume-group.ts';
import { consumePartitions } from '../consume-partitions.ts';
import { lineFormat } from '../message-format.ts';
import { bootstrapOf } from '../target.ts';
import { parseTimeMs } from '../time-words.ts';

/** Where reading begins. */
export type ConsumeFrom =
  | { readonly at: 'beginning' }
  | { readonly at: 'end' }
  | { readonly at: 'offset'; readonly offset: number }
  | { readonly at: 'timestamp'; readonly timestampMs: number };

export const consume: Command = {
  usage: 'TOPIC [options]',
  summary: 'Print the messages of a topic',
  details:
    'With --json a line is {"topic","partition","offset","timestamp","key","value","headers"};\n' +
    'values that are JSON are given as JSON. In --format, %t %p %o %T %k %v %h %s stand for topic,\n' +
    'partition, offset, timestamp, key, value, headers and size; \\n and \\t as usual.',
  options: {
    from: {
      type: 'string',
      value: 'beginning|end|OFFSET|TIME',
      help: 'Where to begin (default end; with a group: where it stands)',
    },
    partition: { type: 'string', value: 'N', help: 'Only this partition' },
    group: { type: 'string', value: 'GROUP', help: 'As member of a consumer group' },
    max: { type: 'string', value: 'N', help: 'End after so many messages' },
    'until-end': { type: 'boolean', help: 'End where the topic ended at the start' },
    format: { type: 'string', value: 'TEXT', help: 'How a line looks (default %v\\n)' },
    ...clusterOptions,
  },
  positionals: { min: 1, max: 1 },
  examples: [
    'rivulet consume orders --from beginning',
    'rivulet consume orders --from 2026-07-31T09:00:00Z --until-end --json | jq .value',
    "rivulet consume orders --group reporting --format '%p/%o %k %v\\n'",
  ],
  run: async ({ values, positionals }, output) => {
    const [topic = ''] = positionals;
    const from = fromOf(values);
    const partition = integer(values, 'partition');
    const group = text(values, 'group');
    if (group !== undefined && partition !== undefined) {
      throw new UsageError('a group shares out the partitions itself: leave --partition away');
    }
    const options = {
      topic,
      from,
      partition,
      countMax: integer(values, 'max', { min: 1 }) ?? Number.POSITIVE_INFINITY,
      isUntilEnd: values['until-end'] === true,
      print: lineFormat(topic, output, text(values, 'format')),
      signal: untilInterrupted(),
    };
    const bootstrap = await bootstrapOf(values);
    if (group === undefined) await consumePartitions(bootstrap, options);
    else await consumeGroup(bootstrap, group, options);
  },
};

function fromOf(values: Values): ConsumeFrom | undefined {
  const word = text(values, 'from');
  if (word === undefined) return undefined;
  if (word === 'beginning' || word === 'end') return { at: word };
  // Up to 15 digits an offset; a time in milliseconds would be read as one as well.
  if (/^\d{1,15}$/.test(word)) return { at: 'offset', offset: Number(word) };
  return { at: 'timestamp', timestampMs: parseTimeMs(word, '--from') };
}

/** Ctrl-C ends the reading, not the process: a group is left in order. */
function untilInterrupted(): AbortSignal {
  const interrupt = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => interrupt.abort());
  }
  return interrupt.signal;
}
