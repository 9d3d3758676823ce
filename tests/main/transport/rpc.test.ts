/** One suite over both transports that can be had without Electron: a plain channel and a socket. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { WebSocket } from 'ws';
import { ContractError } from '../../../src/main/contract/errors.ts';
import { paramSchemas } from '../../../src/main/contract/params.ts';
import { type Channel, serve, type Service } from '../../../src/main/transport/rpc.ts';
import { startWebServer } from '../../../src/main/transport/websocket.ts';
import { transferFolders } from '../../../src/main/workspaces/folders.ts';
import { temporaryDir } from '../temporary-dir.ts';
import { until } from '../until.ts';
import { connectClient, type TestClient } from './connect-client.ts';

const service: Service = {
  handlers: {
    'topics.describe': ({ topic }: { readonly topic: string }) => ({ topic }),
    'topics.delete': ({ topic }: { readonly topic: string }) => {
      throw new ContractError('topic-not-found', { topic }, `There is no topic ${topic}.`);
    },
    'app.info': () => {
      throw new TypeError('a programming error');
    },
    'settings.get': () => undefined,
  },
  schemas: paramSchemas,
};

type Connected = TestClient & {
  readonly send: (text: string) => void;
  readonly refusals: () => readonly string[];
};

async function connectPlain(): Promise<Connected> {
  let toServer: (text: string) => void = () => {};
  let toClient: (text: string) => void = () => {};
  const refused: string[] = [];
  const channel: Channel = {
    send: (text) => queueMicrotask(() => toClient(text)),
    onMessage: (listener) => {
      toServer = listener;
    },
    refuse: (reason) => refused.push(reason),
  };
  serve(service, channel);
  const send = (text: string) => queueMicrotask(() => toServer(text));
  const client = connectClient(send, (listener) => {
    toClient = listener;
  });
  return { ...client, send, refusals: () => refused };
}

async function connectSocket(): Promise<Connected> {
  const server = await startWebServer({
    pageDir: temporaryDir(),
    portWanted: 0,
    connect: (channel) => {
      serve(service, channel);
      return () => {};
    },
    transfer: transferFolders(temporaryDir()),
  });
  onTestFinished(() => server.close());
  const { host, origin } = new URL(server.url);
  const cookie = await claim(server.url);
  const socket = new WebSocket(`ws://${host}/rpc`, { origin, headers: { cookie } });
  const refused: string[] = [];
  socket.on('close', (_code, reason) => refused.push(String(reason)));
  await new Promise((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  const client = connectClient(
    (text) => socket.send(text),
    (listener) => void socket.on('message', (data) => listener(String(data))),
  );
  return { ...client, send: (text) => socket.send(text), refusals: () => refused };
}

/** As the page does: the token of the fragment for the cookie. */
async function claim(url: string): Promise<string> {
  const { origin, hash } = new URL(url);
  const body = hash.replace('#token=', '');
  const response = await fetch(`${origin}/session`, { method: 'POST', body, headers: { origin } });
  expect(response.status).toBe(204);
  expect(response.headers.get('set-cookie')).toMatch(/HttpOnly; SameSite=Strict/);
  return (response.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
}

describe.each([
  ['a plain channel', connectPlain],
  ['a WebSocket', connectSocket],
])('the contract over %s', (_name, connect) => {
  it('answers', async () => {
    const { call } = await connect();
    expect(await call('topics.describe', { topic: 'orders' })).toEqual({ topic: 'orders' });
    expect(await call('settings.get')).toBeNull();
  });

  it('rejects with the code and the data of the error', async () => {
    const { call } = await connect();
    await expect(call('topics.delete', { topic: 'orders' })).rejects.toMatchObject({
      code: 'topic-not-found',
      data: { topic: 'orders' },
      message: 'There is no topic orders.',
    });
  });

  it('names what is wrong with params', async () => {
    const { call } = await connect();
    await expect(call('topics.describe', { topic: 7 })).rejects.toMatchObject({
      code: 'invalid-params',
      data: { method: 'topics.describe', issues: [{ path: 'topic' }] },
    });
  });

  it.each(['nothing', 'constructor', '__proto__', 'toString'])(
    'knows no method %s',
    async (name) => {
      const { call } = await connect();
      await expect(call(name)).rejects.toMatchObject({ code: 'unknown-method' });
    },
  );

  it('tells of a programming error without ending', async () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => {});
    onTestFinished(() => log.mockRestore());
    const { call } = await connect();
    await expect(call('app.info')).rejects.toMatchObject({
      code: 'internal',
      message: 'a programming error',
    });
    expect(await call('topics.describe', { topic: 'a' })).toEqual({ topic: 'a' });
  });

  it.each(['no JSON', 'null', '7', '{"t":"q"}', '{"t":"x","i":"1"}'])(
    'refuses the message %s',
    async (text) => {
      const { send, refusals } = await connect();
      send(text);
      expect(await until(() => refusals().length > 0)).toBe(true);
    },
  );
});

describe('the web server', () => {
  async function start() {
    const pageDir = join(temporaryDir(), 'page');
    mkdirSync(join(pageDir, 'assets'), { recursive: true });
    writeFileSync(join(pageDir, 'index.html'), '<p>page</p>');
    writeFileSync(join(pageDir, 'assets', 'a.js'), 'let a;');
    writeFileSync(join(pageDir, '..', 'secret.txt'), 'secret');
    const transfer = transferFolders(temporaryDir());
    const options = { pageDir, portWanted: 0, connect: () => () => {}, transfer };
    const server = await startWebServer(options);
    onTestFinished(() => server.close());
    return { url: server.url, origin: new URL(server.url).origin, transfer };
  }

  it('serves the page and nothing outside of its folder', async () => {
    const { origin } = await start();
    const page = await fetch(`${origin}/`);
    expect([page.status, await page.text()]).toEqual([200, '<p>page</p>']);
    const policy = page.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("default-src 'none'");
    const script = await fetch(`${origin}/assets/a.js`);
    expect(script.headers.get('content-type')).toContain('javascript');
    const other = await fetch(`${origin}/nothing`);
    expect(other.status).toBe(404);
    for (const path of ['/%2e%2e/secret.txt', '/..%2fsecret.txt', '/%00', '/%ff']) {
      const response = await fetch(`${origin}${path}`);
      expect([path, response.status]).toEqual([path, 404]);
    }
    const posted = await fetch(`${origin}/`, { method: 'POST', body: '' });
    expect(posted.status).toBe(405);
  });

  it('trades the token for a cookie, and tells a page whether its cookie is still good', async () => {
    const { url, origin } = await start();
    expect((await fetch(`${origin}/session`)).status).toBe(401);
    const cookie = await claim(url);
    expect((await fetch(`${origin}/session`, { headers: { cookie } })).status).toBe(204);
  });

  it.each([
    ['a guess', 'guess', true, 401],
    ['nothing', '', true, 401],
    ['the token of no page', null, false, 403],
  ])('gives no cookie for %s', async (_name, text, hasOrigin, status) => {
    const { url, origin } = await start();
    const body = text ?? new URL(url).hash.replace('#token=', '');
    const headers: Record<string, string> = hasOrigin ? { origin } : {};
    const response = await fetch(`${origin}/session`, { method: 'POST', body, headers });
    expect(response.status).toBe(status);
    expect(response.headers.get('set-cookie')).toBeNull();
  });

  it('takes a file of its page and gives one back, to nobody else', async () => {
    const { url, origin, transfer } = await start();
    const cookie = await claim(url);
    const put = (headers: Record<string, string>, path = '/uploads/a%20b.rivulet.tgz') =>
      fetch(`${origin}${path}`, { method: 'PUT', body: 'content', headers });
    expect((await put({ origin })).status).toBe(401);
    expect((await put({ cookie })).status).toBe(403);
    expect((await put({ cookie, origin: 'http://evil.example' })).status).toBe(403);
    expect((await put({ cookie, origin }, '/uploads/..%2fa')).status).toBe(404);
    const answer = await put({ cookie, origin });
    expect(answer.status).toBe(201);
    const { file } = (await answer.json()) as { readonly file: string };
    expect(readFileSync(file, 'utf8')).toBe('content');
    expect(dirname(file)).toBe(transfer.uploadsDir);

    mkdirSync(transfer.exportsDir, { recursive: true });
    writeFileSync(join(transfer.exportsDir, 'shop.rivulet.tgz'), 'exported');
    const get = (path: string, headers = {}) => fetch(`${origin}${path}`, { headers });
    expect((await get('/exports/shop.rivulet.tgz')).status).toBe(401);
    const file2 = await get('/exports/shop.rivulet.tgz', { cookie });
    expect([file2.status, await file2.text()]).toEqual([200, 'exported']);
    expect((await get('/exports/..%2fsecret', { cookie })).status).toBe(404);
    expect((await get('/exports/none.tgz', { cookie })).status).toBe(404);
  });

  it.each([
    ['of another page', 'http://evil.example', '', 403],
    ['without token', null, '', 401],
  ])('refuses a socket %s', async (_name, foreignOrigin, search, status) => {
    const { origin } = await start();
    const address = `${origin.replace('http', 'ws')}/rpc${search}`;
    const socket = new WebSocket(address, { origin: foreignOrigin ?? origin });
    const answered = await new Promise<number | undefined>((resolve) => {
      socket.once('unexpected-response', (_request, response) => resolve(response.statusCode));
      socket.once('error', () => {});
    });
    expect(answered).toBe(status);
    socket.terminate();
  });
});
