import { expect, languages, test } from './product.ts';

for (const language of languages) {
  test.describe(`the doctor (${language})`, () => {
    test.use({ language });

    test('says which line is wrong and what to write, without telling the password', async ({
      page,
      cluster,
      say,
    }) => {
      await page.evaluate(() => {
        window.location.hash = '#/doctor';
      });
      const [first = ''] = cluster.bootstrap.split(',');
      const input = page.getByRole('textbox', { name: say('doctor.input') });
      await input.fill(
        `bootstap.servers=${first}\nsecurity.protocol=SASL_SSL\nsasl.mechanism=PLAIN\n` +
          'sasl.username=bob\nsasl.password=hunter22-secret\nauto.offset.reset=smallest\n',
      );
      await page.getByRole('button', { name: say('doctor.done') }).click();
      await expect(page.getByText('bootstrap.servers=').first()).toBeVisible();
      await expect(page.getByText('auto.offset.reset=earliest').first()).toBeVisible();
      expect(await page.locator('main').innerText()).not.toContain('hunter22-secret');

      // The cluster speaks no TLS: found by looking, and put right at its line.
      await page.getByRole('button', { name: say('doctor.run') }).click();
      await expect(page.getByText(/security\.protocol=SASL_PLAINTEXT/).first()).toBeVisible();
      const check = page.getByRole('row').filter({ hasText: say('doctor.check-tcp') });
      await expect(check.getByText(say('doctor.phase-done'))).toBeVisible();
    });

    test('finds nothing wrong with this cluster', async ({ page, cluster, say }) => {
      await page.evaluate(() => {
        window.location.hash = '#/doctor';
      });
      await expect(page.getByText(cluster.bootstrap).first()).toBeVisible();
      await page.getByRole('button', { name: say('doctor.example-cluster') }).click();
      await page.getByRole('button', { name: say('doctor.run') }).click();
      const rows = page.getByRole('row').filter({ hasText: say('doctor.check-advertised') });
      await expect(rows).toHaveCount(3);
      await expect(rows.getByText(say('doctor.phase-done'))).toHaveCount(3);
      const [what = ''] = say('doctorRules.all-well', {
        target: cluster.brokers[0] ? `127.0.0.1:${cluster.brokers[0].port}` : '',
      }).split('|');
      await expect(page.getByText(what)).toBeVisible();
    });
  });
}
