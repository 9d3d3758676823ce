import { expect, test } from './product.ts';

test.describe('topics and messages', () => {
  test('a topic is created, configured, filled, read and deleted', async ({ page, say }) => {
    await expect(page.getByRole('heading', { name: say('home.titleReady') })).toBeVisible();
    const create = page.getByRole('button', { name: say('topics.create') }).first();
    await expect(async () => {
      await page.keyboard.press('2');
      await expect(create).toBeVisible({ timeout: 1000 });
    }).toPass();
    await create.click();
    const form = page.getByRole('dialog');
    await form.getByLabel(say('topics.name'), { exact: true }).fill('bad name');
    await expect(form.getByText(say('topics.nameWrong'))).toBeVisible();
    await form.getByLabel(say('topics.name'), { exact: true }).fill('audit');
    await form.getByLabel(say('topics.partitionCount')).fill('2');
    await form.getByRole('button', { name: say('topics.addConfig') }).click();
    await form.getByLabel(say('topics.configName')).fill('retention.ms');
    await form.getByLabel(say('topics.configValue'), { exact: true }).fill('3600000');
    await form.getByRole('button', { name: say('topics.create') }).click();

    await expect(page.getByRole('heading', { name: /audit/ })).toBeVisible();
    await page.getByRole('tab', { name: say('topics.tab-settings') }).click();
    const retention = page.getByRole('row').filter({ hasText: 'retention.ms' }).first();
    await expect(retention).toContainText('3600000');
    await expect(retention).toContainText(say('configs.source-topic'));
    await page.getByRole('button', { name: say('configs.edit', { name: 'retention.ms' }) }).click();
    await page.getByRole('button', { name: say('configs.reset') }).click();
    await expect(retention).not.toContainText('3600000');

    await page.getByRole('link', { name: say('topics.readMessages') }).click();
    await expect(page.getByText(say('messages.emptyTitle'))).toBeVisible();
    await page.getByRole('button', { name: say('messages.produce') }).click();
    const produce = page.getByRole('region', {
      name: say('messages.produceTo', { topic: 'audit' }),
    });
    for (const key of ['alice', 'bob']) {
      await produce.getByRole('textbox', { name: say('messages.key'), exact: true }).fill(key);
      await produce.getByRole('textbox', { name: say('messages.value') }).fill(`{"who":"${key}"}`);
      await produce.getByRole('button', { name: say('messages.send'), exact: true }).click();
      await expect(page.getByRole('row').filter({ hasText: key })).toHaveCount(1);
    }

    // Only Alice's, from the beginning; then the whole message in the drawer.
    await page.getByText(say('messages.fromBeginning'), { exact: true }).click();
    await page.getByRole('textbox', { name: say('messages.filterKey') }).fill('ali');
    await expect(page.getByRole('row').filter({ hasText: 'bob' })).toHaveCount(0);
    await page.getByRole('row').filter({ hasText: 'alice' }).click();
    await expect(page.getByText('"alice"', { exact: true })).toBeVisible();

    await page.getByRole('link', { name: say('frame.topics'), exact: true }).click();
    await page.getByRole('main').getByRole('link', { name: 'audit' }).click();
    await page.getByRole('button', { name: say('common.actionsFor', { name: 'audit' }) }).click();
    await page.getByRole('menuitem', { name: say('topics.deleteTopic') }).click();
    const confirm = page.getByRole('dialog');
    const remove = confirm.getByRole('button', { name: say('topics.deleteTopic') });
    await expect(remove).toBeDisabled();
    await confirm.getByRole('textbox').fill('audit');
    await remove.click();
    await expect(page.getByRole('main').getByRole('link', { name: 'audit' })).toHaveCount(0);
  });

  test('a taken name is refused with what to do', async ({ page, say }) => {
    await page.getByRole('button', { name: say('home.send') }).click();
    await expect(page.getByText(say('home.arrivedTitle'))).toBeVisible();
    await page.evaluate(() => {
      window.location.hash = '#/topics?create=1';
    });
    const form = page.getByRole('dialog');
    await form.getByLabel(say('topics.name'), { exact: true }).fill('hello-rivulet');
    await expect(form.getByText(say('topics.nameTaken'))).toBeVisible();
  });
});
