import { expect, languages, test } from './product.ts';

for (const language of languages) {
  test.describe(`a newcomer (${language})`, () => {
    test.use({ language });

    test('copies the address, sends a first message and sees it arrive', async ({
      page,
      cluster,
      say,
      context,
    }) => {
      await context.grantPermissions(['clipboard-read', 'clipboard-write']);
      await expect(page.getByRole('heading', { name: say('home.titleReady') })).toBeVisible();
      await expect(page.locator('html')).toHaveAttribute('lang', language);

      await page.getByRole('button', { name: say('home.copyAddress'), exact: true }).click();
      const copied = await page.evaluate(() => navigator.clipboard.readText());
      expect(copied).toBe(cluster.bootstrap);

      await page.getByRole('button', { name: say('home.send') }).click();
      await expect(page.getByText(say('home.arrivedTitle'))).toBeVisible();

      await page.getByRole('link', { name: say('home.seeMessages') }).click();
      await expect(page.getByRole('heading', { name: say('messages.title') })).toBeVisible();
      const row = page.getByRole('row').filter({ hasText: say('home.defaultMessage') });
      await expect(row).toHaveCount(1);
    });

    test('gets the code that connects an app, with this address in it', async ({
      page,
      cluster,
      say,
    }) => {
      const names = [
        'Java',
        'Spring',
        'Kotlin',
        'Node kafkajs',
        'Node platformatic',
        'Python',
        'Go',
        '.NET',
        'Rust',
        'kcat',
      ];
      for (const side of ['home.sideReceive', 'home.sideSend'] as const) {
        await page.getByText(say(side), { exact: true }).click();
        for (const name of names) {
          await page.getByRole('tab', { name, exact: true }).click();
          const code = page.getByRole('tabpanel');
          await expect(code).toContainText(cluster.bootstrap.split(',')[2] ?? '');
          await expect(code).toContainText('hello-rivulet');
        }
      }
      await expect(page.getByRole('heading', { name: say('home.connectTitle') })).toBeVisible();
    });
  });
}
