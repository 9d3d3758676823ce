/** `/session`: the token for the cookie, and the answer whether a cookie is still good. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Access, accessCookie, type AccessRequest, isToken, refusalOf } from './access.ts';

export const sessionPath = '/session';

const bodyMaxBytes = 256;

/** POST with the token: 204 and the cookie. GET: 204 or 401. */
export function answerSession(
  access: Access,
  asked: AccessRequest,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  response.setHeader('cache-control', 'no-store');
  if (request.method === 'GET') return end(response, refusalOf(access, asked) ? 401 : 204);
  if (request.method !== 'POST') return end(response, 405);
  // Only our own page may hand over a token; browsers always tell who posts.
  if (request.headers.origin === undefined) return end(response, 403);
  let body = '';
  request.setEncoding('utf8');
  request.on('data', (chunk: string) => {
    body += chunk;
    if (body.length > bodyMaxBytes) request.destroy();
  });
  request.on('end', () => {
    if (!isToken(access, body)) return end(response, 401);
    response.setHeader('set-cookie', accessCookie(access));
    end(response, 204);
  });
}

function end(response: ServerResponse, status: number): void {
  response.writeHead(status);
  response.end();
}
