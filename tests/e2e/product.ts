/** The real product for each test: its brokers, the browser shell, and a page that is open on it. */
import { test as base, type Page } from '@playwright/test';
import { type RunningCluster, startCluster } from '../support/product.ts';
import { type Language, type Say, wordsIn } from './words.ts';

type Product = {
  readonly language: Language;
  readonly brokerCount: number;
  readonly cluster: RunningCluster;
  readonly say: Say;
};

export { expect } from '@playwright/test';

/** A page whose system asks for `language`, opened where a newcomer arrives. */
export const test = base.extend<Product>({
  language: ['en', { option: true }],
  locale: async ({ language }, provide) => provide(language === 'ko' ? 'ko-KR' : 'en-US'),
  brokerCount: [3, { option: true }],
  cluster: async ({ brokerCount }, provide) => {
    const cluster = await startCluster(brokerCount, { arguments: ['--ui'] });
    await provide(cluster);
    await cluster.stop();
  },
  say: async ({ language }, provide) => provide(wordsIn(language)),
  page: async ({ page, cluster }, provide) => {
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(error.message));
    await page.goto(cluster.ui ?? '');
    // The page trades the token in its address before anything else may be written there.
    await page.waitForFunction(() => !window.location.hash.includes('token='));
    await provide(page);
    if (errors.length > 0) throw new Error(`The page failed: ${errors.join('; ')}`);
  },
});

/** To a view, as a link to it would. */
export async function go(page: Page, hash: string): Promise<void> {
  await page.evaluate((address) => {
    window.location.hash = address;
  }, hash);
}

export const languages = ['en', 'ko'] as const satisfies readonly Language[];
