/** A scenario file that is opened: asked about, checked, added, run from the list, removed. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, go, languages, test } from './product.ts';

const shop = readFileSync(
  new URL('../../resources/scenarios/e-commerce.rivulet.yaml', import.meta.url),
);
const titles = { en: 'Shop next door', ko: '옆집 가게' } as const;

for (const language of languages) {
  test.describe(`a scenario file (${language})`, () => {
    test.use({ language });

    test('is added when one says so, and removed again', async ({ page, say }) => {
      const folder = mkdtempSync(join(tmpdir(), 'rivulet-scenario-'));
      const file = join(folder, 'next-door.rivulet.yaml');
      const address = `#/scenarios?${new URLSearchParams({ import: file }).toString()}`;
      const title = titles[language];
      const add = page.getByRole('button', { name: say('scenarios.add'), exact: true });
      try {
        writeFileSync(file, 'name: [');
        await go(page, address);
        await expect(page.getByText(file, { exact: true })).toBeVisible();
        await add.click();
        await expect(page.getByRole('alert')).toContainText(`${file}`);

        const text = shop.toString().replace('name: e-commerce', 'name: next-door');
        const [named] = /en: Online shop\n.*ko: .*/.exec(text) ?? [];
        writeFileSync(file, text.replace(named ?? '', `en: ${titles.en}\n  ko: ${titles.ko}`));
        await add.click();
        await expect(page.getByRole('heading', { level: 1 })).toContainText(title);
        rmSync(file);

        await page
          .getByRole('navigation')
          .getByRole('link', { name: say('frame.scenarios') })
          .click();
        await page.getByRole('link', { name: title }).click();
        await page.getByRole('button', { name: say('scenarios.remove'), exact: true }).click();
        await page.getByRole('button', { name: say('scenarios.removeScenario') }).click();
        await expect(page.getByRole('heading', { name: say('scenarios.title') })).toBeVisible();
        await expect(page.getByRole('link', { name: title })).toHaveCount(0);
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    });
  });
}
