import { execFileSync } from 'node:child_process';
import { expect, go, test } from './product.ts';
import { rivulet } from '../support/product.ts';

/** What a developer does with topics, over real brokers and with kcat as the application. */

function produce(bootstrap: string, topic: string, lines: readonly string[]): void {
  execFileSync('kcat', ['-P', '-b', bootstrap, '-t', topic, '-K', ':'], {
    input: lines.join('\n'),
  });
}

async function create(
  dataDir: string,
  topic: string,
  partitions: number,
  configs: readonly string[] = [],
): Promise<void> {
  const config = configs.flatMap((one) => ['--config', one]);
  const words = ['topics', 'create', topic, '--partitions', String(partitions), ...config];
  const result = await rivulet(...words, '--data', dataDir);
  if (result.code !== 0) throw new Error(result.err);
}

test.describe('topics', () => {
  test('a purpose fills in the settings, and says why', async ({ page, say }) => {
    await go(page, '#/topics?create=1');
    const form = page.getByRole('dialog');
    await form.getByText(say('topics.preset-table'), { exact: true }).click();
    await expect(form.getByText(say('topics.presetText-table'))).toBeVisible();
    await expect(form.getByText(say('topics.why-compactLatest'))).toBeVisible();
    const name = form.getByLabel(say('topics.name'), { exact: true });
    await name.fill('customers');
    await form.getByRole('button', { name: say('topics.create') }).click();
    await expect(page.getByRole('heading', { name: /customers/ })).toBeVisible();
    const policy = page.getByRole('row').filter({ hasText: 'cleanup.policy' }).first();
    await expect(policy).toContainText('compact');
    await expect(policy).toContainText(say('configs.source-topic'));
  });

  test('a name that would collide is refused while it is typed', async ({ page, cluster, say }) => {
    await create(cluster.dataDir, 'shop_orders', 1);
    await go(page, '#/topics?create=1');
    const form = page.getByRole('dialog');
    await form.getByLabel(say('topics.name'), { exact: true }).fill('shop.orders');
    await expect(
      form.getByText(say('topics.nameCollides', { other: 'shop_orders' })),
    ).toBeVisible();
  });

  test('a setting is changed, and changed back by one click', async ({ page, cluster, say }) => {
    await create(cluster.dataDir, 'orders', 1, ['retention.ms=60000']);
    await go(page, '#/topics/orders?tab=settings');
    const row = page.getByRole('row').filter({ hasText: 'retention.ms' }).first();
    await expect(row).toContainText('60000');
    await row.getByRole('button').click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: 'retention.ms' }).fill('2 h');
    await expect(dialog.getByText('7200000')).toBeVisible();
    await dialog.getByRole('button', { name: say('common.save') }).click();
    await expect(row).toContainText('7200000');
    await page.getByRole('button', { name: say('common.undo') }).click();
    await expect(row).toContainText('60000');
    const told = await rivulet('topics', 'describe', 'orders', '--json', '--data', cluster.dataDir);
    expect(told.out).toContain('"60000"');
  });

  test('records are counted before they are deleted', async ({ page, cluster, say }) => {
    await create(cluster.dataDir, 'events', 1);
    produce(
      cluster.bootstrap,
      'events',
      Array.from({ length: 20 }, (_, index) => `k${index}:v${index}`),
    );
    await go(page, '#/topics/events');
    await page.getByRole('button', { name: say('common.actionsFor', { name: 'events' }) }).click();
    await page.getByRole('menuitem', { name: say('topics.deleteRecords') }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText(say('topics.purge-offset'), { exact: true }).click();
    await dialog.getByLabel(say('topics.purgeBeforeOffset')).fill('5');
    const action = dialog.getByRole('button', {
      name: say('topics.purgeAction', { count: 5, amount: '5' }),
    });
    await expect(action).toBeDisabled();
    await dialog.getByLabel(say('common.typeToConfirm', { text: 'events' })).fill('events');
    await action.click();
    await expect(page.getByText(say('topics.purged', { count: 5, amount: '5' }))).toBeVisible();
    const start = execFileSync('kcat', ['-Q', '-b', cluster.bootstrap, '-t', 'events:0:-2']);
    expect(start.toString()).toContain('offset 5');
  });

  test('a retention that deletes a segment is seen at work', async ({ page, cluster, say }) => {
    const configs = ['segment.bytes=1048576', 'retention.bytes=1500000'];
    await create(cluster.dataDir, 'metrics', 1, configs);
    const line = `k:${'x'.repeat(60_000)}`;
    produce(
      cluster.bootstrap,
      'metrics',
      Array.from({ length: 20 }, () => line),
    );
    await go(page, '#/topics/metrics?tab=files');
    await expect(page.getByRole('heading', { name: say('topics.retentionTitle') })).toBeVisible();
    const first = page.getByRole('row').filter({ hasText: '00000000000000000000.log' });
    await expect(first).toHaveCount(1);
    produce(
      cluster.bootstrap,
      'metrics',
      Array.from({ length: 40 }, () => line),
    );
    await expect(first.getByText(say('topics.segment-due'))).toBeVisible();
    // The broker looks for the first time half a minute after its start.
    await expect(first).toHaveCount(0, { timeout: 60_000 });
    await expect(page.getByText(/^the segment from 0 is deleted/).first()).toBeVisible();
  });

  test('a clone with its data is a task that ends', async ({ page, cluster, say }) => {
    await create(cluster.dataDir, 'source', 2);
    produce(
      cluster.bootstrap,
      'source',
      Array.from({ length: 50 }, (_, index) => `k${index}:v${index}`),
    );
    await go(page, '#/topics/source');
    await page.getByRole('button', { name: say('common.actionsFor', { name: 'source' }) }).click();
    await page.getByRole('menuitem', { name: say('topics.clone') }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('switch').click({ force: true });
    await dialog.getByRole('button', { name: say('topics.clone') }).click();
    await expect(dialog.getByText(say('tasks.done'), { exact: true })).toBeVisible();
    const out = execFileSync('kcat', [
      '-C',
      '-b',
      cluster.bootstrap,
      '-t',
      'source-copy',
      '-e',
      '-q',
      '-f',
      '%k=%s\n',
    ]);
    expect(out.toString().trim().split('\n').sort()).toEqual(
      Array.from({ length: 50 }, (_, index) => `k${index}=v${index}`).sort(),
    );
  });

  test('a pinned topic stands first, and a filter is part of the address', async ({
    page,
    cluster,
    say,
  }) => {
    for (const topic of ['alpha', 'beta', 'gamma']) await create(cluster.dataDir, topic, 1);
    await go(page, '#/topics');
    const links = page.getByRole('main').getByRole('grid').getByRole('link');
    await expect(links.first()).toHaveText('alpha');
    await page.getByRole('button', { name: say('topics.pin', { topic: 'gamma' }) }).click();
    await expect(links.first()).toHaveText('gamma');
    await page.getByRole('textbox', { name: say('topics.filter') }).fill('et');
    await expect(links).toHaveText(['beta']);
    expect(page.url()).toContain('q=et');
    await page.reload();
    await expect(links).toHaveText(['beta']);
  });
});
