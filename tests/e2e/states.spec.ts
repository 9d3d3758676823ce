/** Every view while the cluster is empty, short of a broker, down, or out of reach: it says so, and comes back. */
import type { Page } from '@playwright/test';
import { expect, go, test } from './product.ts';
import type { Say } from './words.ts';

const addresses = [
  '#/home',
  '#/cluster',
  '#/brokers',
  '#/brokers/1',
  '#/brokers/3',
  '#/topics',
  '#/topics/hello-rivulet',
  '#/messages',
  '#/messages/hello-rivulet',
  '#/producers',
  '#/groups',
  '#/groups/nobody',
  '#/throughput',
  '#/throughput?by=topic',
  '#/scenarios',
  '#/doctor',
  '#/settings',
];
const settledMs = 15_000;

/** No view waits forever, none is blank, and none shows what only a program would write. */
async function expectViews(page: Page, say: Say, state: string): Promise<void> {
  for (const address of addresses) {
    await go(page, address);
    const where = `${address}, ${state}`;
    const main = page.getByRole('main');
    await expect(main.getByRole('heading').first(), where).toBeVisible({ timeout: settledMs });
    const waiting = main.getByRole('status', { name: say('common.loading') });
    await expect(waiting, where).toHaveCount(0, { timeout: settledMs });
    expect
      .soft(await main.innerText(), where)
      .not.toMatch(/NaN|undefined|\bnull\b|Invalid Date|\[object/);
    if (process.env['RIVULET_SHOTS'] !== undefined) {
      const name = where.replaceAll(/[^a-z0-9]+/gi, '-');
      await page.screenshot({ path: `${process.env['RIVULET_SHOTS']}/${name}.png` });
    }
  }
}

test('an empty cluster, one without a broker, and one that is stopped', async ({ page, say }) => {
  test.setTimeout(300_000);
  await expect(page.getByText(say('frame.brokersUp', { up: 3, all: 3 }))).toBeVisible();
  await expectViews(page, say, 'empty');

  await go(page, '#/home');
  await page.getByRole('button', { name: say('home.send') }).click();
  await expect(page.getByText(say('home.arrivedTitle'))).toBeVisible();
  await go(page, '#/cluster?broker=3&act=stop');
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: say('cluster.stopBroker', { id: 3 }) }).click();
  await expect(page.getByText(say('frame.brokersUp', { up: 2, all: 3 }))).toBeVisible();
  await expectViews(page, say, 'one down');

  await go(page, '#/settings/clusters');
  await page
    .getByRole('main')
    .getByRole('button', { name: /^Stop / })
    .click();
  const confirm = page.getByRole('dialog').getByRole('button', { name: say('settings.stop') });
  await confirm
    .or(page.getByText(say('frame.stoppedBanner')))
    .first()
    .waitFor();
  if (await confirm.isVisible()) await confirm.click();
  await expect(page.getByText(say('frame.stoppedBanner'))).toBeVisible();
  await expectViews(page, say, 'all stopped');

  await go(page, '#/settings/clusters');
  await page
    .getByRole('main')
    .getByRole('button', { name: /^Start / })
    .click();
  await expect(page.getByText(say('frame.stoppedBanner'))).toBeHidden({ timeout: 30_000 });
  await go(page, '#/messages/hello-rivulet?from=beginning');
  await expect(page.getByText(say('home.defaultMessage'))).toBeVisible();
});

test('an app that hangs and one that is gone: the page says so, and goes on by itself', async ({
  page,
  cluster,
  say,
}) => {
  await page.getByRole('button', { name: say('home.send') }).click();
  await expect(page.getByText(say('home.arrivedTitle'))).toBeVisible();
  await go(page, '#/messages/hello-rivulet');
  await expect(page.getByText(say('home.defaultMessage'))).toBeVisible();
  const lost = page.getByText(say('frame.lost'));
  cluster.process.kill('SIGSTOP');
  await expect(lost).toBeVisible({ timeout: 30_000 });
  await expect(page.getByText(say('home.defaultMessage'))).toBeVisible();
  cluster.process.kill('SIGCONT');
  await expect(lost).toBeHidden({ timeout: 30_000 });
  await go(page, '#/home');
  await page.getByRole('button', { name: say('home.send') }).click();
  await expect(page.getByText(say('home.arrivedTitle'))).toBeVisible();

  cluster.process.kill('SIGKILL');
  await expect(lost).toBeVisible({ timeout: 30_000 });
  await expect(page.getByText(say('home.arrivedTitle'))).toBeVisible();
  for (const address of addresses) {
    await go(page, address);
    await expect(page.getByRole('main').getByRole('heading').first(), address).toBeVisible();
    await expect(lost, address).toBeVisible();
  }
});
