import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { rivulet, temporaryFolder } from '../support/product.ts';
import { expect, go, languages, test } from './product.ts';
import type { Say } from './words.ts';

/** What kcat reads: an independent witness. */
function readWithKcat(bootstrap: string, topic: string, format: string): readonly string[] {
  const out = execFileSync('kcat', ['-b', bootstrap, '-C', '-t', topic, '-e', '-q', '-f', format]);
  return out.toString().split('\n').slice(0, -1);
}

async function createTopic(bootstrap: string, topic: string, partitions = 1): Promise<void> {
  const made = await rivulet(
    'topics',
    'create',
    topic,
    '--partitions',
    String(partitions),
    '--bootstrap',
    bootstrap,
  );
  expect(made.err).toBe('');
}

async function openPanel(page: Page, say: Say, topic: string) {
  await go(page, `#/messages/${topic}`);
  await page.getByRole('button', { name: say('messages.produce') }).click();
  return page.getByRole('region', { name: say('produce.titleTo', { topic }) });
}

for (const language of languages) {
  test.describe(`producing in ${language}`, () => {
    test.use({ language });

    test('a message with key and header arrives, and can be used again', async ({
      page,
      say,
      cluster,
    }) => {
      await createTopic(cluster.bootstrap, 'letters');
      const panel = await openPanel(page, say, 'letters');
      await panel.getByLabel(say('common.key'), { exact: true }).first().fill('k1');
      await panel
        .getByRole('textbox', { name: say('common.value') })
        .first()
        .fill('{"a":1}');
      await panel
        .getByRole('button', { name: say('produce.addHeader') })
        .first()
        .click();
      await panel.getByLabel(say('produce.headerName')).first().fill('trace');
      await panel.getByLabel(say('produce.headerValue')).first().fill('t1');
      await page.keyboard.press('Control+Enter');
      await expect(panel.getByText(say('produce.sent', { partition: 0, offset: 0 }))).toBeVisible();
      expect(readWithKcat(cluster.bootstrap, 'letters', '%k|%s|%h\\n')).toEqual([
        'k1|{"a":1}|trace=t1',
      ]);
      await panel.getByText(say('produce.history')).click();
      await panel.getByRole('button', { name: say('produce.takeAgain') }).click();
      await panel.getByRole('button', { name: say('produce.send'), exact: true }).click();
      await expect(panel.getByText(say('produce.sent', { partition: 0, offset: 1 }))).toBeVisible();
    });
  });
}

test.describe('producing many', () => {
  test('a file is sent line by line, and the lines that fail are listed', async ({
    page,
    say,
    cluster,
  }) => {
    await createTopic(cluster.bootstrap, 'imported');
    const lines = Array.from({ length: 5_000 }, (_, index) =>
      index === 41 ? '{"n": ' : JSON.stringify({ n: index }),
    );
    const file = join(temporaryFolder(), 'orders.ndjson');
    writeFileSync(file, `${lines.join('\n')}\n`);
    const panel = await openPanel(page, say, 'imported');
    await panel.getByRole('tab', { name: say('produce.tab-file') }).click();
    await panel.locator('input[type=file]').setInputFiles(file);
    await panel.getByRole('button', { name: say('produce.sendLines') }).click();
    const failed = panel.getByRole('grid', { name: say('produce.failedTable') });
    await expect(failed.getByRole('row')).toHaveCount(2);
    await expect(failed.getByRole('gridcell').first()).toHaveText('42');
    const sent = readWithKcat(cluster.bootstrap, 'imported', '%s\\n');
    expect(sent).toEqual(lines.filter((_, index) => index !== 41));
  });

  test('made-up orders come at a rate until they are stopped', async ({ page, say, cluster }) => {
    await createTopic(cluster.bootstrap, 'shop', 3);
    const panel = await openPanel(page, say, 'shop');
    await panel.getByRole('tab', { name: say('produce.tab-template') }).click();
    await panel.getByLabel(say('produce.template'), { exact: true }).first().click();
    await page.getByRole('option', { name: say('produce.ready-orders'), exact: true }).click();
    await panel.getByRole('button', { name: say('produce.startLoad') }).click();
    const running = panel.getByRole('region', { name: say('produce.running') });
    await expect(running.getByText(/^(초당 )?(9|10|11)(\/s)?$/)).toBeVisible({ timeout: 15_000 });
    const name = say('produce.ready-orders');
    await running.getByRole('button', { name: say('produce.stopNamed', { name }) }).click();
    await expect(running).toBeHidden();
    const [first = ''] = readWithKcat(cluster.bootstrap, 'shop', '%s\\n');
    expect(readWithKcat(cluster.bootstrap, 'shop', '%k\\n')[0]).toMatch(/^customer-\d+$/);
    expect(first).toBe('{');
  });
});
