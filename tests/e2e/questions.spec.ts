import type { Locator, Page } from '@playwright/test';
import { expect, go, languages, test } from './product.ts';
import type { Say } from './words.ts';

for (const language of languages) {
  test.describe(`the questions (${language})`, () => {
    test.use({ language });

    test('are answered: by answers, by models and real Kafka, by a killed controller', async ({
      page,
      say,
    }) => {
      test.setTimeout(90_000);
      await page.getByRole('link', { name: say('frame.questions'), exact: true }).click();

      // --- Do you need Kafka? By keyboard alone, back and forth. ---
      await page.getByRole('link', { name: say('questions.name-need-kafka') }).press('Enter');
      await answer(page, say, 'no', 'questions.q-answer-at-once');
      await answer(page, say, 'no', 'questions.q-one-program');
      await answer(page, say, 'no', 'questions.q-volume');
      await answer(page, say, 'yes', 'questions.q-replay');
      await expect(heading(page, say('questions.q-operations'))).toBeVisible();
      await page.getByRole('button', { name: say('questions.oneBack') }).press('Enter');
      await answer(page, say, 'no', 'questions.q-replay');
      await page.goBack();
      await answer(page, say, 'yes', 'questions.q-replay');
      await answer(page, say, 'yes', 'questions.q-operations');
      await expect(heading(page, say('questions.o-kafka'))).toBeVisible();
      await expect(page.getByText(say('questions.o-kafka-for-1'))).toBeVisible();
      await expect(page.getByText(say('questions.o-kafka-against-1'))).toBeVisible();
      await expect(page.locator('a[href="#/scenarios/event-sourcing"]')).toHaveText(/\S/);
      // A box of the chart leads back to its question.
      await page.getByRole('link', { name: say('questions.qs-one-program') }).click();
      await answer(page, say, 'yes', 'questions.q-one-program');
      await expect(heading(page, say('questions.o-database'))).toBeVisible();

      // --- Compare ---
      await go(page, '#/questions/compare');
      const late = cells(page, say('questions.ask-late'));
      await expect(late.nth(0)).toContainText(say('questions.notRun'));
      await expect(late.nth(1)).toContainText(say('questions.late-none', { all: 24 }));
      await page.getByText(say('questions.settings', { name: 'RabbitMQ' })).click();
      await page.getByLabel(say('questions.isLateQueueReady')).first().click();
      await expect(late.nth(1)).toContainText(say('questions.late-all', { all: 24 }));

      await page.getByRole('button', { name: say('questions.run'), exact: true }).click();
      const phase = page.getByRole('status').filter({ hasText: say('questions.phase-running') });
      await expect(phase).toBeVisible({ timeout: 30_000 });
      await expect(page.getByRole('region', { name: 'Kafka', exact: true })).toBeVisible();
      const over = page.getByRole('status').filter({ hasText: say('questions.phase-done') });
      await expect(over).toBeVisible({ timeout: 60_000 });
      await expect(late.nth(0)).toContainText(say('questions.late-all', { all: 24 }));
      const replay = cells(page, say('questions.ask-replay'));
      await expect(replay.nth(0)).toContainText(say('questions.replay-all', { all: 24 }));
      await expect(replay.nth(2)).toContainText(say('questions.replay-none', { all: 24 }));
      await expect(cells(page, say('questions.ask-crash')).nth(0)).toHaveText(
        patternOf(say('questions.crash-saved', { held: 1, after: '@' })),
      );

      // Nothing is left of it on the cluster.
      await go(page, '#/topics');
      await expect(page.locator('#main').getByText('rivulet-compare')).toHaveCount(0);

      // --- ZooKeeper against KRaft ---
      await go(page, '#/questions/kraft');
      await expect(heading(page, say('questions.measuredEmptyTitle'))).toBeVisible();
      const kill = page.getByRole('button', {
        name: patternOf(say('questions.killController', { id: '@' })),
      });
      const id = Number(/\d/.exec((await kill.textContent()) ?? '')?.[0]);
      await kill.click();
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('button', { name: say('cluster.killBroker', { id }) }).click();
      await expect(dialog).toBeHidden();
      const table = page.getByRole('table', { name: say('questions.measured') });
      const row = table.getByRole('row').filter({ hasText: say('questions.cause-killed', { id }) });
      await expect(row.getByRole('cell').nth(2)).toHaveText(/^\d/, { timeout: 20_000 });
      await expect(
        page.getByText(patternOf(say('questions.distributionOf', distribution(say)))).first(),
      ).toBeVisible();
      const axis = page.getByRole('region', { name: say('questions.axis') });
      await expect(axis.getByText(say('questions.cause-killed', { id }))).toBeVisible();
    });
  });
}

test('time is played, paused and scrubbed', async ({ page, say }) => {
  await go(page, '#/questions/compare');
  const slider = page.getByRole('slider', { name: say('questions.moment') });
  const end = Number(await slider.getAttribute('aria-valuemax'));
  await expect(slider).toHaveAttribute('aria-valuenow', String(end));
  await slider.press('Home');
  await expect(slider).toHaveAttribute('aria-valuenow', '0');
  await page.getByText('16×').click();
  await page.getByRole('button', { name: say('questions.play') }).click();
  await expect(slider).toHaveAttribute('aria-valuenow', String(end));
  await expect(page.getByRole('button', { name: say('questions.play') })).toBeVisible();
  // Scrubbed to where nothing has happened yet, the lane says so.
  await slider.press('Home');
  const lane = page.getByRole('region', { name: 'RabbitMQ' });
  await expect(lane.getByText(say('questions.event-none'))).toBeVisible();
});

function heading(page: Page, name: string): Locator {
  return page.getByRole('heading', { name });
}

async function answer(
  page: Page,
  say: Say,
  word: 'yes' | 'no',
  question: Parameters<Say>[0],
): Promise<void> {
  await expect(heading(page, say(question))).toBeVisible();
  await page.getByRole('button', { name: say(`questions.${word}`), exact: true }).press('Enter');
}

/** Of a row of findings: Kafka, RabbitMQ, SQS, Redis. */
function cells(page: Page, question: string): Locator {
  const header = page.getByRole('rowheader', { name: question });
  return page.getByRole('row').filter({ has: header }).getByRole('cell');
}

/** `@` is any text. */
function patternOf(text: string): RegExp {
  const parts = text
    .split('@')
    .map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`));
  return new RegExp(parts.join('.+'));
}

function distribution(say: Say) {
  const name = say('questions.dist-controller');
  return { name, count: 1, min: '@', max: '@', median: '@' };
}
