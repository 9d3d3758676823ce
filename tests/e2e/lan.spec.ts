/** LAN access: explained, turned on, used by a client with the address and password on the screen. */
import type { Page } from '@playwright/test';
import kafkajs from 'kafkajs';
import { freePorts } from '../support/product.ts';
import { lanAddresses } from '../../src/main/lan/addresses.ts';
import { expect, go, languages, test } from './product.ts';
import type { Say } from './words.ts';

const { Kafka, logLevel } = kafkajs;
const restartMs = 90_000;

const topic = 'from-elsewhere';

/** Makes the topic where it is missing, as somebody on another machine; the topics he sees then. */
async function topicsSeen(bootstrap: string, username: string, password: string) {
  const admin = new Kafka({
    clientId: 'elsewhere',
    brokers: bootstrap.split(','),
    logLevel: logLevel.NOTHING,
    sasl: { mechanism: 'scram-sha-256', username, password },
  }).admin();
  try {
    await admin.connect();
    await admin.createTopics({ topics: [{ topic, numPartitions: 1 }] });
    return await admin.listTopics();
  } finally {
    await admin.disconnect();
  }
}

async function passwordOf(page: Page, say: Say, user: string): Promise<string> {
  const panel = page.getByRole('region', { name: say('lan.passwordTitle', { user }) });
  return (await panel.locator('code').textContent({ timeout: restartMs })) ?? '';
}

/** The view offers only addresses under which others may be reached; without a network there is none. */
for (const language of lanAddresses().length > 0 ? languages : []) {
  test.describe(`LAN access (${language})`, () => {
    test.use({ language });
    test.setTimeout(300_000);

    test('lets another machine in, and no longer', async ({ page, say, cluster }) => {
      const [address = ''] = lanAddresses();
      const port = await freePorts(6);
      const bootstrap = [0, 1, 2].map((step) => `${address}:${port + step}`).join(',');
      const dialog = page.getByRole('dialog');
      await go(page, '#/settings/lan');
      await expect(page.getByText(say('lan.meansPlain'))).toBeVisible();
      const name = say('settings.unnamed');
      const off = say('lan.offText', { name, address: cluster.bootstrap });
      await expect(page.getByText(off)).toBeVisible();
      await expect(page.getByRole('combobox', { name: say('lan.address') })).toHaveValue(address);

      const ports = page.getByRole('textbox', { name: say('lan.port') });
      await ports.fill('80');
      await expect(page.getByText(say('lan.portForm'))).toBeVisible();
      const turnOn = page.getByRole('button', { name: say('lan.turnOn') });
      await expect(turnOn).toBeDisabled();
      // A port of the cluster itself is told before anything stops.
      const taken = cluster.brokers[0]?.port ?? 0;
      await ports.fill(String(taken));
      await turnOn.click();
      await dialog.getByRole('button', { name: say('lan.turnOn') }).click();
      await expect(dialog.getByRole('alert')).toContainText(String(taken));
      await page.keyboard.press('Escape');

      await ports.fill(String(port));
      await turnOn.click();
      await expect(dialog.getByText(say('lan.restartText'))).toBeVisible();
      await dialog.getByRole('button', { name: say('lan.turnOn') }).click();
      const password = await passwordOf(page, say, 'guest');
      await expect(page.getByText(bootstrap, { exact: true })).toBeVisible();
      expect(await topicsSeen(bootstrap, 'guest', password)).toContain(topic);
      await expect(page.getByRole('region', { name: 'Java' })).toContainText(
        `username="guest" password="${password}"`,
      );

      // Shown once: after a look elsewhere it is gone.
      await go(page, '#/topics');
      await expect(page.getByRole('link', { name: topic }).first()).toBeVisible();
      await go(page, '#/settings/lan');
      await expect(page.getByText(say('lan.clientPassword'))).toBeVisible();
      await expect(page.getByText(password)).toHaveCount(0);

      const users = page.getByRole('region', { name: say('lan.users') });
      await users.getByRole('textbox', { name: say('lan.user') }).fill('ann');
      await users.getByRole('button', { name: say('lan.addUser') }).click();
      const hers = await passwordOf(page, say, 'ann');
      expect(await topicsSeen(bootstrap, 'ann', hers)).toContain(topic);
      await users.getByRole('button', { name: say('lan.removeUser', { user: 'guest' }) }).click();
      await dialog.getByRole('button', { name: say('lan.removeUser', { user: 'guest' }) }).click();
      await expect(users.getByText('guest')).toHaveCount(0);
      await expect(topicsSeen(bootstrap, 'guest', password)).rejects.toThrow('invalid credentials');

      await page.getByRole('button', { name: say('lan.turnOff') }).click();
      await dialog.getByRole('button', { name: say('lan.turnOff') }).click();
      await expect(page.getByText(say('lan.meansPlain'))).toBeVisible({ timeout: restartMs });
      await expect(topicsSeen(bootstrap, 'ann', hers)).rejects.toThrow(/ECONNREFUSED|Connection/);
      await expect(page.getByText(say('frame.brokersUp', { up: 3, all: 3 }))).toBeVisible();
    });
  });
}
