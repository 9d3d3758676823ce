/** Blocks that write records. The event itself goes on as it was. */
import type { z } from 'zod';
import type { leaf } from '../../../scenario/definition/blocks.ts';
import type { Evaluate } from '../expressions/expressions.ts';
import type { Scope } from '../expressions/scope.ts';
import { andThen, type Soon } from '../expressions/soon.ts';
import type { Make } from './compile.ts';
import type { Draft, Tools } from './tools.ts';

type Leaf = z.infer<typeof leaf>;
export type BlockOf<Name extends string> =
  Extract<Leaf, { readonly [name in Name]: unknown }> extends {
    readonly [name in Name]: infer Definition;
  }
    ? Definition
    : never;
type RecordDefinition = Omit<BlockOf<'produce'>, 'topic'>;

/** How a record is made of an event; its topic comes later. */
export type MakeRecord = (
  event: unknown,
  scope: Scope,
) => Soon<Pick<Draft, 'key' | 'value' | 'headers' | 'timestampMs'>>;

export function compileRecord(definition: RecordDefinition, { expressions }: Tools): MakeRecord {
  const { key, value, headers, timestamp } = definition;
  const makeKey: Evaluate<string | null> =
    key === undefined ? (_event, { moment }) => moment.key : expressions.text(key);
  const makeValue: Evaluate = value === undefined ? (event) => event : expressions.object(value);
  const makeHeaders = headers ? expressions.object(headers) : null;
  const makeTime = timestamp === undefined ? null : expressions.value(timestamp);
  if (!makeHeaders && !makeTime) {
    return (event, scope) =>
      andThen(makeKey(event, scope), (madeKey) =>
        andThen(makeValue(event, scope), (madeValue) => ({
          key: madeKey,
          value: madeValue,
          headers: [],
        })),
      );
  }
  return (event, scope) =>
    andThen(makeKey(event, scope), (madeKey) =>
      andThen(makeValue(event, scope), (madeValue) =>
        andThen(makeHeaders?.(event, scope), (madeHeaders) =>
          andThen(makeTime?.(event, scope), (time) => ({
            key: madeKey,
            value: madeValue,
            headers: toHeaders(madeHeaders),
            timestampMs: toTime(time),
          })),
        ),
      ),
    );
}

function toHeaders(value: unknown): Draft['headers'] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).map(([name, content]) => [
    name,
    typeof content === 'string' ? content : JSON.stringify(content),
  ]);
}

function toTime(value: unknown): number | undefined {
  if (value === undefined || value === null) return undefined;
  const timeMs = typeof value === 'string' ? Date.parse(value) : Number(value);
  if (!Number.isFinite(timeMs) || timeMs < 0) {
    throw new Error(`The timestamp ${JSON.stringify(value)} is no time in milliseconds`);
  }
  return Math.floor(timeMs);
}

export function produceBlock(definition: BlockOf<'produce'>, tools: Tools): Make {
  return recordBlock(definition, () => definition.topic, false, tools);
}

export function outboxBlock(definition: BlockOf<'outbox'>, tools: Tools): Make {
  tools.needOutbox();
  return recordBlock(definition, () => definition.topic, true, tools);
}

export function routeBlock(definition: BlockOf<'route'>, tools: Tools): Make {
  const choose = tools.expressions.text(definition.to);
  const topics = new Set(definition.topics);
  const check = (topic: string) => {
    if (topics.has(topic)) return topic;
    throw new Error(`route: ${topic || 'nothing'} is none of ${[...topics].join(', ')}`);
  };
  const to: Evaluate<string> = (event, scope) => andThen(choose(event, scope), check);
  return recordBlock(definition, to, false, tools);
}

function recordBlock(
  definition: RecordDefinition,
  topicOf: Evaluate<string>,
  isOutboxed: boolean,
  tools: Tools,
): Make {
  const make = compileRecord(definition, tools);
  return (next) => (event, scope, attempt) =>
    andThen(topicOf(event, scope), (topic) =>
      andThen(make(event, scope), (record) => {
        if (record.value === undefined) throw new Error(`There is no value to write to ${topic}`);
        const draft = { topic, isOutboxed: isOutboxed || attempt.isOutboxed, ...record };
        attempt.drafts.push(draft);
        return next(event, scope, attempt);
      }),
    );
}
