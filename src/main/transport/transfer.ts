/**
 * Files between the browser and this machine: an exported cluster is fetched from `/exports/NAME`,
 * a file to import is sent to `/uploads/NAME` and named by the path that the answer tells.
 */
import { randomBytes } from 'node:crypto';
import { createReadStream, createWriteStream, mkdirSync, rmSync, statSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { pipeline } from 'node:stream';

export type TransferFolders = { readonly exportsDir: string; readonly uploadsDir: string };

const exportsPath = '/exports/';
const uploadsPath = '/uploads/';
/** No separators, nothing hidden. */
const fileName = /^[\p{L}\p{N}_][\p{L}\p{N} ._+()-]{0,200}$/u;

export function isTransfer(pathname: string): boolean {
  return pathname.startsWith(exportsPath) || pathname.startsWith(uploadsPath);
}

export function answerTransfer(
  folders: TransferFolders,
  pathname: string,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const name = nameIn(pathname);
  if (name === null) return end(response, 404);
  const isDownload = pathname.startsWith(exportsPath);
  if (isDownload && request.method === 'GET') return send(join(folders.exportsDir, name), response);
  if (!isDownload && request.method === 'PUT') {
    // Forms and plain links of other pages cannot ask for this; our own page says who it is.
    if (request.headers.origin === undefined) return end(response, 403);
    return receive(folders.uploadsDir, name, request, response);
  }
  end(response, 405);
}

function nameIn(pathname: string): string | null {
  try {
    const name = decodeURIComponent(pathname.slice(pathname.indexOf('/', 1) + 1));
    return fileName.test(name) ? name : null;
  } catch {
    return null;
  }
}

function send(file: string, response: ServerResponse): void {
  const stats = statSync(file, { throwIfNoEntry: false });
  if (!stats?.isFile()) return end(response, 404);
  response.writeHead(200, {
    'content-type': 'application/gzip',
    'content-length': stats.size,
    'content-disposition': 'attachment',
    'cache-control': 'no-store',
  });
  pipeline(createReadStream(file), response, () => {});
}

function receive(
  dir: string,
  name: string,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const file = join(dir, `${randomBytes(6).toString('hex')}-${name}`);
  mkdirSync(dir, { recursive: true });
  pipeline(request, createWriteStream(file, { flags: 'wx', mode: 0o600 }), (error) => {
    if (error) {
      rmSync(file, { force: true });
      if (!response.destroyed) end(response, 507);
      return;
    }
    response.setHeader('content-type', 'application/json');
    response.writeHead(201);
    response.end(JSON.stringify({ file }));
  });
}

function end(response: ServerResponse, status: number): void {
  response.writeHead(status);
  response.end();
}
