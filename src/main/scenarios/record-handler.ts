/** One `consume` of a scenario as a function: from a record to a row and to what follows. */
import type { ConsumeDefinition, OutputDefinition } from './definition.ts';
import { baseScope, compile, compileObject, compileRow, compileText } from './expressions.ts';
import type { Evaluate, Scope } from './expressions.ts';
import { type Random, seededRandom } from './seeded-random.ts';
import type { Outgoing, ServiceContext } from './service-context.ts';
import type { Row } from './service-table.ts';

export type IncomingRecord = {
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
  readonly key?: Buffer | null;
  readonly value?: Buffer | null;
};

/** Answers what to produce; null when the service was stopped before the record was handled. */
export type Handler = (record: IncomingRecord) => Promise<readonly Outgoing[] | null>;

type Output = {
  readonly topic: string;
  readonly key: Evaluate<string>;
  readonly value: Evaluate<object>;
};

type WriteRow = (event: unknown, scope: Scope) => Promise<Row | undefined>;

/** Compiles the expressions once. */
export function compileHandler(context: ServiceContext, definition: ConsumeDefinition): Handler {
  const outputs = (definition.produce ?? []).map(compileOutput);
  const writeRow = rowWriter(context, definition);
  return async (record) => {
    const key = record.key?.toString() ?? '';
    const random = seededRandom(context.options.seed, context.service.name, record.topic, key);
    await work(context, definition, random);
    const isGivenUp = await mayFail(context, definition, random);
    if (context.isStopped) return null;
    if (isGivenUp) return [deadLetter(context, definition, record, failureMessage(definition))];
    const event = parseEvent(record.value);
    if (event === undefined) {
      return rejected(context, definition, record, 'The value is no JSON object');
    }
    try {
      const scope = { ...baseScope(random, Date.now()), key };
      const row = await writeRow(event, scope);
      return await Promise.all(outputs.map((output) => produce(output, event, { ...scope, row })));
    } catch (error) {
      const message = (error as { readonly message?: string }).message ?? String(error);
      return rejected(context, definition, record, message);
    }
  };
}

/** The time that the work takes, shorter the faster the scenario runs. */
async function work(
  context: ServiceContext,
  { workMs }: ConsumeDefinition,
  random: Random,
): Promise<void> {
  if (!workMs || context.speed === 'max') return;
  await context.delay((workMs.min + random.next() * (workMs.max - workMs.min)) / context.speed);
}

/** Lets attempts fail as often as the scenario says; true when the last one failed too. */
async function mayFail(
  context: ServiceContext,
  definition: ConsumeDefinition,
  random: Random,
): Promise<boolean> {
  const { failure, topic } = definition;
  if (!failure) return false;
  for (let attempt = 0; random.next() < failure.rate; attempt += 1) {
    if (context.isStopped) return false;
    context.count(topic, 'failedCount');
    context.note(failure.message);
    if (attempt === failure.retries) return true;
    context.count(topic, 'retriedCount');
    await work(context, definition, random);
  }
  return false;
}

function rowWriter(context: ServiceContext, definition: ConsumeDefinition): WriteRow {
  const { store, service } = context;
  if (!definition.row || !service.table) return async () => undefined;
  const evaluateRow = compileRow(definition.row);
  const unless = definition.unless ? compile(definition.unless) : null;
  const keyColumn = service.table.key;
  return async (event, scope) => {
    const row = await evaluateRow(event, scope);
    const key = row[keyColumn] ?? null;
    if (key === null) throw new Error(`The record gives no ${keyColumn}`);
    const existing = store.find(key);
    if (!existing) store.insert(row);
    else if (definition.conflict === 'update') {
      const isLeft = unless && (await unless(event, { ...scope, row: existing })) === true;
      if (!isLeft) store.update(row);
    }
    return store.find(key);
  };
}

function compileOutput({ topic, key, value }: OutputDefinition): Output {
  return { topic, key: compileText(key), value: compileObject(value) };
}

async function produce(output: Output, event: unknown, scope: Scope): Promise<Outgoing> {
  const [key, value] = await Promise.all([output.key(event, scope), output.value(event, scope)]);
  return { topic: output.topic, key, value: JSON.stringify(value) };
}

/** A record that can never be handled: to the dead letters, or dropped where there are none. */
function rejected(
  context: ServiceContext,
  definition: ConsumeDefinition,
  record: IncomingRecord,
  message: string,
): readonly Outgoing[] {
  context.count(definition.topic, 'failedCount');
  context.note(message);
  return definition.failure ? [deadLetter(context, definition, record, message)] : [];
}

function deadLetter(
  context: ServiceContext,
  { topic, failure }: ConsumeDefinition,
  record: IncomingRecord,
  error: string,
): Outgoing {
  context.count(topic, 'deadLetteredCount');
  const { partition, offset, key, value } = record;
  const letter = {
    error,
    service: context.service.name,
    from: { topic, partition, offset: Number(offset) },
    value: value?.toString() ?? null,
  };
  const target = failure?.deadLetter ?? '';
  return { topic: target, key: key?.toString() ?? '', value: JSON.stringify(letter) };
}

function failureMessage({ failure }: ConsumeDefinition): string {
  return failure?.message ?? 'failed';
}

function parseEvent(value: Buffer | null | undefined): object | undefined {
  try {
    const event: unknown = JSON.parse(value?.toString() ?? '');
    return typeof event === 'object' && event !== null ? event : undefined;
  } catch {
    return undefined;
  }
}
