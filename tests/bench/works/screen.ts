/** What the app costs and how smooth it is while much goes on: the product as it is started, in a real browser. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright';
import { type RunningCluster, startCluster } from '../../support/product.ts';
import type { Cluster } from '../engine.ts';
import type { Lab } from '../lab.ts';
import { cpuSeconds, memoryMiB } from '../processes.ts';
import { framesOf, openBrowser, openWindow } from '../screen/window.ts';

const brokers = 3;
const messagesPerS = 100_000;
const sizeBytes = 100;
const topicCount = 1000;
const groupCount = 300;

/** Map and charts side by side, a live tail in a second window, while messages pour in. */
export async function screen(lab: Lab): Promise<void> {
  const app = await startCluster(brokers, { arguments: ['--ui'] });
  const browser = await openBrowser();
  try {
    await lab.load('topic', asCluster(app), 'busy', 12, brokers);
    lab.add('firstPaint', await firstPaintSeconds(await browser.newPage(), app));
    const { screenSeconds } = lab.sizes;
    const load = lab.load(
      'paced',
      asCluster(app),
      'busy',
      messagesPerS,
      sizeBytes,
      screenSeconds + 15,
    );
    const both = await openWindow(browser, app.ui ?? '', '#/cluster||/throughput');
    const tail = await openWindow(browser, app.ui ?? '', '#/messages/busy');
    await both.locator('canvas').first().waitFor();
    await tail.getByRole('grid').first().waitFor();
    await sleep(5_000);
    const main = [app.process.pid as number];
    const [cpu, memory] = [cpuSeconds(main), memoryMiB(main)];
    const frames = await Promise.all([
      framesOf(both, screenSeconds),
      framesOf(tail, screenSeconds),
    ]);
    lab.add('screenMainCpu', ((cpuSeconds(main) - cpu) / screenSeconds) * 100);
    lab.add('screenMainGrowth', memoryMiB(main) - memory);
    lab.add('screenFrames', frames[0].inTimePercent);
    lab.add('screenTailFrames', frames[1].inTimePercent);
    lab.add('screenLongTasks', (frames[0].longTaskMs / screenSeconds / 1000) * 100);
    const { rate } = (await load) as { readonly rate: number };
    lab.add('screenRate', rate / 1000);
  } finally {
    await browser.close();
    await app.stop();
  }
}

/** From the navigation to the first thing that is drawn, on a cluster that is up. */
async function firstPaintSeconds(page: Page, app: RunningCluster): Promise<number> {
  await page.goto(app.ui ?? '');
  await page.getByRole('navigation').first().waitFor();
  const paintMs = await page.evaluate(
    () => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Number.NaN,
  );
  await page.close();
  return paintMs / 1000;
}

/** A cluster with very much in it: how soon lists are there, filtered and sorted. */
export async function screenMany(lab: Lab): Promise<void> {
  const app = await startCluster(1, { arguments: ['--ui'] });
  const browser = await openBrowser();
  try {
    await lab.load('fill', asCluster(app), 'many', topicCount, 12, groupCount);
    const topics = await openWindow(browser, app.ui ?? '', '#/home');
    lab.add('topicsFirstRows', await rowsSeconds(topics, '#/topics', 'many-0'));
    const grid = topics.getByRole('grid').first();
    const filter = topics.getByRole('searchbox').or(topics.getByRole('textbox')).first();
    lab.add(
      'topicsFilter',
      await seconds(topics, async () => {
        await filter.fill('many-777');
        await grid
          .getByRole('row', { name: /many-777/ })
          .first()
          .waitFor();
        await grid
          .getByRole('row', { name: /many-000/ })
          .first()
          .waitFor({ state: 'detached' });
      }),
    );
    await filter.fill('');
    const head = grid
      .getByRole('columnheader')
      .filter({ has: topics.getByRole('button') })
      .first();
    lab.add(
      'topicsSort',
      await seconds(topics, async () => {
        await head.getByRole('button').click();
        if ((await head.getAttribute('aria-sort')) !== 'descending')
          await head.getByRole('button').click();
        await grid
          .getByRole('row', { name: /many-999/ })
          .first()
          .waitFor();
      }),
    );
    const groups = await openWindow(browser, app.ui ?? '', '#/home');
    lab.add('groupsFirstRows', await rowsSeconds(groups, '#/groups', 'many-group-0'));
  } finally {
    await browser.close();
    await app.stop();
  }
}

async function rowsSeconds(page: Page, hash: string, text: string): Promise<number> {
  await page.getByRole('navigation').first().waitFor();
  return seconds(page, async () => {
    await page.evaluate((to) => {
      location.hash = to;
    }, hash);
    await page.getByText(text).first().waitFor();
  });
}

async function seconds(page: Page, work: () => Promise<void>): Promise<number> {
  const startMs = performance.now();
  await work();
  // What is there has been drawn by the next frame.
  await page.evaluate(() => new Promise(requestAnimationFrame));
  return (performance.now() - startMs) / 1000;
}

function asCluster({ bootstrap }: RunningCluster): Cluster {
  return { bootstrap } as Cluster;
}
