/** What every client's producer does, read back with its own consumer. */
import { expect } from 'vitest';
import {
  DriverError,
  type ProduceArgs,
  type RecordIn,
  type RecordOut,
  type Sent,
} from './driver.ts';
import { type Check, eventually, type Kit, type Partition, suite } from './fixture.ts';

const mebibyte = 1024 * 1024;

/** Everything in a topic's partitions, in order of each. */
async function readAll(
  { driver }: Kit,
  topic: string,
  count: number,
  partitions = 1,
): Promise<RecordOut[]> {
  const reader = `all-${topic}`;
  await driver.open({ reader, topic, partitions, from: 'earliest' });
  const records = await driver.take(reader, count);
  await driver.close(reader);
  return records.toSorted((a, b) => a.partition - b.partition || a.offset - b.offset);
}

const numbered = (count: number): RecordIn[] =>
  Array.from({ length: count }, (_, index) => ({ key: `key-${index}`, value: `value-${index}` }));

/** Produces, and fails the test when a record was refused. */
async function send(kit: Kit, args: ProduceArgs): Promise<{ partition: number; offset: number }[]> {
  return (await kit.driver.produce(args)).map((it) => {
    if (it.error !== undefined) throw new DriverError(it.error);
    return it;
  });
}

function codeOf([sent]: readonly Sent[]): number | string {
  return sent?.error?.code ?? 'it was taken';
}

/** How each client tells that a topic does not exist; librdkafka's and Java's have no code for it. */
const unknownTopic: Readonly<Record<string, string>> = {
  java: 'TimeoutException',
  'confluent-kafka': 'UNKNOWN_TOPIC_OR_PART',
  aiokafka: 'UnknownTopicOrPartitionError',
  kafkajs: 'KafkaJSProtocolError',
  platformatic: 'UserError',
  'franz-go': 'UNKNOWN_TOPIC_OR_PARTITION',
};

const checks: Check[] = [
  {
    title: 'writes with each codec, idempotent and not, and is told the right offsets',
    run: async (kit) => {
      const topic = await kit.topic('codecs', { partitions: 3 });
      const sent: { partition: number; offset: number; key: string }[] = [];
      for (const codec of kit.kind.codecs) {
        for (const idempotent of [false, true]) {
          const records = numbered(30).map(({ value }, index) => ({
            key: `${codec}-${idempotent}-${index}`,
            value,
          }));
          const places = await send(kit, { topic, records, codec, idempotent });
          sent.push(...places.map((it, index) => ({ ...it, key: records[index].key })));
        }
      }
      const read = await readAll(kit, topic, sent.length, 3);
      const place = (it: { partition: number; offset: number; key: unknown }) =>
        `${it.partition}/${it.offset}/${it.key}`;
      // A library's own choice of the partition may not be told per record by kafkajs' answer.
      expect(sent.map(place).toSorted()).toEqual(read.map(place).toSorted());
    },
  },
  {
    title: 'writes with acks 0, 1 and all',
    run: async (kit) => {
      const topic = await kit.topic('acks');
      for (const acks of [0, 1, -1] as const) {
        await send(kit, { topic, acks, records: numbered(20) });
      }
      const read = await readAll(kit, topic, 60);
      expect(read.map(({ offset }) => offset)).toEqual(Array.from({ length: 60 }, (_, it) => it));
    },
  },
  {
    title: 'keeps null keys, empty values and headers as they are',
    run: async (kit) => {
      const topic = await kit.topic('shapes');
      const records: RecordIn[] = [
        { partition: 0, key: null, value: 'no key' },
        { partition: 0, key: '', value: 'empty key' },
        { partition: 0, key: 'empty value', value: '' },
        {
          partition: 0,
          key: 'headers',
          value: 'v',
          headers: [
            ['a', '1'],
            ['b', ''],
            ['주문', '완료'],
          ],
        },
      ];
      await send(kit, { topic, records });
      const read = await readAll(kit, topic, records.length);
      const told = read.map(({ key, value, headers }) => ({ key, value, headers }));
      expect(told).toEqual(
        records.map(({ key, value, headers = [] }) => ({ key, value, headers })),
      );
    },
  },
  {
    title: 'keeps null values',
    run: async (kit) => {
      const topic = await kit.topic('nulls');
      await send(kit, { topic, records: [{ partition: 0, key: 'gone', value: null }] });
      const read = await readAll(kit, topic, 1);
      expect(read.map(({ key, value }) => [key, value])).toEqual([['gone', null]]);
    },
  },
  {
    title: 'keeps null header values',
    needs: ['null header values'],
    run: async (kit) => {
      const topic = await kit.topic('null-headers');
      await send(kit, {
        topic,
        records: [{ partition: 0, key: 'k', value: 'v', headers: [['none', null]] }],
      });
      const [read] = await readAll(kit, topic, 1);
      expect(read.headers).toEqual([['none', null]]);
    },
  },
  {
    title: 'writes a message of 1 MB, and is told when one is too large',
    run: async (kit) => {
      const topic = await kit.topic('large');
      // Kafka's limit of 1,048,588 bytes counts the batch around it.
      const size = mebibyte - 200;
      await send(kit, { topic, records: [{ partition: 0, key: 'large', size }] });
      const refused = await kit.driver.produce({
        topic,
        records: [{ partition: 0, key: 'too large', size: mebibyte + 200 }],
      });
      expect(codeOf(refused)).toBe(10);
      const read = await readAll(kit, topic, 1);
      expect(read.map((it) => it.size)).toEqual([size]);
    },
  },
  {
    title: 'is told when a message is larger than max.message.bytes of its topic',
    run: async (kit) => {
      const topic = await kit.topic('limit', { configs: { 'max.message.bytes': '10000' } });
      await send(kit, { topic, records: [{ partition: 0, key: 'fits', size: 9800 }] });
      for (const idempotent of [false, true]) {
        const refused = await kit.driver.produce({
          topic,
          idempotent,
          records: [{ partition: 0, key: 'too large', size: 10_000 }],
        });
        expect(codeOf(refused)).toBe(10);
      }
    },
  },
  {
    title: 'sets the time itself, or has the broker set it',
    run: async (kit) => {
      const byClient = await kit.topic('create-time');
      const byBroker = await kit.topic('append-time', {
        configs: { 'message.timestamp.type': 'LogAppendTime' },
      });
      const timestamp = Date.now() - 5 * 60_000;
      const records = [{ partition: 0, key: 'k', value: 'v', timestamp }];
      await send(kit, { topic: byClient, records });
      const beforeMs = Date.now();
      await send(kit, { topic: byBroker, records });
      const [own] = await readAll(kit, byClient, 1);
      const [appended] = await readAll(kit, byBroker, 1);
      expect(own.timestamp).toBe(timestamp);
      if (kit.kind.lacks.includes('append time')) return;
      expect(appended.timestamp).toBeGreaterThanOrEqual(beforeMs);
      expect(appended.timestamp).toBeLessThanOrEqual(Date.now());
    },
  },
  {
    title: 'is told when a time lies too far off',
    run: async (kit) => {
      const configs = {
        'message.timestamp.before.max.ms': '60000',
        'message.timestamp.after.max.ms': '60000',
      };
      const topic = await kit.topic('time-limits', { configs });
      for (const shiftMs of [-120_000, 120_000]) {
        const timestamp = Date.now() + shiftMs;
        const records = [{ partition: 0, key: 'k', value: 'v', timestamp }];
        expect(codeOf(await kit.driver.produce({ topic, records }))).toBe(32);
      }
      const near = [{ partition: 0, key: 'k', value: 'v', timestamp: Date.now() - 30_000 }];
      expect(await send(kit, { topic, records: near })).toMatchObject([{ offset: 0 }]);
    },
  },
  {
    title: 'is told of a topic that does not exist',
    run: async (kit) => {
      const topic = kit.name('never-made');
      const told = await kit.driver
        .produce({ topic, records: numbered(1), timeoutMs: 3000 })
        .then(([it]) => it.error)
        .catch((error: DriverError) => error);
      expect(told?.name).toBe(unknownTopic[kit.kind.name]);
    },
  },
  {
    title: 'spreads keys over all partitions, equal keys to one',
    run: async (kit) => {
      const topic = await kit.topic('spread', { partitions: 6 });
      const records = numbered(300);
      const [first, second] = [
        await send(kit, { topic, records }),
        await send(kit, { topic, records }),
      ];
      const partitionsOf = (places: typeof first) => places.map(({ partition }) => partition);
      expect(partitionsOf(first)).toEqual(partitionsOf(second));
      const perPartition = Array.from(
        { length: 6 },
        (_, partition) => first.filter((it) => it.partition === partition).length,
      );
      expect(Math.min(...perPartition)).toBeGreaterThan(20);
    },
  },
  {
    title: 'keeps the order with five requests in flight',
    run: async (kit) => {
      const topic = await kit.topic('order');
      const count = 3000;
      const records = Array.from({ length: count }, (_, index) => ({
        partition: 0,
        key: null,
        value: `${index}`.padEnd(100, '.'),
      }));
      const sent = await send(kit, {
        topic,
        records,
        idempotent: true,
        inFlight: kit.kind.name === 'kafkajs' ? 1 : 5,
        batchBytes: 5000,
      });
      const read = await readAll(kit, topic, count);
      expect(read.map(({ value }) => Number.parseInt(value ?? '', 10))).toEqual(
        Array.from({ length: count }, (_, index) => index),
      );
      expect(sent.map(({ offset }) => offset)).toEqual(read.map(({ offset }) => offset));
    },
  },
  {
    title: 'loses nothing while a leader changes',
    needs: ['electLeaders', 'assignments', 'reassign'],
    run: async (kit) => {
      const topic = await kit.topic('moving', { assignments: [[1, 2, 3]] });
      const sending = (async () => {
        const sent = [];
        for (let round = 0; round < 10; round++) {
          const records = Array.from({ length: 100 }, (_, index) => ({
            partition: 0,
            key: null,
            value: `${round * 100 + index}`,
          }));
          sent.push(...(await send(kit, { topic, records, idempotent: true })));
        }
        return sent;
      })();
      const place = { topic, partition: 0 };
      await kit.driver.ask('reassign', { ...place, replicas: [2, 3, 1] });
      await eventually('the reassignment is over', async () => {
        const moving = await kit.driver.ask<string[]>('listReassignments');
        return !moving.includes(`${topic}-0`);
      });
      // It may lead already where leaders are balanced at once.
      await kit.driver
        .ask('electLeaders', { ...place, type: 'preferred' })
        .catch((error: DriverError) => expect(error.code).toBe(84));
      await eventually('the new first replica leads', async () => {
        const [{ leader }] = await kit.driver.ask<Partition[]>('describeTopic', { name: topic });
        return leader === 2;
      });
      const sent = await sending;
      const read = await readAll(kit, topic, 1000);
      expect(read.map(({ value }) => Number(value))).toEqual(
        Array.from({ length: 1000 }, (_, index) => index),
      );
      expect(sent.map(({ offset }) => offset)).toEqual(read.map(({ offset }) => offset));
    },
  },
];

await suite('producer', checks);
