/**
 * The half of a service that makes events out of nothing: so many a second, from a seed. Each
 * goes into the service's table and its outbox in one transaction and leaves the outbox when
 * Kafka acknowledged it, so that what the table says was placed was placed.
 */
import type { GenerateDefinition } from './definition.ts';
import { baseScope, compileLet, compileObject, compileRow, compileText } from './expressions.ts';
import { seededRandom } from './seeded-random.ts';
import type { ServiceContext } from './service-context.ts';
import type { OutboxEntry, Row } from './service-table.ts';

type Generated = { readonly entry: OutboxEntry; readonly row: Row | null };

const tickMs = 20;
const batchCountMax = 200;

/** Generates until the service is stopped, or the run finishes, or its limit is reached. */
export async function runGenerator(
  context: ServiceContext,
  generate: GenerateDefinition,
): Promise<void> {
  const { store, options } = context;
  const makeOne = maker(context, generate);
  if (!(await flush(context, generate, store.outbox()))) return;
  const limit = options.limit ?? Number.POSITIVE_INFINITY;
  let count = store.generatedCount();
  // What is due grows with time; a change of speed does not touch what was due already.
  let due = 0;
  let lastMs = Date.now();
  while (!context.isStopped && !context.isFinishing && count < limit) {
    const nowMs = Date.now();
    due = nextDue(context, generate, due, nowMs - lastMs);
    lastMs = nowMs;
    const batchCount = Math.min(Math.floor(due), batchCountMax, limit - count);
    if (batchCount < 1) {
      await context.delay(tickMs);
      continue;
    }
    const made: Generated[] = [];
    for (let index = 1; index <= batchCount; index += 1) made.push(await makeOne(count + index));
    store.transaction(() => {
      for (const { row } of made) if (row) store.insert(row);
      store.addToOutbox(made.map(({ entry }) => entry));
    });
    count += batchCount;
    due -= batchCount;
    if (
      !(await flush(
        context,
        generate,
        made.map(({ entry }) => entry),
      ))
    )
      return;
    if (context.speed !== 'max') await context.delay(tickMs);
  }
}

/** How many records are due; never more than one batch behind, so that a pause causes no flood. */
function nextDue(
  { speed }: ServiceContext,
  { rate }: GenerateDefinition,
  due: number,
  elapsedMs: number,
): number {
  if (speed === 'max') return batchCountMax;
  return Math.min(due + (elapsedMs / 1000) * rate * speed, batchCountMax);
}

function maker(context: ServiceContext, generate: GenerateDefinition) {
  const variables = compileLet(generate.let ?? {});
  const key = compileText(generate.key);
  const value = compileObject(generate.value);
  const row = generate.row ? compileRow(generate.row) : null;
  const { seed } = context.options;
  return async (sequence: number): Promise<Generated> => {
    const random = seededRandom(seed, context.service.name, sequence);
    const base = { ...baseScope(random, Date.now()), id: String(sequence).padStart(6, '0') };
    const scope = await variables({}, base);
    const event = await value({}, scope);
    const entry = { sequence, key: await key({}, scope), value: JSON.stringify(event) };
    return { entry, row: row ? await row(event, scope) : null };
  };
}

async function flush(
  context: ServiceContext,
  { topic }: GenerateDefinition,
  entries: readonly OutboxEntry[],
): Promise<boolean> {
  const isSent = await context.send(entries.map(({ key, value }) => ({ topic, key, value })));
  if (isSent) context.store.transaction(() => context.store.removeFromOutbox(entries));
  return isSent;
}
