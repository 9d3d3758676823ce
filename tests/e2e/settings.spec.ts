import type { Page } from '@playwright/test';
import { freePorts, startCluster } from '../support/product.ts';
import { expect, go, languages, test } from './product.ts';
import type { Say } from './words.ts';

const open = (page: Page, section: string) => go(page, `#/settings/${section}`);

const rowOf = (page: Page, name: string) => page.getByRole('row').filter({ hasText: name });

async function choose(page: Page, say: Say, name: string, action: string): Promise<void> {
  await page.getByRole('button', { name: say('common.actionsFor', { name }) }).click();
  await page.getByRole('menuitem', { name: action, exact: true }).click();
}

async function createTopic(page: Page, say: Say, name: string): Promise<void> {
  await go(page, '#/topics?create=1');
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: say('topics.name') }).fill(name);
  await dialog.getByRole('button', { name: say('topics.create') }).click();
  await expect(page.getByRole('heading', { name })).toBeVisible();
}

for (const language of languages) {
  test.describe(`several clusters (${language})`, () => {
    test.use({ language });
    test.setTimeout(300_000);

    test('are made, looked at, copied, exported, imported and deleted', async ({ page, say }) => {
      const own = say('settings.unnamed');
      await createTopic(page, say, 'first-topic');

      await open(page, 'clusters');
      await page.getByRole('button', { name: say('settings.create'), exact: true }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('textbox', { name: say('settings.name') }).fill('Lab');
      await dialog.getByRole('textbox', { name: say('settings.brokerCount') }).fill('1');
      await dialog.getByRole('button', { name: say('settings.createAction') }).click();
      await expect(dialog).toBeHidden({ timeout: 60_000 });
      await expect(rowOf(page, 'Lab')).toContainText(say('settings.phase-ready'));

      // The window looks at it: nothing of the first cluster is there.
      await page.getByRole('button', { name: say('settings.lookNamed', { name: 'Lab' }) }).click();
      await expect(rowOf(page, 'Lab')).toContainText(say('settings.viewed'));
      await go(page, '#/topics');
      await expect(page.getByText(say('frame.brokersUp', { up: 1, all: 1 }))).toBeVisible();
      await expect(page.getByRole('link', { name: 'first-topic' })).toHaveCount(0);

      // Back by the switcher.
      await page.getByRole('button', { name: say('settings.switcher', { name: 'Lab' }) }).click();
      await page.getByRole('menuitem', { name: own }).click();
      await expect(page.getByRole('link', { name: 'first-topic' }).first()).toBeVisible();

      await open(page, 'clusters');
      await choose(page, say, own, say('settings.duplicate'));
      await dialog.getByRole('textbox', { name: say('settings.name') }).fill('Twin');
      await dialog.getByRole('button', { name: say('settings.duplicate') }).click();
      await expect(rowOf(page, 'Twin')).toContainText(say('settings.phase-stopped'), {
        timeout: 60_000,
      });

      await choose(page, say, 'Twin', say('settings.export'));
      await dialog.getByRole('button', { name: say('settings.export') }).click();
      const link = page.getByRole('link', { name: say('settings.download') });
      await expect(link).toBeVisible({ timeout: 60_000 });
      const downloading = page.waitForEvent('download');
      await link.click();
      const file = test.info().outputPath('twin.rivulet.tgz');
      await (await downloading).saveAs(file);

      await page.getByRole('button', { name: say('settings.import') }).click();
      await dialog.locator('input[type=file]').setInputFiles(file);
      await dialog.getByRole('textbox', { name: say('settings.importName') }).fill('Back again');
      await dialog.getByRole('button', { name: say('settings.importAction'), exact: true }).click();
      await expect(rowOf(page, 'Back again')).toBeVisible({ timeout: 60_000 });
      await page
        .getByRole('button', { name: say('settings.startNamed', { name: 'Back again' }) })
        .click();
      await expect(rowOf(page, 'Back again')).toContainText(say('settings.phase-ready'), {
        timeout: 60_000,
      });
      await page
        .getByRole('button', { name: say('settings.lookNamed', { name: 'Back again' }) })
        .click();
      await go(page, '#/topics');
      await expect(page.getByRole('link', { name: 'first-topic' }).first()).toBeVisible();

      // Deleted under the eyes of this window, which goes back to the first cluster.
      await open(page, 'clusters');
      await choose(page, say, 'Back again', say('settings.delete'));
      const confirm = dialog.getByRole('button', { name: say('settings.deleteAction') });
      await expect(confirm).toBeDisabled();
      await dialog.getByRole('textbox').fill('Back again');
      await confirm.click();
      await expect(rowOf(page, 'Back again')).toHaveCount(0, { timeout: 60_000 });
      await expect(rowOf(page, own)).toContainText(say('settings.viewed'));
    });

    test('a foreign one is tried before it is kept, and only looked at', async ({ page, say }) => {
      const theirs = await startCluster(1);
      try {
        await open(page, 'clusters');
        await page.getByRole('button', { name: say('settings.connect') }).click();
        const dialog = page.getByRole('dialog');
        await dialog.getByRole('textbox', { name: say('settings.name') }).fill('Theirs');
        const address = dialog.getByRole('textbox', { name: say('settings.bootstrap') });
        const nobody = `127.0.0.1:${await freePorts(1)}`;
        await address.fill(nobody);
        await dialog.getByRole('button', { name: say('settings.saveTested') }).click();
        await expect(dialog.getByRole('alert')).toContainText(nobody);
        await address.fill(theirs.bootstrap);
        await dialog.getByRole('button', { name: say('settings.test') }).click();
        await expect(dialog.getByRole('status')).toContainText(theirs.clusterId);
        await dialog.getByRole('button', { name: say('settings.saveTested') }).click();
        await expect(dialog).toBeHidden();

        await page
          .getByRole('button', { name: say('settings.lookNamed', { name: 'Theirs' }) })
          .click();
        await expect(rowOf(page, 'Theirs')).toContainText(say('settings.connected'));
        await expect(rowOf(page, 'Theirs')).toContainText(say('settings.readOnly'));
        await go(page, '#/topics?create=1');
        await dialog.getByRole('textbox', { name: say('topics.name') }).fill('refused');
        await dialog.getByRole('button', { name: say('topics.create') }).click();
        await expect(dialog.getByRole('alert')).toContainText('Theirs');
      } finally {
        await theirs.stop();
      }
    });
  });
}

test.describe('two windows', () => {
  test('look at two clusters, and come back to them after a reload', async ({
    page,
    context,
    say,
  }) => {
    await open(page, 'clusters');
    await page.getByRole('button', { name: say('settings.create'), exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: say('settings.name') }).fill('Second');
    await dialog.getByRole('textbox', { name: say('settings.brokerCount') }).fill('1');
    await dialog.getByRole('button', { name: say('settings.createAction') }).click();
    await expect(dialog).toBeHidden({ timeout: 60_000 });

    await page
      .getByRole('button', { name: say('settings.switcher', { name: say('settings.unnamed') }) })
      .click();
    const address = await page.getByRole('menuitem', { name: 'Second' }).getAttribute('href');
    await page.keyboard.press('Escape');
    const other = await context.newPage();
    await other.goto(new URL(address ?? '', page.url()).href);
    await expect(
      other.getByRole('button', { name: say('settings.switcher', { name: 'Second' }) }),
    ).toBeVisible();
    expect(other.url()).not.toContain('cluster=');
    await other.reload();
    await expect(
      other.getByRole('button', { name: say('settings.switcher', { name: 'Second' }) }),
    ).toBeVisible();
    await expect(
      page.getByRole('button', {
        name: say('settings.switcher', { name: say('settings.unnamed') }),
      }),
    ).toBeVisible();
  });
});

test.describe('the address', () => {
  test('loses its token, keeps its route, and is worth nothing after a restart', async ({
    page,
    cluster,
    say,
  }) => {
    const { origin, hash } = new URL(cluster.ui ?? '');
    // In a window that is open already, the browser loads nothing for it.
    await page.goto(`${origin}/#/topics?${hash.slice(1)}`);
    // An empty list has a title of its own beneath it.
    await expect(page.getByRole('heading', { name: say('topics.title'), level: 1 })).toBeVisible();
    await expect(page).toHaveURL(`${origin}/#/topics`);

    const cookies = await page.context().cookies();
    expect(cookies.every(({ httpOnly, sameSite }) => httpOnly && sameSite === 'Strict')).toBe(true);
    // As after a restart on the same port: the cookie is of another start.
    await page.context().clearCookies();
    await page.reload();
    await expect(page.getByText(say('frame.refusedTitle'))).toBeVisible();
    await page.goto(cluster.ui ?? '');
    await expect(page.getByText(say('frame.brokersUp', { up: 3, all: 3 }))).toBeVisible();
  });
});

test.describe('other settings', () => {
  test('are kept, and go back to their defaults', async ({ page, say }) => {
    await open(page, 'general');
    await page.getByText('한국어').last().click();
    await expect(page.locator('html')).toHaveAttribute('lang', 'ko');
    await open(page, 'reset');
    await page.getByRole('button', { name: '설정 초기화' }).click();
    await expect(page.locator('html')).toHaveAttribute('lang', 'en');

    await open(page, 'history');
    await page.getByRole('textbox', { name: say('settings.historyDays') }).fill('400');
    await expect(page.getByText(say('settings.historyForm'))).toBeVisible();
    await expect(page.getByRole('button', { name: say('common.save') })).toBeDisabled();
    await page.getByRole('textbox', { name: say('settings.historyDays') }).fill('3');
    await page.getByRole('button', { name: say('common.save') }).click();
    await page.reload();
    await expect(page.getByRole('textbox', { name: say('settings.historyDays') })).toHaveValue(
      '3 days',
    );
  });

  test('say which port is taken, and move the brokers to free ones', async ({ page, say }) => {
    const other = await startCluster(1);
    try {
      const taken = Number(other.bootstrap.split(':')[1]);
      await open(page, 'local');
      const port = page.getByRole('textbox', { name: say('settings.firstPort') });
      await port.fill(String(taken));
      await page.getByRole('button', { name: say('settings.portsAction') }).click();
      await expect(page.getByRole('alert')).toContainText(String(taken));
      const free = await freePorts(3);
      await port.fill(String(free));
      await page.getByRole('button', { name: say('settings.portsAction') }).click();
      await expect(page.getByText(`127.0.0.1:${free},`).first()).toBeVisible({ timeout: 60_000 });
      await expect(page.getByText(say('frame.brokersUp', { up: 3, all: 3 }))).toBeVisible({
        timeout: 60_000,
      });
    } finally {
      await other.stop();
    }
  });
});
