/**
 * The half of a service that reacts to events. Order of things for each batch: write the rows,
 * produce what follows, and only then commit the offsets. Whatever dies in between is delivered
 * again, and a record that was handled before finds its row.
 */
import { consumeInGroup, type GroupMember, type GroupMessage } from '../explorer/group-consumer.ts';
import { compileHandler, type Handler } from './record-handler.ts';
import type { Outgoing, ServiceContext } from './service-context.ts';
import { groupOf } from './service-group.ts';

/** Handled, not yet committed. */
type Batch = {
  readonly outgoing: Outgoing[];
  /** The last message of each partition. */
  readonly last: Map<string, GroupMessage>;
  count: number;
  startedAtMs: number;
};

const batchCountMax = 50;
const batchAgeMaxMs = 200;

/** Consumes until the service is stopped. */
export async function runConsumer(context: ServiceContext, onJoined: () => void): Promise<void> {
  const { service, options } = context;
  const handlers = new Map(
    (service.consume ?? []).map((definition) => [
      definition.topic,
      compileHandler(context, definition),
    ]),
  );
  await consumeInGroup(
    {
      bootstrap: options.bootstrap,
      groupId: groupOf(service),
      clientId: groupOf(service),
      instanceId: groupOf(service),
      topics: [...handlers.keys()],
      fallback: 'earliest',
      signal: context.stop.signal,
      onJoined,
      onLost: (error) => context.note(error),
    },
    (member) => consumeAs(context, member, handlers),
  );
}

/** True: stopped; false: the stream ended and a new one is needed. */
async function consumeAs(
  context: ServiceContext,
  { messages, commit }: GroupMember,
  handlers: ReadonlyMap<string, Handler>,
): Promise<boolean> {
  // Read ahead: it may fail while the message before is still being handled.
  const readNext = () => {
    const reading = messages.next();
    reading.catch(() => {});
    return reading;
  };
  let next = readNext();
  let batch = newBatch();
  const flush = async () => {
    const done = batch;
    batch = newBatch();
    if (await context.send(done.outgoing)) await commit([...done.last.values()]);
  };
  while (!context.isStopped) {
    const result = await soon(context, next, batch);
    if (result === 'waited') {
      await flush();
      continue;
    }
    if (result.done === true) return false;
    next = readNext();
    await handle(context, handlers, result.value, batch);
    if (batch.count >= batchCountMax || ageMs(batch) >= batchAgeMaxMs) await flush();
  }
  // Stopped: what is handled is also sent and committed, so that little is delivered again.
  if (await context.sendOnce(batch.outgoing)) await commit([...batch.last.values()]);
  return true;
}

/** The next message, or `waited` when the batch is old enough or the service is stopped. */
async function soon(
  context: ServiceContext,
  next: Promise<IteratorResult<GroupMessage>>,
  batch: Batch,
): Promise<IteratorResult<GroupMessage> | 'waited'> {
  const restMs = batch.count === 0 ? 60_000 : Math.max(1, batchAgeMaxMs - ageMs(batch));
  const wake = new AbortController();
  const waited = new Promise<'waited'>((resolve) => {
    const timer = setTimeout(() => resolve('waited'), restMs);
    const onStop = () => resolve('waited');
    context.stop.signal.addEventListener('abort', onStop);
    wake.signal.addEventListener('abort', () => {
      clearTimeout(timer);
      context.stop.signal.removeEventListener('abort', onStop);
    });
  });
  try {
    return await Promise.race([next, waited]);
  } finally {
    wake.abort();
  }
}

async function handle(
  context: ServiceContext,
  handlers: ReadonlyMap<string, Handler>,
  message: GroupMessage,
  batch: Batch,
): Promise<void> {
  const { topic, partition } = message;
  const outgoing = await handlers.get(topic)?.(message);
  // Null: stopped in the middle; the record was not handled and will be delivered again.
  if (!outgoing) return;
  if (batch.count === 0) batch.startedAtMs = Date.now();
  batch.count += 1;
  batch.outgoing.push(...outgoing);
  batch.last.set(`${topic}-${partition}`, message);
  context.count(topic, 'inCount');
}

function newBatch(): Batch {
  return { outgoing: [], last: new Map(), count: 0, startedAtMs: 0 };
}

function ageMs(batch: Batch): number {
  return Date.now() - batch.startedAtMs;
}
