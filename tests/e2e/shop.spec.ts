import type { Locator } from '@playwright/test';
import { expect, languages, test } from './product.ts';

const titles = {
  en: { payment: 'Payment service', order: 'Order service', shop: 'Online shop' },
  ko: { payment: '결제 서비스', order: '주문 서비스', shop: '온라인 쇼핑몰' },
} as const;

for (const language of languages) {
  test.describe(`the shop (${language})`, () => {
    test.use({ language });
    test.setTimeout(120_000);

    test('keeps orders while the payment is down and pays each once', async ({ page, say }) => {
      const { payment, order, shop } = titles[language];
      await page.getByRole('link', { name: say('frame.scenarios') }).click();
      await page.getByRole('link', { name: shop }).click();
      await page.getByRole('button', { name: say('scenarios.run'), exact: true }).click();
      const box = page.getByRole('group', { name: payment });
      const orders = page.getByRole('group', { name: order });
      await expect(orders.getByText(say('scenarios.up'), { exact: true })).toBeVisible({
        timeout: 30_000,
      });
      await expect(box.getByText(say('scenarios.up'), { exact: true })).toBeVisible({
        timeout: 30_000,
      });
      await page.getByRole('combobox', { name: say('scenarios.speed') }).click();
      await page.getByRole('option', { name: '5×', exact: true }).click();

      // Down: orders go on and queue up before it.
      await page
        .getByRole('button', { name: say('scenarios.takeDownNamed', { title: payment }) })
        .click();
      await expect(box.getByText(say('scenarios.down'), { exact: true })).toBeVisible();
      await expect.poll(() => waitingIn(box), { timeout: 30_000 }).toBeGreaterThan(30);
      const before = await waitingIn(box);
      await expect.poll(() => waitingIn(box), { timeout: 30_000 }).toBeGreaterThan(before);

      // Its consumer group says the same.
      await page.getByRole('link', { name: say('frame.groups'), exact: true }).click();
      const group = page.getByRole('row').filter({ hasText: 'payment-service' });
      await expect(group.getByText(say('groups.phase-empty'))).toBeVisible();
      await expect
        .poll(async () => numberIn(await group.getByRole('gridcell').nth(-2).innerText()))
        .toBeGreaterThan(30);
      await page.goBack();

      // Back: all of them are processed.
      await page
        .getByRole('button', { name: say('scenarios.bringUpNamed', { title: payment }) })
        .click();
      await expect.poll(() => waitingIn(box), { timeout: 40_000 }).toBeLessThan(30);

      // Stop takes no new orders; when the last one is through, the tables prove it.
      await page.getByRole('button', { name: say('scenarios.stop'), exact: true }).click();
      const finished = page.getByText(say('scenarios.phase-finished'), { exact: true });
      await expect(finished.first()).toBeVisible({ timeout: 40_000 });
      const expectations = page.getByRole('listitem').filter({
        has: page.getByText(say('scenarios.expect-holds'), { exact: true }),
      });
      await expect(expectations).toHaveCount(7);
      await page.getByRole('tab', { name: say('studio.tabRuns') }).click();
      const result = page.getByRole('cell', { name: say('scenarios.resultHolds') });
      await expect(result.first()).toBeVisible();
    });
  });
}

/** `12 waiting`, `12건 대기`. */
async function waitingIn(box: Locator): Promise<number> {
  const text = await box.getByText(/\d (waiting)|\d건 대기/).innerText();
  return numberIn(text);
}

function numberIn(text: string): number {
  return Number(text.replaceAll(/\D/g, ''));
}
