import { get, type IncomingHttpHeaders } from 'node:http';
import { expect, it, onTestFinished } from 'vitest';
import { startMetricsServer } from '../../../src/main/metrics/metrics-server.ts';

async function given(): Promise<number> {
  const exporter = { read: async () => 'up 1\n', close: async () => undefined };
  const server = await startMetricsServer(exporter, 0);
  onTestFinished(server.close);
  return Number(new URL(server.url).port);
}

function ask(port: number, path: string, headers: IncomingHttpHeaders = {}) {
  return new Promise<{ status: number; type: string; text: string }>((resolve, reject) => {
    get({ host: '127.0.0.1', port, path, headers }, (response) => {
      let text = '';
      response.on('data', (chunk) => {
        text += String(chunk);
      });
      response.on('end', () => {
        const { statusCode = 0, headers: got } = response;
        resolve({ status: statusCode, type: String(got['content-type']), text });
      });
    }).on('error', reject);
  });
}

it('tells the metrics to a scraper on this machine', async () => {
  const answer = await ask(await given(), '/metrics');
  expect(answer).toMatchObject({ status: 200, text: 'up 1\n' });
  expect(answer.type).toContain('version=0.0.4');
});

it('tells nothing to pages, nor to who calls it by another name', async () => {
  const port = await given();
  const statusOf = async (headers: IncomingHttpHeaders) =>
    (await ask(port, '/metrics', headers)).status;
  expect(await statusOf({ origin: 'https://example.com' })).toBe(403);
  expect(await statusOf({ 'sec-fetch-site': 'cross-site' })).toBe(403);
  expect(await statusOf({ host: `rebound.example.com:${port}` })).toBe(403);
  expect(await statusOf({ host: `localhost:${port}` })).toBe(200);
  expect((await ask(port, '/')).status).toBe(404);
});
