import { afterAll, beforeAll, expect, it } from 'vitest';
import { Consumer, Producer, stringDeserializers, stringSerializers } from '@platformatic/kafka';
import type { FollowedRecord, FollowItem } from '../../src/main/contract/follow.ts';
import { PayloadDecoder } from '../../src/main/decoders/payload-decoder.ts';
import { KafkaLink } from '../../src/main/explorer/kafka-link.ts';
import { runFollow } from '../../src/main/follow/follow-job.ts';
import type { JobItem } from '../../src/main/search/job.ts';
import { traceHeaders } from '../../src/scenario/trace.ts';
import { until } from '../main/until.ts';
import { Brokers } from './brokers.ts';
import { createTopics } from './topics.ts';

let brokers: Brokers;
let link: KafkaLink;
let producer: Producer<string, string, string, string>;
const ends: (() => Promise<unknown> | void)[] = [];

beforeAll(async () => {
  brokers = await Brokers.start({ count: 1 });
  await createTopics(brokers.bootstrap, ['orders', 'payments', 'plain', 'noise'], 2);
  link = new KafkaLink(brokers.bootstrap, 'follow-test');
  producer = new Producer({
    clientId: 'follow-test',
    bootstrapBrokers: brokers.bootstrap.split(','),
    serializers: stringSerializers,
  });
});
afterAll(async () => {
  for (const end of ends) await end();
  await producer?.close();
  await link?.close();
  await brokers?.stop();
});

const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';

function headers(service: string, spanId: string, parentSpanId: string | null, subject: string) {
  const span = { traceId, spanId, flags: 1 };
  const timeMs = Date.now();
  const type = service;
  return Object.fromEntries(
    traceHeaders({ span, parentSpanId, scenario: 's', service, type, subject, timeMs }),
  );
}

/** Everything that is told, as it comes. */
function follow(text: string) {
  const abort = new AbortController();
  const items: FollowItem[] = [];
  const decoder = new PayloadDecoder({ registry: null, files: [] });
  const job = { kind: 'follow', params: { text, by: 'any' }, decoders: new Map() } as const;
  const tell = (item: JobItem) => void (item.kind === 'follow' && items.push(item.item));
  const done = runFollow({ link, decoder }, job, { signal: abort.signal, tell });
  const stop = async () => {
    abort.abort();
    await done;
  };
  ends.push(stop);
  return {
    records: () => items.flatMap(({ records }) => records),
    reads: () => items.flatMap(({ reads }) => reads),
    isWatching: () => items.at(-1)?.progress.phase === 'watching',
    progress: () => items.at(-1)?.progress,
    stop,
  };
}

const topics = (records: readonly FollowedRecord[]) => records.map(({ topic }) => topic).sort();

it('finds a key, what shares its trace, who read it, and what comes later', async () => {
  const noise = Array.from({ length: 500 }, (_, index) => ({
    topic: 'noise',
    key: `other-${index}`,
    value: '{"orderId":"order-171"}',
  }));
  await producer.send({
    messages: [
      {
        topic: 'orders',
        key: 'order-17',
        value: '{"n":1}',
        headers: headers('order', 'a'.repeat(16), null, 'order-17'),
      },
      // Another key, the same trace: only the second round finds it.
      {
        topic: 'payments',
        key: 'customer-3',
        value: '{"n":2}',
        headers: headers('payment', 'b'.repeat(16), 'a'.repeat(16), 'customer-3'),
      },
      { topic: 'plain', key: 'x', value: '{"order":{"ids":["order-17"]}}' },
      ...noise,
    ],
  });
  const consumer = new Consumer({
    clientId: 'reader',
    groupId: 'reader',
    bootstrapBrokers: brokers.bootstrap.split(','),
    deserializers: stringDeserializers,
  });
  ends.push(() => consumer.close(true));
  const stream = await consumer.consume({
    topics: ['orders'],
    mode: 'earliest',
    autocommit: false,
  });
  const found = follow('order-17');
  await until(found.isWatching);
  expect(topics(found.records())).toEqual(['orders', 'payments', 'plain']);
  const payment = found.records().find(({ topic }) => topic === 'payments');
  expect(payment).toMatchObject({ matches: ['trace'], parentSpanId: 'a'.repeat(16), traceId });
  expect(payment?.event?.source).toBe('/scenarios/s/payment');
  expect(found.reads()).toEqual([]);

  for await (const message of stream) {
    await message.commit();
    break;
  }
  const [read] = await until(() => (found.reads().length > 0 ? found.reads() : null));
  expect(read).toMatchObject({ groupId: 'reader', topic: 'orders' });
  expect(read?.atMs ?? 0).toBeGreaterThan(Date.now() - 60_000);
  expect(found.progress()?.hasCommitLog).toBe(true);

  await createTopics(brokers.bootstrap, ['later'], 1);
  await producer.send({ messages: [{ topic: 'later', key: 'order-17', value: 'text' }] });
  await until(() => topics(found.records()).includes('later'));
  expect(found.progress()?.failures).toEqual([]);

  // The same story, over the log alone.
  const again = follow('order-17');
  await until(again.isWatching);
  await until(() => again.reads().length > 0);
  expect(topics(again.records())).toEqual(['later', 'orders', 'payments', 'plain']);
  expect(again.reads()[0]).toEqual(read);
});
