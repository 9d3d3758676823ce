import { describe, expect, it } from 'vitest';
import {
  accessUrl,
  createAccess,
  isToken,
  refusalOf,
  strangerRefusal,
} from '../../../src/main/transport/access.ts';

const access = createAccess(9080);
const host = '127.0.0.1:9080';
const cookie = `other=1; ${access.cookieName}=${access.token}`;

const ask = (url: string, headers: Record<string, string>, isUpgrade = false) =>
  refusalOf(access, { url, headers, isUpgrade })?.status ?? 200;

describe('access', () => {
  it('is printed with its token where browsers keep it to themselves', () => {
    expect(accessUrl(access)).toBe(`http://${host}/#token=${access.token}`);
  });

  it.each([
    ['the token as a cookie', '/', { host, cookie }, false, 200],
    ['localhost by name', '/', { host: 'localhost:9080', cookie }, false, 200],
    ['no token', '/', { host }, false, 401],
    [
      'the token in the query, where logs would have it',
      `/?token=${access.token}`,
      { host },
      false,
      401,
    ],
    ['a wrong token', '/', { host, cookie: `${access.cookieName}=guess` }, false, 401],
    ['a token with something added', '/', { host, cookie: `${cookie}x` }, false, 401],
    ['the cookie of another port', '/', { host, cookie: `rivulet_1=${access.token}` }, false, 401],
    ['a rebound name', '/', { host: 'evil.example:9080', cookie }, false, 403],
    ['another port', '/', { host: '127.0.0.1:1', cookie }, false, 403],
    ['no host', '/', { cookie }, false, 403],
    ['a request of another page', '/', { host, cookie, origin: 'http://evil.example' }, false, 403],
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

  it('shows the page itself without a token, but not to strangers', () => {
    const of = (headers: Record<string, string>) =>
      strangerRefusal(access, { url: '/', headers, isUpgrade: false })?.status ?? 200;
    expect(of({ host })).toBe(200);
    expect(of({ host: 'evil.example:9080' })).toBe(403);
    expect(of({ host, origin: 'http://evil.example' })).toBe(403);
  });

  it('differs from start to start', () => {
    expect(isToken(access, access.token)).toBe(true);
    expect(isToken(access, createAccess(9080).token)).toBe(false);
    expect(isToken(access, '')).toBe(false);
  });
});
