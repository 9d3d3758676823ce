/** What the screen says against what Kafka's own tools and a client that counts say. */
import type { Page } from '@playwright/test';
import { run } from '../clients/run.ts';
import { python } from '../clients/toolchains.ts';
import { apacheKafkaJars } from '../kafka/jars.ts';
import { type KafkaTool, toolClass } from '../kafka/tools.ts';
import { rivulet } from '../support/product.ts';
import { needed } from '../support/toolchain.ts';
import { expect, go, test } from './product.ts';
import { gridOf, numbersIn, tableOf } from './tables.ts';

/** Fills a topic unevenly, has its oldest records deleted, and commits for a group. */
const fill = String.raw`
import sys
from confluent_kafka import Consumer, Producer, TopicPartition
from confluent_kafka.admin import AdminClient, NewTopic
bootstrap = sys.argv[1]
admin = AdminClient({'bootstrap.servers': bootstrap})
admin.create_topics([NewTopic('counted', 3, 3)])['counted'].result()
producer = Producer({'bootstrap.servers': bootstrap, 'acks': 'all'})
for partition, count in enumerate([1500, 300, 201]):
    for index in range(count):
        producer.produce('counted', partition=partition, value='record %d' % index)
assert producer.flush(60) == 0
oldest = TopicPartition('counted', 0, 100)
for done in admin.delete_records([oldest]).values():
    done.result()
consumer = Consumer({'bootstrap.servers': bootstrap, 'group.id': 'readers'})
committed = [TopicPartition('counted', partition, offset) for partition, offset in enumerate([250, 300, 1])]
consumer.commit(offsets=committed, asynchronous=False)
consumer.close()
`;

/**
 * Sends 1,000 records a second for twenty seconds, and tells how many were acknowledged in all. It
 * takes five seconds to come to that rate and five to leave it: what is read a little early or late
 * at an edge is next to nothing.
 */
const count = String.raw`
import sys, time
from confluent_kafka import Producer
bootstrap = sys.argv[1]
acknowledged = 0
def count(error, _):
    global acknowledged
    if error is None: acknowledged += 1
producer = Producer({'bootstrap.servers': bootstrap, 'acks': 'all', 'linger.ms': 10})
def due(s):
    if s < 5: return 100 * s * s
    if s < 25: return 2500 + 1000 * (s - 5)
    return 25000 - 100 * (30 - s) ** 2
start, sent = time.time(), 0
while sent < 25000:
    while sent < due(min(30, time.time() - start)):
        producer.produce('steady', value='x' * 100, on_delivery=count)
        sent += 1
    producer.poll(0.005)
assert producer.flush(60) == 0
print(acknowledged)
`;

test('offsets, counts and lag are those that the tools of Kafka tell', async ({
  page,
  cluster,
  say,
}) => {
  const client = needed(await python());
  const { libs } = needed(await apacheKafkaJars());
  const tool = async (name: KafkaTool, ...args: string[]) => {
    const words = ['-Xmx256m', '-XX:TieredStopAtLevel=1', '-cp', libs, toolClass(name)];
    const address = ['--bootstrap-server', cluster.bootstrap];
    return run('java', [...words, ...address, ...args]);
  };
  await run(client, ['-c', fill, cluster.bootstrap]);

  const [starts, ends, described] = await Promise.all([
    tool('get-offsets', '--topic', 'counted', '--time', 'earliest'),
    tool('get-offsets', '--topic', 'counted', '--time', 'latest'),
    tool('consumer-groups', '--describe', '--group', 'readers'),
  ]);
  const offsetsIn = (text: string) =>
    [...text.matchAll(/^counted:(\d+):(\d+)$/gm)].map(([, , offset]) => Number(offset));
  const partitions = offsetsIn(starts).map((start, partition) => {
    const end = offsetsIn(ends)[partition] ?? -1;
    return [partition, start, end, end - start];
  });
  // What the tools say is what the client did.
  expect(partitions).toEqual([
    [0, 100, 1500, 1400],
    [1, 0, 300, 300],
    [2, 0, 201, 201],
  ]);
  const toolColumns = ['PARTITION', 'CURRENT-OFFSET', 'LOG-END-OFFSET', 'LAG'];
  const positions = numbersIn(tableOf(described, 'GROUP'), toolColumns);
  expect(positions).toEqual([
    [0, 250, 1500, 1250],
    [1, 300, 300, 0],
    [2, 1, 201, 200],
  ]);

  await go(page, '#/topics/counted');
  const names = [
    'common.partition',
    'topics.startOffset',
    'topics.endOffset',
    'topics.kept',
  ] as const;
  await expect
    .poll(async () =>
      numbersIn(
        await gridOf(page, say('topics.partitions')),
        names.map((name) => say(name)),
      ),
    )
    .toEqual(partitions);
  await go(page, '#/topics');
  const kept = partitions.reduce((sum, row) => sum + (row[3] ?? 0), 0);
  await expect
    .poll(async () =>
      numbersIn(await gridOf(page, say('topics.title')), [
        say('common.partitions'),
        say('topics.records'),
      ]),
    )
    .toEqual([[3, kept]]);

  await go(page, '#/groups/readers');
  const offsetNames = ['common.partition', 'groups.committed', 'groups.end', 'groups.lag'] as const;
  await expect
    .poll(async () =>
      numbersIn(
        await gridOf(page, say('groups.offsets')),
        offsetNames.map((name) => say(name)),
      ),
    )
    .toEqual(positions);
  const lag = positions.reduce((sum, row) => sum + (row[3] ?? 0), 0);
  await go(page, '#/groups');
  await expect
    .poll(async () => numbersIn(await gridOf(page, say('groups.title')), [say('groups.lag')]))
    .toEqual([[lag]]);
});

test('the rate of a topic, added up while it is shown, is what a client counted', async ({
  page,
  cluster,
  say,
}) => {
  const client = needed(await python());
  const words = ['topics', 'create', 'steady', '--partitions', '3', '--data', cluster.dataDir];
  expect((await rivulet(...words)).code).toBe(0);
  await go(page, '#/topics');
  await expect(page.getByRole('main').getByRole('link', { name: 'steady' })).toBeVisible();
  const shown = await addUp(page, 'steady', say('topics.recordsIn'));
  const counted = Number(await run(client, ['-c', count, cluster.bootstrap]));
  expect(counted).toBe(25_000);
  // From the quiet before to the quiet after: a delay plays no part.
  await expect.poll(async () => (await shown()).rate).toBe(0);
  const { records } = await shown();
  expect(Math.abs(records - counted) / counted).toBeLessThan(0.01);
});

/** The records that a reader of the list would have counted by the rates that it showed. */
async function addUp(page: Page, topic: string, column: string) {
  const grid = page.getByRole('main').getByRole('grid');
  const sum = await grid.evaluateHandle(
    (element, names) => {
      const heads = [...(element.querySelector('[role=row]')?.children ?? [])];
      const at = heads.findIndex((head) => head.textContent.trim() === names.column);
      const rateNow = (): number => {
        const rows = [...element.querySelectorAll('[role=row]')];
        const row = rows.find((one) => one.querySelector('a')?.textContent === names.topic);
        const cell = row?.children[at];
        return Number(cell?.textContent.replaceAll(',', '') ?? Number.NaN);
      };
      let atMs = performance.now();
      let rate = rateNow();
      let records = 0;
      const look = () => {
        const nowMs = performance.now();
        records += (rate * (nowMs - atMs)) / 1000;
        atMs = nowMs;
        rate = rateNow();
        return { records, rate };
      };
      const all = { subtree: true, childList: true, characterData: true };
      new MutationObserver(look).observe(element, all);
      return look;
    },
    { topic, column },
  );
  return () => sum.evaluate((look) => look());
}
