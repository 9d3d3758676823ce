/**
 * The half of a service that reacts to events. Order of things for each batch: write the rows,
 * produce what follows, and only then commit the offsets. Whatever dies in between is delivered
 * again, and a record that was handled before finds its row.
 */
import * as kafka from '@platformatic/kafka';
import { compileHandler, type Handler } from './record-handler.ts';
import type { Outgoing, ServiceContext } from './service-context.ts';
import { groupOf } from './service-group.ts';

type RawMessage = kafka.Message<Buffer, Buffer, Buffer, Buffer>;
type Stream = kafka.MessagesStream<Buffer, Buffer, Buffer, Buffer>;

/** Handled, not yet committed. */
type Batch = {
  readonly outgoing: Outgoing[];
  readonly positions: Map<string, { topic: string; partition: number; offset: bigint }>;
  count: number;
  startedAtMs: number;
};

const batchCountMax = 50;
const batchAgeMaxMs = 200;
const restartDelayMs = 500;
const sessionTimeoutMs = 10_000;

/** Consumes until the service is stopped; starts a new consumer when one fails. */
export async function runConsumer(context: ServiceContext, onJoined: () => void): Promise<void> {
  const handlers = new Map(
    (context.service.consume ?? []).map((definition) => [
      definition.topic,
      compileHandler(context, definition),
    ]),
  );
  while (!context.isStopped) {
    const consumer = createConsumer(context);
    try {
      const stream = await consumer.consume({
        topics: [...handlers.keys()],
        mode: 'committed',
        fallbackMode: 'earliest',
        autocommit: false,
      });
      onJoined();
      await consumeStream(context, consumer, stream, handlers);
    } catch (error) {
      // An environment fault: the cluster is away or throws us out of the group; we come again.
      if (!context.isStopped) context.note(error);
    }
    await consumer.close(true).catch(() => {});
    await context.delay(restartDelayMs);
  }
}

function createConsumer({ service, options }: ServiceContext) {
  return new kafka.Consumer<Buffer, Buffer, Buffer, Buffer>({
    clientId: `${service.name}-service`,
    groupId: groupOf(service),
    bootstrapBrokers: options.bootstrap.split(','),
    sessionTimeout: sessionTimeoutMs,
    heartbeatInterval: 2_000,
    maxWaitTime: 500,
    retries: 5,
    retryDelay: 200,
  });
}

async function consumeStream(
  context: ServiceContext,
  consumer: kafka.Consumer<Buffer, Buffer, Buffer, Buffer>,
  stream: Stream,
  handlers: ReadonlyMap<string, Handler>,
): Promise<void> {
  const messages = stream[Symbol.asyncIterator]();
  let next = messages.next();
  let batch = newBatch();
  const flush = async () => {
    if (batch.count === 0) return true;
    const done = batch;
    batch = newBatch();
    if (!(await context.send(done.outgoing))) return false;
    await commit(consumer, done);
    return true;
  };
  try {
    while (!context.isStopped) {
      const result = await soon(context, next, batch);
      if (result === 'waited') {
        if (!(await flush())) return;
        continue;
      }
      if (result.done === true) return;
      next = messages.next();
      await handle(context, handlers, result.value, batch);
      const isFull = batch.count >= batchCountMax || ageMs(batch) >= batchAgeMaxMs;
      if (isFull && !(await flush())) return;
    }
    // Stopped: what is handled is also sent and committed, so that little is delivered again.
    if (await context.sendOnce(batch.outgoing)) await commit(consumer, batch);
  } finally {
    next.catch(() => {});
    await stream.close().catch(() => {});
  }
}

/** The next message, or `waited` when the batch is old enough or the service is stopped. */
async function soon(
  context: ServiceContext,
  next: Promise<IteratorResult<RawMessage>>,
  batch: Batch,
): Promise<IteratorResult<RawMessage> | 'waited'> {
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
  message: RawMessage,
  batch: Batch,
): Promise<void> {
  const { topic, partition, offset } = message;
  const outgoing = await handlers.get(topic)?.(message);
  // Null: stopped in the middle; the record was not handled and will be delivered again.
  if (!outgoing) return;
  if (batch.count === 0) batch.startedAtMs = Date.now();
  batch.count += 1;
  batch.outgoing.push(...outgoing);
  batch.positions.set(`${topic}-${partition}`, { topic, partition, offset: offset + 1n });
  context.count(topic, 'inCount');
}

async function commit(
  consumer: kafka.Consumer<Buffer, Buffer, Buffer, Buffer>,
  { positions }: Batch,
): Promise<void> {
  if (positions.size === 0) return;
  const offsets = [...positions.values()].map((position) => ({ ...position, leaderEpoch: -1 }));
  await consumer.commit({ offsets });
}

function newBatch(): Batch {
  return { outgoing: [], positions: new Map(), count: 0, startedAtMs: 0 };
}

function ageMs(batch: Batch): number {
  return Date.now() - batch.startedAtMs;
}
