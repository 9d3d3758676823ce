/** How each view looks, light and dark: pictures that were looked at before they were kept. */
import type { Locator, Page } from '@playwright/test';
import { Producer, stringSerializers } from '@platformatic/kafka';
import { rivulet } from '../support/product.ts';
import { expect, go, test } from './product.ts';
import type { Say } from './words.ts';

const themes = ['light', 'dark'] as const;

/** A picture's name, and the address of what is on it. */
const views = [
  ['home', '#/home'],
  ['cluster', '#/cluster?internal=hidden'],
  ['partition', '#/cluster?internal=hidden&partition=orders/0'],
  ['brokers', '#/brokers'],
  ['topics', '#/topics'],
  ['topic', '#/topics/orders'],
  ['messages', '#/messages/orders?from=beginning'],
  ['producers', '#/producers'],
  ['groups', '#/groups'],
  ['group', '#/groups/billing'],
  ['throughput', '#/throughput?range=1h'],
  ['follow', '#/follow'],
  ['scenarios', '#/scenarios'],
  ['scenario', '#/scenarios/e-commerce'],
  ['new-scenario', '#/scenarios?new=1'],
  ['questions', '#/questions'],
  ['need-kafka', '#/questions/need-kafka?path=nnyy'],
  ['terminal', '#/terminal'],
  ['doctor', '#/doctor'],
  ['settings', '#/settings/general'],
] as const;

test.use({
  viewport: { width: 1280, height: 800 },
  colorScheme: 'light',
  contextOptions: { reducedMotion: 'reduce' },
  trace: 'off',
});
test.setTimeout(300_000);

test('every view looks as it did', async ({ page, cluster, say }) => {
  const producer = await fill(cluster.bootstrap);
  // What was written is no longer "now".
  await go(page, '#/home');
  await expect(page.getByText('0/s', { exact: true })).toHaveCount(2, { timeout: 60_000 });
  // That its lag stands still is told once it was watched for a while.
  await expect(page.getByText('billing').first()).toBeVisible({ timeout: 60_000 });
  for (const [name, address] of views) {
    await go(page, address);
    await expect(page.getByRole('heading').first(), address).toBeVisible();
    await expect(page.getByRole('status', { name: say('common.loading') })).toHaveCount(0);
    if (name === 'group') {
      // Its trend is known after it was watched for a while.
      const trend = page.getByText(say('groups.forecast-standing'));
      await expect(trend).toBeVisible({ timeout: 30_000 });
    }
    for (const theme of themes) {
      await page.emulateMedia({ colorScheme: theme });
      await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', theme);
      // Fonts are drawn a little differently from one system to the next; a panel that is
      // missing or a row that has moved is far more than this.
      await expect.soft(page).toHaveScreenshot(`${name}-${theme}.png`, {
        animations: 'disabled',
        caret: 'hide',
        mask: moving(page, say),
        maskColor: '#808080',
        maxDiffPixelRatio: 0.006,
      });
    }
  }
  await producer.close();
});

/** What is different at each start: addresses, clocks, process numbers, and what happened when. */
function moving(page: Page, say: Say): Locator[] {
  return [
    page.locator('time, canvas'),
    page.getByText(/127\.0\.0\.1|\d\d:\d\d:\d\d/),
    page.locator('[data-place]'),
    page.getByRole('list', { name: say('throughput.marks') }),
    page.getByRole('img', { name: say('home.spark') }),
    page.getByRole('complementary', { name: say('frame.drawer') }),
  ];
}

/** The same topics on the same brokers, the same messages, a group that has read some. */
async function fill(bootstrap: string): Promise<{ close(): Promise<void> }> {
  const to = ['--bootstrap-server', bootstrap];
  const replicas = '1:2:3,2:3:1,3:1:2';
  for (const topic of ['orders', 'payments', 'shipments']) {
    const made = ['--create', '--topic', topic, '--replica-assignment', replicas];
    expect((await rivulet('kafka-topics', ...to, ...made)).code).toBe(0);
  }
  const producer = new Producer({
    clientId: 'shop',
    bootstrapBrokers: bootstrap.split(','),
    serializers: stringSerializers,
  });
  const startMs = Date.now();
  const messages = Array.from({ length: 30 }, (_, index) => ({
    topic: 'orders',
    partition: index % 3,
    timestamp: BigInt(startMs + index),
    key: `order-${index}`,
    value: JSON.stringify({ order: index, amount: index * 5, city: 'Seoul' }),
  }));
  await producer.send({ messages, acks: -1 });
  const reset = ['--reset-offsets', '--group', 'billing', '--topic', 'orders', '--to-offset', '4'];
  expect((await rivulet('kafka-consumer-groups', ...to, ...reset, '--execute')).code).toBe(0);
  return { close: () => producer.close() };
}
