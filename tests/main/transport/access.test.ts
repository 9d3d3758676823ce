import { describe, expect, it } from 'vitest';
import { accessUrl, createAccess, refusalOf } from '../../../src/main/transport/access.ts';

const access = createAccess(9080);
const host = '127.0.0.1:9080';
const withToken = `/?token=${access.token}`;
const cookie = `other=1; ${access.cookieName}=${access.token}`;

const ask = (url: string, headers: Record<string, string>, isUpgrade = false) =>
  refusalOf(access, { url, headers, isUpgrade })?.status ?? 200;

describe('access', () => {
  it('is printed with its token', () => {
    expect(accessUrl(access)).toBe(`http://${host}${withToken}`);
  });

  it.each([
    ['the token in the address', withToken, { host }, false, 200],
    ['the token as a cookie', '/', { host, cookie }, false, 200],
    ['localhost by name', withToken, { host: 'localhost:9080' }, false, 200],
    ['no token', '/', { host }, false, 401],
    ['a wrong token', '/?token=guess', { host }, false, 401],
    ['a token with something added', `${withToken}x`, { host }, false, 401],
    ['the cookie of another port', '/', { host, cookie: `rivulet_1=${access.token}` }, false, 401],
    ['a rebound name', withToken, { host: 'evil.example:9080' }, false, 403],
    ['another port', withToken, { host: '127.0.0.1:1' }, false, 403],
    ['no host', withToken, {}, false, 403],
    ['a request of another page', withToken, { host, origin: 'http://evil.example' }, false, 403],
    ['its own socket', '/rpc', { host, cookie, origin: `http://${host}` }, true, 200],
    [
      'a socket of another page',
      '/rpc',
      { host, cookie, origin: 'http://evil.example' },
      true,
      403,
    ],
    ['a socket of a file', '/rpc', { host, cookie, origin: 'null' }, true, 403],
    ['a socket without origin', '/rpc', { host, cookie }, true, 403],
    ['its own socket without token', '/rpc', { host, origin: `http://${host}` }, true, 401],
  ] as const)('%s', (_name, url, headers, isUpgrade, status) => {
    expect(ask(url, headers as Record<string, string>, isUpgrade)).toBe(status);
  });

  it('differs from start to start', () => {
    expect(createAccess(9080).token).not.toBe(access.token);
  });
});
