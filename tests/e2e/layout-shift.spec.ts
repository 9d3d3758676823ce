import { execFile } from 'node:child_process';
import { rivulet } from '../support/product.ts';
import { expect, test } from './product.ts';

type ShiftEntry = PerformanceEntry & {
  readonly value: number;
  readonly hadRecentInput: boolean;
  readonly sources: readonly { readonly node: Element | null }[];
};

declare global {
  interface Window {
    shifts: { value: number; where: string }[];
  }
}

const views = ['home', 'cluster', 'topics', 'messages/orders', 'groups', 'throughput'];

/** Chrome calls less than this good for a whole visit. */
const shiftMax = 0.01;
const updates = 12;

test('nothing moves about while data streams', async ({ page, cluster, say }) => {
  test.setTimeout(240_000);
  await expect(page.getByRole('heading', { name: say('home.titleReady') })).toBeVisible();
  const bootstrap = ['--bootstrap', cluster.bootstrap];
  const created = await rivulet('topics', 'create', 'orders', '--partitions', '6', ...bootstrap);
  expect(created.err).toBe('');
  const traffic = startTraffic(cluster.bootstrap);
  try {
    for (const view of views) {
      await page.evaluate((hash) => (window.location.hash = hash), `#/${view}`);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      await expect(page.getByRole('status', { name: say('common.loading') })).toHaveCount(0);
      // The first values are in their places by the time the second ones arrive.
      await page.evaluate(countUpdates, 4);
      await page.evaluate(watchShifts);
      await page.evaluate(countUpdates, updates);
      const shifts = await page.evaluate(() => window.shifts);
      const sum = shifts.reduce((total, { value }) => total + value, 0);
      expect(sum, `${view}: ${JSON.stringify(shifts.slice(0, 5))}`).toBeLessThan(shiftMax);
    }
  } finally {
    traffic.stop();
  }
});

/** Resolves after the screen has changed so many times, a quarter of a second apart or more. */
function countUpdates(count: number): Promise<void> {
  return new Promise((resolve) => {
    let seen = 0;
    let lastMs = 0;
    const observer = new MutationObserver(() => {
      if (performance.now() - lastMs < 250) return;
      lastMs = performance.now();
      seen += 1;
      if (seen < count) return;
      observer.disconnect();
      resolve();
    });
    observer.observe(document.body, {
      childList: true,
      subtree: true,
      characterData: true,
      attributes: true,
    });
  });
}

function watchShifts(): void {
  window.shifts = [];
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as ShiftEntry[]) {
      if (entry.hadRecentInput) continue;
      const node = entry.sources[0]?.node;
      const where = node instanceof Element ? `${node.tagName}.${node.className}` : 'text';
      window.shifts.push({ value: entry.value, where });
    }
  }).observe({ type: 'layout-shift', buffered: false });
}

/** Records of a real client, a few hundred a second, in sizes and numbers that change. */
function startTraffic(bootstrap: string): { stop: () => void } {
  let isOn = true;
  const send = () => {
    if (!isOn) return;
    const count = 20 + Math.floor(Math.random() * 200);
    const lines = Array.from({ length: count }, (_, index) => `key-${index}:${'x'.repeat(index)}`);
    const child = execFile('kcat', ['-P', '-b', bootstrap, '-t', 'orders', '-K:'], send);
    child.stdin?.end(lines.join('\n'));
  };
  send();
  return { stop: () => (isOn = false) };
}
