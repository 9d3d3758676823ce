/** The app on somebody else's cluster: Apache Kafka, written to and read by clients not ours. */
import type { Page } from '@playwright/test';
import { python } from '../clients/toolchains.ts';
import { type ApacheKafka, startApacheKafka } from '../kafka/cluster.ts';
import { apacheKafkaJars } from '../kafka/jars.ts';
import type { KafkaTool } from '../kafka/tools.ts';
import { needed } from '../support/toolchain.ts';
import { Traffic } from './foreign-traffic.ts';
import { expect, go, test } from './product.ts';
import { gridOf, numbersIn, tableOf } from './tables.ts';
import type { Say } from './words.ts';

type World = {
  readonly page: Page;
  readonly say: Say;
  readonly kafka: ApacheKafka;
  readonly traffic: Traffic;
};

const connection = 'Theirs';
const pickup = { timeout: 40_000 };
/** Kafka writes its help in HTML; names of its own stand in angle brackets too. */
const html = /<\/?(?:a|b|br|code|em|i|li|ol|p|pre|strong|ul)\b[^<>]*>|&(?:lt|gt|amp|quot)\b/;

test.use({ brokerCount: 1, actionTimeout: 30_000 });
test.setTimeout(300_000);

test('every view tells the truth about a cluster of Apache Kafka', async ({ page, say }) => {
  const client = needed(await python());
  const jars = needed(await apacheKafkaJars());
  const kafka = await startApacheKafka(2, jars, {
    // What runs for two minutes is not worth the compiler's best work.
    heap: ['-Xmx400m', '-XX:TieredStopAtLevel=1'],
    config: {
      'default.replication.factor': '2',
      'offsets.topic.replication.factor': '2',
      'group.initial.rebalance.delay.ms': '0',
    },
  });
  let traffic: Traffic | undefined;
  try {
    traffic = await Traffic.start(client, kafka.bootstrap);
    const world = { page, say, kafka, traffic };
    const step = (name: string, take: (world: World) => Promise<void>) =>
      test.step(name, () => take(world));
    await step('connect', connect);
    await step('topics and messages', topicsAndMessages);
    await step('producers and throughput', producersAndThroughput);
    await step('groups', groups);
    await step('brokers and the map', brokersAndMap);
    await step('nothing can be changed', nothingChanges);
    await step('changes are allowed', allowChanges);
    await traffic.end();
    await step('changes', changes);
    await step('a node dies', loseNode);
  } finally {
    await traffic?.end();
    // Without a majority none of them would end in order.
    await Promise.all([...kafka.pids().keys()].map((id) => kafka.kill(id)));
    await kafka.stop();
  }
});

async function connect({ page, say, kafka }: World): Promise<void> {
  await go(page, '#/settings/clusters');
  await page.getByRole('button', { name: say('settings.connect') }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: say('settings.name') }).fill(connection);
  await dialog.getByRole('textbox', { name: say('settings.bootstrap') }).fill(kafka.bootstrap);
  await dialog.getByRole('button', { name: say('settings.test') }).click();
  await expect(dialog.getByRole('status')).toContainText(
    say('settings.testBrokers', { count: 2 }),
    pickup,
  );
  await dialog.getByRole('button', { name: say('settings.saveTested') }).click();
  await expect(dialog).toBeHidden();
  await page.getByRole('button', { name: say('settings.lookNamed', { name: connection }) }).click();
  const row = page.getByRole('row').filter({ hasText: connection });
  await expect(row).toContainText(say('settings.connected'));
  await expect(row).toContainText(say('settings.readOnly'));
}

async function topicsAndMessages({ page, say, traffic }: World): Promise<void> {
  await go(page, '#/topics');
  const row = async () => {
    const rows = await gridOf(page, say('topics.title'));
    return rows.find((one) => one[say('topics.name')]?.includes('orders')) ?? {};
  };
  const records = async () => numbersIn([await row()], [say('topics.records')])[0]?.[0];
  await expect(page.getByRole('main').getByRole('link', { name: 'orders' })).toBeVisible(pickup);
  await expect.poll(records, pickup).toBe(1_200);
  await expect.poll(async () => (await row())[say('common.size')], pickup).toMatch(/^\d.* K?B$/);
  await traffic.write();
  await expect
    .poll(async () => numbersIn([await row()], [say('topics.recordsIn')])[0]?.[0], pickup)
    .toBeGreaterThan(20);
  const counts = await traffic.rest();
  const total = counts.reduce((sum, count) => sum + count, 0);
  expect(total).toBeGreaterThan(1_200);
  await expect.poll(records, pickup).toBe(total);

  await go(page, '#/topics/orders?tab=settings');
  const setting = page.getByRole('row').filter({ hasText: 'cleanup.policy' }).first();
  await expect(setting).toContainText('log segments');
  await expect(page.getByRole('main')).not.toContainText(html);

  await go(page, '#/messages/orders');
  await expect(page.getByText(say('messages.watching'))).toBeVisible(pickup);
  await expect(async () => {
    await traffic.send('seen as it comes');
    await expect(page.getByText('seen as it comes').first()).toBeVisible({ timeout: 3_000 });
  }).toPass(pickup);
  await page.getByText(say('messages.fromBeginning'), { exact: true }).click();
  await page.getByRole('textbox', { name: say('messages.filterText') }).fill('record 1-399');
  await expect(page.getByRole('row').filter({ hasText: 'record' })).toHaveCount(1, pickup);
  await expect(page.getByRole('row').filter({ hasText: 'record 1-399' })).toBeVisible();
}

async function producersAndThroughput({ page, say, traffic }: World): Promise<void> {
  await traffic.write();
  await go(page, '#/producers');
  await expect(page.getByText(say('producers.observedTitle'))).toBeVisible(pickup);
  const writer = page.getByRole('row').filter({ hasText: 'orders' });
  await expect(writer).toHaveCount(1, pickup);
  await expect(writer.getByText(say('producers.phase-writing')).first()).toBeAttached(pickup);

  await go(page, '#/throughput');
  const chart = page.getByRole('group', { name: new RegExp(`^${say('throughput.in')}:`) });
  await expect(chart).toBeVisible(pickup);
  await expect(page.getByRole('row').filter({ hasText: 'orders' }).first()).toBeVisible(pickup);
  await page.getByText(say('throughput.by-broker'), { exact: true }).first().click();
  await expect(page.getByText(say('throughput.oursTitle'))).toBeVisible();
  await traffic.rest();
}

/** What a tool of Kafka's own says. */
async function told({ kafka }: World, name: KafkaTool, ...args: string[]): Promise<string> {
  const address = ['--bootstrap-server', kafka.bootstrap];
  const { stdout, stderr, code } = await kafka.tool(name, [...address, ...args]);
  expect(code, stderr).toBe(0);
  return stdout;
}

const toolColumns = ['PARTITION', 'CURRENT-OFFSET', 'LOG-END-OFFSET', 'LAG'];

/** Where each group stands; the tool writes a table of its own for each. */
async function positionsTold(world: World): Promise<(group: string) => readonly number[][]> {
  const text = await told(world, 'consumer-groups', '--describe', '--all-groups');
  return (group) => {
    const rows = tableOf(text, 'GROUP').filter(({ GROUP }) => GROUP === group);
    return numbersIn(rows, toolColumns);
  };
}

async function groups(world: World): Promise<void> {
  const { page, say } = world;
  const positions = await positionsTold(world);
  const [auditors, billing] = [positions('auditors'), positions('billing')];
  expect(auditors.map(([, committed]) => committed)).toEqual([100, 50, 0]);
  expect(billing.map(([, , , lag]) => lag)).toEqual([0, 0, 0]);

  const names = ['common.partition', 'groups.committed', 'groups.end', 'groups.lag'] as const;
  const shown = async () =>
    numbersIn(
      await gridOf(page, say('groups.offsets')),
      names.map((name) => say(name)),
    );
  await go(page, '#/groups/auditors');
  await expect(page.getByRole('main')).toContainText(say('groups.type-classic'), pickup);
  await expect(page.getByText(say('groups.phase-empty')).first()).toBeVisible();
  await expect.poll(shown, pickup).toEqual(auditors);
  await go(page, '#/groups/billing');
  await expect(page.getByRole('main')).toContainText(say('groups.type-consumer'), pickup);
  await expect.poll(shown, pickup).toEqual(billing);
  await page.getByText(say('groups.tab-members'), { exact: true }).click();
  await expect(page.getByText(say('groups.onlyOurs'))).toBeVisible();
  await expect(page.getByRole('row').filter({ hasText: 'biller' }).first()).toBeVisible();

  await go(page, '#/groups');
  const row = async (group: string) => {
    const rows = await gridOf(page, say('groups.title'));
    return rows.find((one) => one[say('groups.name')]?.includes(group)) ?? {};
  };
  const lag = auditors.reduce((sum, [, , , own = 0]) => sum + own, 0);
  await expect
    .poll(async () => numbersIn([await row('auditors')], [say('groups.lag')]), pickup)
    .toEqual([[lag]]);
  // Its next record is an hour old; who keeps up is behind by nothing.
  await expect
    .poll(async () => (await row('auditors'))[say('groups.lagTime')], pickup)
    .toMatch(/^1 h/);
  expect((await row('billing'))[say('groups.lagTime')]).toBe('0 ms');
}

async function brokersAndMap(world: World): Promise<void> {
  const { page, say, kafka } = world;
  const [described, quorum] = await Promise.all([
    told(world, 'topics', '--describe', '--topic', 'orders'),
    told(world, 'metadata-quorum', 'describe', '--status'),
  ]);
  const leaders = [...described.matchAll(/Partition: (\d+)\s+Leader: (\d+)/g)];
  const controller = Number(/LeaderId:\s+(\d+)/.exec(quorum)?.[1]);
  expect(leaders).toHaveLength(3);

  await go(page, '#/brokers');
  for (const address of kafka.bootstrap.split(',')) {
    await expect(page.getByText(address, { exact: true })).toBeVisible(pickup);
  }
  await go(page, '#/brokers/1?q=log.retention');
  const hours = page.getByText('log.retention.hours', { exact: true });
  await expect(page.getByRole('row').filter({ has: hours })).toContainText(
    'number of hours',
    pickup,
  );
  await go(page, '#/brokers/1');
  await expect(page.getByRole('row').filter({ hasText: 'log.dirs' }).first()).toBeVisible();
  await expect(page.getByRole('main')).not.toContainText(html);

  await go(page, '#/cluster');
  for (const [, partition = '', leader = ''] of leaders) {
    const line = page
      .locator('tbody[data-topic="orders"]')
      .getByRole('row')
      .filter({ has: page.getByRole('rowheader', { name: partition, exact: true }) });
    await expect(line.locator('[data-role="leader"][data-broker]')).toHaveAttribute(
      'data-broker',
      leader,
      pickup,
    );
  }
  const crowned = page.locator('[data-place]').filter({ hasText: say('cluster.controller') });
  await expect(crowned).toHaveCount(1, pickup);
  await expect(crowned).toHaveAttribute('data-place', String(controller));
}

async function nothingChanges({ page, say }: World): Promise<void> {
  await go(page, '#/home');
  await expect(page.getByText(say('home.readOnly'))).toBeVisible();
  await expect(page.getByRole('button', { name: say('home.send') })).toBeDisabled();
  await go(page, '#/topics?create=1');
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: say('topics.name') }).fill('refused');
  await dialog.getByRole('button', { name: say('topics.create') }).click();
  await expect(dialog.getByRole('alert')).toContainText(connection);
}

async function allowChanges({ page, say }: World): Promise<void> {
  await go(page, '#/settings/clusters');
  await page.getByRole('button', { name: say('common.actionsFor', { name: connection }) }).click();
  await page.getByRole('menuitem', { name: say('settings.change'), exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('switch', { name: say('settings.isReadOnly') }).click();
  await dialog.getByRole('button', { name: say('settings.saveTested') }).click();
  await expect(dialog).toBeHidden(pickup);
  const row = page.getByRole('row').filter({ hasText: connection });
  await expect(row).toContainText(say('settings.allowed'));
}

async function changes(world: World): Promise<void> {
  const { page, say } = world;
  const dialog = page.getByRole('dialog');
  await go(page, '#/topics?create=1');
  await dialog.getByRole('textbox', { name: say('topics.name') }).fill('made-here');
  await dialog.getByRole('button', { name: say('topics.create') }).click();
  await expect(page.getByRole('heading', { name: 'made-here' })).toBeVisible(pickup);
  // What happens there is told; nobody was elected, though any broker may be named as controller.
  await go(page, '#/home');
  await expect(
    page.getByText(say('frame.evTopicCreated', { topic: 'made-here' })).first(),
  ).toBeVisible(pickup);
  await expect(page.getByText(/was elected controller/)).toHaveCount(0);

  await go(page, '#/groups/auditors');
  await page.getByRole('button', { name: say('groups.reset'), exact: true }).click();
  await dialog.getByText(say('groups.toEarliest'), { exact: true }).click();
  await expect(dialog.getByText(say('groups.again', { amount: '100' })).first()).toBeVisible();
  await expect(dialog.getByText('record 0-0', { exact: true })).toBeVisible(pickup);
  await dialog.getByRole('button', { name: /^Reset \d partitions$/ }).click();
  await expect(dialog).toBeHidden(pickup);
  const positions = await positionsTold(world);
  expect(positions('auditors').map(([, committed]) => committed)).toEqual([0, 0, 0]);

  await go(page, '#/topics/made-here');
  await page.getByRole('button', { name: say('common.actionsFor', { name: 'made-here' }) }).click();
  await page.getByRole('menuitem', { name: say('topics.deleteTopic') }).click();
  await dialog.getByRole('button', { name: say('topics.deleteTopic') }).click();
  const list = page.getByRole('main');
  await expect(list.getByRole('link', { name: 'orders' })).toBeVisible(pickup);
  await expect(list.getByRole('link', { name: 'made-here' })).toHaveCount(0);
}

async function loseNode({ page, say, kafka }: World): Promise<void> {
  await go(page, '#/home');
  await expect(page.getByRole('heading', { name: say('home.titleReady') })).toBeVisible(pickup);
  await kafka.kill(2);
  await expect(page.getByText(say('home.at-broker-lost', { id: 2 }))).toBeVisible(pickup);
  // Two voters have no majority when one is gone.
  await expect(page.getByText(say('home.at-no-controller'))).toBeVisible(pickup);
  await go(page, '#/cluster');
  await expect(page.locator('[data-place="2"]')).toContainText(say('cluster.phase-lost'));
  await expect(page.locator('[data-place="1"]')).toContainText(say('cluster.phase-foreign'));
}
