/** `rivulet produce TOPIC`: one message per line of stdin. */
import { createInterface } from 'node:readline';
import type { ProduceParams } from '../../main/contract/messages.ts';
import { clusterOptions, type Command, integer, pairs, text, UsageError } from '../command.ts';
import type { Values } from '../command.ts';
import { withExplorer } from '../with-explorer.ts';

/** What a line gives beyond the options. */
type LineMessage = Pick<ProduceParams, 'key' | 'value' | 'headers' | 'partition'>;

/** Lines on their way to the cluster at once; their order is kept per line of stdin. */
const batchCountMax = 500;

export const produce: Command = {
  usage: 'TOPIC [options]',
  summary: 'Send lines from stdin to a topic, one message each',
  details:
    'With --json-lines a line is {"key":…,"value":…,"headers":{…},"partition":…}, as\n' +
    'rivulet consume --json prints it. With --json the first offset of each partition of each\n' +
    'acknowledged batch is printed.',
  options: {
    key: { type: 'string', value: 'KEY', help: 'The key of every message' },
    'key-separator': {
      type: 'string',
      value: 'TEXT',
      help: 'Lines are KEY, this text, VALUE (such as :)',
    },
    header: { type: 'string', multiple: true, value: 'NAME=VALUE', help: 'A header; repeatable' },
    partition: { type: 'string', value: 'N', help: 'To this partition' },
    'json-lines': { type: 'boolean', help: 'Lines are JSON objects' },
    'null-value': { type: 'string', value: 'TEXT', help: 'Lines that stand for a tombstone' },
    ...clusterOptions,
  },
  positionals: { min: 1, max: 1 },
  examples: [
    'echo hello | rivulet produce greetings',
    'echo "order-1:{\\"amount\\":5}" | rivulet produce orders --key-separator :',
    'rivulet consume orders --from beginning --until-end --json | rivulet produce copy --json-lines',
  ],
  run: async ({ values, positionals }, output) => {
    const [topic = ''] = positionals;
    const parse = lineParser(values);
    const partition = integer(values, 'partition');
    const headers = Object.entries(pairs(values, 'header')).map(([name, value]) => ({
      name,
      value,
    }));
    const sentCount = await withExplorer(values, async (_handlers, { producer }) => {
      let count = 0;
      let lineNumber = 0;
      let pending: ProduceParams[] = [];
      const flush = async () => {
        const batch = pending;
        pending = [];
        const produced = await producer.produceAll(batch);
        count += batch.length;
        for (const position of produced) output.json({ topic, ...position });
      };
      for await (const line of createInterface({ input: process.stdin })) {
        lineNumber += 1;
        const message = parse(line, lineNumber);
        pending.push({
          topic,
          ...message,
          partition: message.partition ?? partition,
          headers: [...headers, ...(message.headers ?? [])],
        });
        // Lines typed by a person go out at once; a file goes out in batches.
        if (pending.length >= batchCountMax || process.stdin.isTTY) await flush();
      }
      await flush();
      return count;
    });
    output.note(`${sentCount} ${sentCount === 1 ? 'message' : 'messages'} sent to ${topic}`);
  },
};

function lineParser(values: Values): (line: string, lineNumber: number) => LineMessage {
  const separator = text(values, 'key-separator');
  const key = text(values, 'key');
  const nullValue = text(values, 'null-value');
  if (values['json-lines'] === true) return parseJsonLine;
  if (separator === '') throw new UsageError('--key-separator takes at least one character');
  return (line, lineNumber) => {
    const at = separator === undefined ? -1 : line.indexOf(separator);
    if (separator !== undefined && at < 0) {
      throw new Error(`line ${lineNumber}: there is no ${separator} between key and value`);
    }
    const ownKey = at < 0 ? key : line.slice(0, at);
    const value = at < 0 ? line : line.slice(at + (separator?.length ?? 0));
    return {
      ...(ownKey !== undefined && { key: { text: ownKey } }),
      value: value === nullValue ? null : { text: value },
    };
  };
}

function parseJsonLine(line: string, lineNumber: number): LineMessage {
  let parsed: unknown;
  try {
    parsed = JSON.parse(line);
  } catch (error) {
    throw new Error(`line ${lineNumber}: ${(error as Error).message}`, { cause: error });
  }
  if (typeof parsed !== 'object' || parsed === null || !('value' in parsed)) {
    throw new Error(`line ${lineNumber}: expected {"value":…}, found ${line.slice(0, 60)}`);
  }
  const { key, value, headers, partition } = parsed as {
    readonly key?: unknown;
    readonly value: unknown;
    readonly headers?: { readonly [name: string]: unknown };
    readonly partition?: unknown;
  };
  return {
    ...(key != null && { key: { text: asText(key) } }),
    value: value === null ? null : { text: asText(value) },
    headers: Object.entries(headers ?? {}).map(([name, text_]) => ({ name, value: asText(text_) })),
    ...(Number.isInteger(partition) && { partition: partition as number }),
  };
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
