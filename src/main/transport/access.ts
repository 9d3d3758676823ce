/**
 * Who may use the browser shell. It listens on loopback, but any page in any browser of this
 * machine can send requests there: the token keeps out strangers, the Host check keeps out
 * rebound DNS names, the Origin check keeps out other pages.
 */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

export type AccessRequest = {
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  /** A WebSocket handshake: browsers always say where it comes from. */
  readonly isUpgrade: boolean;
};

export type Refusal = { readonly status: 401 | 403; readonly message: string };

/** The token of one start and the port it is for. */
export type Access = {
  readonly token: string;
  readonly port: number;
  /** Cookies do not tell ports apart, so the name does. */
  readonly cookieName: string;
};

const tokenParameter = 'token';

/** A new token, worthless after the next start. */
export function createAccess(port: number): Access {
  const token = randomBytes(24).toString('base64url');
  return { token, port, cookieName: `rivulet_${port}` };
}

/** The address to print and to open. */
export function accessUrl({ token, port }: Access): string {
  return `http://127.0.0.1:${port}/?${tokenParameter}=${token}`;
}

/** Why the request is refused, or null. */
export function refusalOf(access: Access, request: AccessRequest): Refusal | null {
  const { host = '', origin } = request.headers;
  const hosts = [`127.0.0.1:${access.port}`, `localhost:${access.port}`];
  if (!hosts.includes(host.toLowerCase())) {
    const message = `This server does not answer for the host ${host || '(none)'}.`;
    return { status: 403, message };
  }
  const isOwnOrigin = origin === `http://${host}`;
  if (origin === undefined ? request.isUpgrade : !isOwnOrigin) {
    const message = `Pages of ${origin ?? 'an unknown origin'} may not connect to Rivulet.`;
    return { status: 403, message };
  }
  if (tokensOf(access, request).some((token) => isSame(token, access.token))) return null;
  const message =
    'The token is missing or wrong. Open the whole address that Rivulet printed when it started; ' +
    'it is new at each start.';
  return { status: 401, message };
}

/** Whether the token came in the address, which is then shortened. */
export function hasTokenInUrl(url: string): boolean {
  return new URL(url, 'http://localhost').searchParams.has(tokenParameter);
}

/** The token as a cookie that scripts cannot read and other sites cannot use. */
export function accessCookie({ token, cookieName }: Access): string {
  return `${cookieName}=${token}; Path=/; HttpOnly; SameSite=Strict`;
}

function tokensOf({ cookieName }: Access, { url, headers }: AccessRequest): readonly string[] {
  const parameter = new URL(url, 'http://localhost').searchParams.get(tokenParameter);
  const cookies = (headers.cookie ?? '').split(';').map((text) => text.trim());
  const prefix = `${cookieName}=`;
  const cookie = cookies.find((text) => text.startsWith(prefix))?.slice(prefix.length);
  return [parameter, cookie].filter((token) => typeof token === 'string');
}

function isSame(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
}
