/** What the screen says against what Kafka's own tools and a client that counts say. */
import type { Page } from '@playwright/test';
import { run, Running } from '../clients/run.ts';
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

/** Sends 1,000 records a second until it is stopped; tells each second how many were acknowledged by when. */
const count = String.raw`
import sys, time
from confluent_kafka import Producer
bootstrap = sys.argv[1]
acknowledged = 0
def count(error, _):
    global acknowledged
    if error is None: acknowledged += 1
producer = Producer({'bootstrap.servers': bootstrap, 'acks': 'all', 'linger.ms': 10})
start, sent, told = time.time(), 0, 0
while True:
    now = time.time()
    while sent < 1000 * (now - start):
        producer.produce('steady', value='x' * 100, on_delivery=count)
        sent += 1
    producer.poll(0.005)
    if now - told >= 1:
        told = now
        print(now, acknowledged, flush=True)
`;

// On a busy machine the middle of the rates needs a while to settle.
test.setTimeout(180_000);

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

test('the rate of a topic is what a client counted', async ({ page, cluster, say }) => {
  const client = needed(await python());
  const words = ['topics', 'create', 'steady', '--partitions', '3', '--data', cluster.dataDir];
  expect((await rivulet(...words)).code).toBe(0);
  await go(page, '#/topics');
  await expect(page.getByRole('main').getByRole('link', { name: 'steady' })).toBeVisible();
  const shown = await ratesShown(page, 'steady', say('topics.recordsIn'));
  const sender = new Running(client, ['-c', count, cluster.bootstrap]);
  try {
    // One rate is read a little early or late, so that it is never exact; their middle is.
    await expect(async () => {
      const lines = sender.output
        .trim()
        .split('\n')
        .map((line) => line.split(' ').map(Number));
      const [[sinceS = 0, before = 0] = [], [untilS = 0, after = 0] = []] = [
        lines.at(-9),
        lines.at(-1),
      ];
      const counted = (after - before) / (untilS - sinceS);
      expect(Math.abs((await shown()) - counted) / counted).toBeLessThan(0.01);
    }).toPass();
  } finally {
    await sender.stop();
  }
});

/** Answers with the middle of the last fifteen rates that the list showed for a topic. */
async function ratesShown(page: Page, topic: string, column: string) {
  const grid = page.getByRole('main').getByRole('grid');
  const rates = await grid.evaluateHandle(
    (element, names) => {
      const heads = [...(element.querySelector('[role=row]')?.children ?? [])];
      const at = heads.findIndex((head) => head.textContent.trim() === names.column);
      const seen: number[] = [];
      const look = () => {
        const rows = [...element.querySelectorAll('[role=row]')];
        const row = rows.find((one) => one.querySelector('a')?.textContent === names.topic);
        seen.push(Number(row?.children[at]?.textContent.replaceAll(',', '') ?? Number.NaN));
      };
      const all = { subtree: true, childList: true, characterData: true };
      new MutationObserver(look).observe(element, all);
      return seen;
    },
    { topic, column },
  );
  return () => rates.evaluate((seen) => seen.slice(-15).sort((a, b) => a - b)[7] ?? Number.NaN);
}
