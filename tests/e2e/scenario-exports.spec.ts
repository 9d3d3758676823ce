import { readFileSync } from 'node:fs';
import { unzipSync } from 'fflate';
import { parse } from 'yaml';
import { rivulet } from '../support/product.ts';
import { expect, go, languages, test } from './product.ts';

const asyncApi = `
asyncapi: 3.0.0
info: { title: Parcel Desk, version: 1.0.0 }
channels:
  parcels: { address: parcels, messages: { parcel: { payload: { type: object, properties: { id: { type: string } } } } } }
operations:
  receive: { action: receive, channel: { $ref: '#/channels/parcels' } }
`;

for (const language of languages) {
  test.describe(`out of the studio and into it (${language})`, () => {
    test.use({ language, brokerCount: 1 });

    test('documents, a project, an AsyncAPI document, and this cluster', async ({
      page,
      say,
      cluster,
    }) => {
      await rivulet('topics', 'create', 'invoices', '--bootstrap', cluster.bootstrap);
      await go(page, '#/scenarios/e-commerce');
      const exportButton = page.getByRole('button', { name: say('exports.export'), exact: true });
      const choose = async (name: string) => {
        await exportButton.click();
        const coming = page.waitForEvent('download');
        await page.getByRole('menuitem', { name }).click();
        const download = await coming;
        return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
      };
      const document = await choose(say('exports.asyncapi'));
      expect(document.name).toBe('e-commerce.asyncapi.yaml');
      expect(parse(document.bytes.toString()).asyncapi).toBe('3.0.0');
      const project = await choose(say('exports.python'));
      expect(project.name).toBe('e-commerce-python.zip');
      const entries = Object.keys(unzipSync(project.bytes));
      expect(entries).toContain('e-commerce-python/services/payment.py');
      expect(entries).toContain('e-commerce-python/kit/blocks.py');

      await go(page, '#/scenarios');
      const importButton = page.getByRole('button', { name: say('exports.import'), exact: true });
      await importButton.click();
      const chooser = page.waitForEvent('filechooser');
      await page.getByRole('menuitem', { name: say('exports.importAsyncApi') }).click();
      const file = {
        name: 'parcels.yaml',
        mimeType: 'application/yaml',
        buffer: Buffer.from(asyncApi),
      };
      await (await chooser).setFiles(file);
      await expect(page.getByText('Parcel Desk').first()).toBeVisible();
      await expect(page.getByText('parcels').first()).toBeVisible();

      await go(page, '#/scenarios');
      await importButton.click();
      await page.getByRole('menuitem', { name: say('exports.importTopology') }).click();
      await expect(page.getByText('invoices').first()).toBeVisible();
    });
  });
}
