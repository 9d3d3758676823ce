/**
 * /metrics over HTTP. It changes nothing, but it tells names of topics and groups: it is served on
 * loopback only, to who names this address as the host, and not to pages of a browser.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Exporter } from './exporter.ts';

export const metricsPath = '/metrics';
const contentType = 'text/plain; version=0.0.4; charset=utf-8';

/** Answers a request for the metrics that may be answered; see `isFromPage`. */
export function answerMetrics(
  read: Exporter['read'],
  request: IncomingMessage,
  response: ServerResponse,
): void {
  if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(response, 405);
  if (isFromPage(request)) return refuse(response, 403);
  read().then(
    (text) => {
      response.writeHead(200, { 'content-type': contentType, 'cache-control': 'no-store' });
      response.end(request.method === 'HEAD' ? undefined : text);
    },
    (error: unknown) => {
      console.error(error);
      refuse(response, 500);
    },
  );
}

/** A page of another site may send the request; a browser says so. */
function isFromPage({ headers }: IncomingMessage): boolean {
  const site = headers['sec-fetch-site'];
  const isOther = site !== undefined && site !== 'same-origin' && site !== 'none';
  return headers.origin !== undefined || isOther;
}

/** A server of its own, for `rivulet up --metrics-port`. Rejects when the port is taken. */
export async function startMetricsServer(
  exporter: Exporter,
  portWanted: number,
): Promise<{ readonly url: string; readonly close: () => Promise<void> }> {
  const server = createServer((request, response) => {
    const { port } = server.address() as { port: number };
    const host = (request.headers.host ?? '').toLowerCase();
    if (host !== `127.0.0.1:${port}` && host !== `localhost:${port}`) return refuse(response, 403);
    const { pathname } = new URL(`/${(request.url ?? '').replace(/^\/+/, '')}`, 'http://localhost');
    if (pathname !== metricsPath) return refuse(response, 404);
    answerMetrics(exporter.read, request, response);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: '127.0.0.1', port: portWanted, exclusive: true }, resolve);
  });
  const { port } = server.address() as { port: number };
  return {
    url: `http://127.0.0.1:${port}${metricsPath}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const words = {
  403: 'Metrics are told on 127.0.0.1 only, and not to pages.',
  404: 'There is nothing but /metrics here.',
  405: 'Only GET is understood here.',
  500: 'The metrics could not be read.',
} as const;

function refuse(response: ServerResponse, status: keyof typeof words): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' });
  response.end(`${words[status]}\n`);
}
