/** The charts of Throughput against a client that counts. */
import { rmSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { Producer, stringSerializers } from '@platformatic/kafka';
import { startCluster, temporaryFolder } from '../support/product.ts';
import { expect, go, test } from './product.ts';
import { wordsIn } from './words.ts';

const say = wordsIn('en');
const perTurn = 50;
const turnMs = 50;

/** Sends as evenly as it can; tells how many messages were acknowledged between two moments. */
function counting(bootstrap: string, clientId: string) {
  const producer = new Producer({
    clientId,
    bootstrapBrokers: bootstrap.split(','),
    serializers: stringSerializers,
    autocreateTopics: true,
    retries: 20,
    retryDelay: 100,
  });
  const acknowledged: { readonly atMs: number; readonly count: number }[] = [];
  let isOver = false;
  let total = 0;
  const run = async () => {
    while (!isOver) {
      const startMs = Date.now();
      const messages = Array.from({ length: perTurn }, (_, index) => ({
        topic: 'counted',
        key: String(index),
        value: 'x'.repeat(100),
      }));
      await producer.send({ messages, acks: -1 }).then(
        () => {
          total += perTurn;
          acknowledged.push({ atMs: Date.now(), count: total });
        },
        // A leader was killed: what was not acknowledged is not counted.
        () => undefined,
      );
      const restMs = startMs + turnMs - Date.now();
      if (restMs > 0) await new Promise((resolve) => setTimeout(resolve, restMs));
    }
  };
  const running = run();
  return {
    total: () => total,
    /** Per second between two moments, over whole turns. */
    rateBetween: (fromMs: number, toMs: number) => {
      const within = acknowledged.filter(({ atMs }) => atMs >= fromMs && atMs <= toMs);
      const [first, last] = [within[0], within.at(-1)];
      if (!first || !last || first === last) return 0;
      return ((last.count - first.count) * 1000) / (last.atMs - first.atMs);
    },
    stop: async () => {
      isOver = true;
      await running;
      await producer.close();
    },
  };
}

type NumberRow = { readonly time: string; readonly [series: string]: string | number | null };

/** The numbers behind the first chart, as its export gives them; oldest first. */
async function numbers(page: Page): Promise<readonly NumberRow[]> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    (async () => {
      await page
        .getByRole('button', { name: say('common.export') })
        .first()
        .click();
      await page.getByRole('menuitem', { name: say('common.exportJson') }).click();
    })(),
  ]);
  const chunks: Buffer[] = [];
  for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer);
  const rows = JSON.parse(Buffer.concat(chunks).toString()) as Record<string, unknown>[];
  const timeName = say('common.time');
  return rows
    .map((row) => ({ ...row, time: String(row['time'] ?? row[timeName]) }) as NumberRow)
    .reverse();
}

const seriesOf = (row: NumberRow | undefined, name: string): number => Number(row?.[name] ?? 0);

test('rates on screen are those that a client counted', async ({ page, cluster }) => {
  const client = counting(cluster.bootstrap, 'counting-client');
  await expect.poll(client.total, { timeout: 30_000 }).toBeGreaterThan(0);
  await go(page, '#/throughput?by=topic&unit=records&table=1');
  await expect
    .poll(async () => (await numbers(page)).filter((row) => seriesOf(row, 'counted') > 0).length, {
      timeout: 60_000,
      intervals: [3_000],
    })
    .toBeGreaterThan(20);
  // Full seconds from the first to the last: each point is the mean of the second before it.
  const rows = (await numbers(page)).filter((row) => seriesOf(row, 'counted') > 0).slice(2, -1);
  const [fromMs, toMs] = [rows[0], rows.at(-1)].map((row) => Date.parse(String(row?.time)));
  const sum = rows.slice(1).reduce((total, row) => total + seriesOf(row, 'counted'), 0);
  const shown = sum / (rows.length - 1);
  const counted = client.rateBetween(fromMs as number, toMs as number);
  expect(Math.abs(shown - counted) / counted).toBeLessThan(0.01);

  // The same by client, and what its requests took.
  await go(page, '#/throughput?by=client&unit=records');
  await expect(page.getByRole('row', { name: /counting-client@/ })).toBeVisible();
  await go(page, '#/throughput?show=latency&api=Produce');
  const total = page.getByRole('row', { name: say('throughput.part-total') });
  await expect(total).toContainText(/\d ms/);
  await client.stop();
});

test('a kill stands on the time axis, and a span is zoomed into', async ({ page, cluster }) => {
  const client = counting(cluster.bootstrap, 'steady');
  await expect.poll(client.total, { timeout: 30_000 }).toBeGreaterThan(0);
  await go(page, '#/throughput?by=topic&unit=records');
  const chart = page.getByRole('group', { name: new RegExp(`^${say('throughput.in')}:`) });
  await expect(chart).toBeVisible();
  process.kill(cluster.brokers[1]?.pid as number, 'SIGKILL');
  const marks = page.getByRole('list', { name: say('throughput.marks') });
  const killed = marks.getByRole('button', { name: /(Broker|broker) 2/ }).first();
  await expect(killed).toBeVisible({ timeout: 30_000 });
  await killed.focus();
  await expect(page.getByRole('tooltip')).toContainText('2');

  // Dragging selects; the address says what is shown, and Back leads out again.
  // Only since the start of the client is there something to select: around the kill.
  const places = async () => {
    const [box, mark] = [await chart.boundingBox(), await killed.boundingBox()];
    if (!box || !mark) throw new Error('the chart has no place');
    return { box, mark };
  };
  // Seconds after the kill have been measured as well.
  const afterPx = async () => {
    const { box, mark } = await places();
    return box.x + box.width - mark.x;
  };
  await expect.poll(afterPx, { timeout: 30_000 }).toBeGreaterThan(150);
  const { box, mark } = await places();
  await page.mouse.move(mark.x - 20, box.y + 60);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width - 20, box.y + 70, { steps: 8 });
  await page.mouse.up();
  await expect(page).toHaveURL(/from=\d+&to=\d+/);
  await expect(chart).toBeVisible();
  await page.goBack();
  await expect(page).not.toHaveURL(/from=/);

  // The same by keys.
  await chart.focus();
  for (let times = 0; times < 3; times++) await page.keyboard.press('ArrowLeft');
  await expect(page.getByRole('status').filter({ hasText: 'counted' })).toBeVisible();
  for (let times = 0; times < 6; times++) await page.keyboard.press('Shift+ArrowLeft');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/from=\d+&to=\d+/);
  await page.getByRole('button', { name: say('throughput.toNow') }).click();
  await expect(page).not.toHaveURL(/from=/);
  await client.stop();
});

test('history is there after a restart, with the time in between as a gap', async ({ browser }) => {
  const dataDir = temporaryFolder();
  const first = await startCluster(3, { dataDir, arguments: ['--ui'] });
  const client = counting(first.bootstrap, 'before');
  await expect.poll(client.total, { timeout: 30_000 }).toBeGreaterThan(2_000);
  await client.stop();
  await first.stop();
  const second = await startCluster(3, { dataDir, arguments: ['--ui'] });
  try {
    const page = await browser.newPage();
    await page.goto(second.ui ?? '');
    await go(page, '#/throughput?by=topic&unit=records&range=1h&table=1');
    // A span of ten seconds that was begun before the stop is rolled up once it is over.
    await expect
      .poll(async () => (await numbers(page)).some((row) => seriesOf(row, 'counted') > 0), {
        timeout: 60_000,
        intervals: [3_000],
      })
      .toBe(true);
  } finally {
    await second.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
});

test('Prometheus reads the same', async ({ page, cluster, request }) => {
  const client = counting(cluster.bootstrap, 'scraped');
  await expect.poll(client.total, { timeout: 30_000 }).toBeGreaterThan(1_000);
  await client.stop();
  const origin = new URL(page.url()).origin;
  const counted = async () => {
    const text = await (await request.get(`${origin}/metrics`)).text();
    const pattern = /messagesin_total\{broker="\d+",topic="counted"\} (\d+)/g;
    return [...text.matchAll(pattern)].reduce((sum, [, value]) => sum + Number(value), 0);
  };
  await expect.poll(counted, { timeout: 10_000 }).toBe(client.total());
  const fromPage = await request.get(`${origin}/metrics`, {
    headers: { origin: 'https://example.com' },
  });
  expect(fromPage.status()).toBe(403);
});
