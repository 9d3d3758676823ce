import { connect } from 'node:net';
import { expect, go, languages, test } from './product.ts';

/** What each broker is and does, read off real ones. */

for (const language of languages) {
  test.describe(`brokers (${language})`, () => {
    test.use({ language });

    test('are listed with their addresses, and open', async ({ page, cluster, say }) => {
      await go(page, '#/brokers');
      for (const { host, port } of cluster.brokers) {
        await expect(page.getByText(`${host}:${port}`, { exact: true })).toBeVisible();
      }
      await expect(page.getByText(say('brokers.role-active-controller')).first()).toBeVisible();
      await page
        .getByRole('main')
        .getByRole('link', { name: say('common.broker', { id: 1 }) })
        .click();
      await expect(page.getByRole('tab', { name: say('brokers.tab-log') })).toBeVisible();
    });
  });
}

test.describe('one broker', () => {
  test('takes a dynamic setting, and gives it back', async ({ page, say }) => {
    await go(page, '#/brokers/1?q=log.cleaner.threads');
    const row = page.getByRole('row').filter({ hasText: 'log.cleaner.threads' });
    await expect(row).toContainText(say('configs.source-default'));
    await row.getByRole('button').click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: 'log.cleaner.threads' }).fill('2');
    await dialog.getByRole('button', { name: say('common.save') }).click();
    await expect(row).toContainText(say('configs.source-broker'));
    await page.getByRole('button', { name: say('common.undo') }).click();
    await expect(row).toContainText(say('configs.source-default'));
  });

  test('says what needs a restart', async ({ page, say }) => {
    await go(page, '#/brokers/1?q=broker.rack');
    const row = page.getByRole('row').filter({ hasText: 'broker.rack' });
    await expect(row).toContainText(say('configs.readOnly'));
  });

  test('writes its log as it happens', async ({ page, cluster, say }) => {
    await go(page, '#/brokers/1?tab=log');
    const log = page.getByRole('region', { name: say('brokers.tab-log') });
    await expect(log).toBeVisible();
    await page.getByRole('textbox', { name: say('brokers.filterLog') }).fill('not served here');
    // A request that no Kafka knows makes the broker complain.
    await sendNonsense(cluster.brokers[0]?.port ?? 0);
    await expect(log.getByText('not served here').first()).toBeVisible({ timeout: 30_000 });
  });

  test('tells who is connected and where its replicas lie', async ({ page, say }) => {
    await go(page, '#/brokers/1?tab=connections');
    await expect(page.getByRole('row').filter({ hasText: 'rivulet' }).first()).toBeVisible();
    await go(page, '#/brokers/1?tab=disks');
    await expect(page.getByText(/broker-1$/).first()).toBeVisible();
    await go(page, '#/brokers/1?tab=versions');
    await expect(page.getByRole('row').filter({ hasText: 'metadata.version' })).toBeVisible();
    await expect(page.getByText(say('brokers.apis')).first()).toBeVisible();
  });
});

/** A frame with an API key that nothing serves. */
async function sendNonsense(port: number): Promise<void> {
  const frame = Buffer.alloc(14);
  frame.writeInt32BE(10, 0);
  frame.writeInt16BE(999, 4);
  frame.writeInt16BE(0, 6);
  frame.writeInt32BE(1, 8);
  frame.writeInt16BE(-1, 12);
  await new Promise<void>((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(frame));
    socket.on('close', () => resolve());
    socket.on('error', () => resolve());
  });
}
