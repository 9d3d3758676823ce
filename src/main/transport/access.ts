/**
 * Who may use the browser shell. It listens on loopback, but any page in any browser of this
 * machine can send requests there: the token keeps out strangers, the Host check keeps out
 * rebound DNS names, the Origin check keeps out other pages. The token stands in the fragment of
 * the address, which no browser sends: not into a log, not to another site. The page, which is no
 * secret, hands it over for a cookie; everything else asks for that cookie.
 */
import { randomBytes } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { isSameSecret } from './same-secret.ts';

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

/** A new token, worthless after the next start. */
export function createAccess(port: number): Access {
  const token = randomBytes(24).toString('base64url');
  return { token, port, cookieName: `rivulet_${port}` };
}

/** The address to print and to open. */
export function accessUrl({ token, port }: Access): string {
  return `http://127.0.0.1:${port}/#token=${token}`;
}

/** Why nobody may ask from there, whatever it is about; or null. */
export function strangerRefusal(access: Access, request: AccessRequest): Refusal | null {
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
  return null;
}

/** Why the request is refused, or null: for all that tells or does something. */
export function refusalOf(access: Access, request: AccessRequest): Refusal | null {
  const stranger = strangerRefusal(access, request);
  if (stranger) return stranger;
  const cookie = cookieOf(access, request);
  if (cookie !== undefined && isToken(access, cookie)) return null;
  const message =
    'The token is missing or wrong. Open the whole address that Rivulet printed when it started; ' +
    'it is new at each start.';
  return { status: 401, message };
}

/** Whether the text is the token of this start. */
export function isToken(access: Access, text: string): boolean {
  return isSameSecret(text, access.token);
}

/** The token as a cookie that scripts cannot read and other sites cannot use. */
export function accessCookie({ token, cookieName }: Access): string {
  return `${cookieName}=${token}; Path=/; HttpOnly; SameSite=Strict`;
}

function cookieOf({ cookieName }: Access, { headers }: AccessRequest): string | undefined {
  const cookies = (headers.cookie ?? '').split(';').map((text) => text.trim());
  const prefix = `${cookieName}=`;
  return cookies.find((text) => text.startsWith(prefix))?.slice(prefix.length);
}
