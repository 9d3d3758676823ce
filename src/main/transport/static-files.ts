/** The built renderer over HTTP. */
import { createReadStream, statSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { extname, join, normalize, sep } from 'node:path';

const types: { readonly [extension: string]: string } = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.json': 'application/json',
  '.map': 'application/json',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
  '.txt': 'text/plain; charset=utf-8',
};

/** Sends a file of the folder; `/` is index.html. Anything else is 404. */
export function sendFile(dir: string, path: string, response: ServerResponse): void {
  const file = resolveFile(dir, path);
  const size = file === null ? null : sizeOf(file);
  if (file === null || size === null) {
    response.writeHead(404, { 'content-type': 'text/plain; charset=utf-8' });
    response.end(
      path === '/' ? 'The page is not built yet: npm run build makes it.\n' : 'Not found.\n',
    );
    return;
  }
  // Names of built files carry a hash of their content; the page itself must always be asked for.
  const isHashed = path.startsWith('/assets/');
  response.writeHead(200, {
    'content-type': types[extname(file)] ?? 'application/octet-stream',
    'content-length': size,
    'cache-control': isHashed ? 'max-age=31536000, immutable' : 'no-store',
  });
  createReadStream(file)
    .on('error', () => response.destroy())
    .pipe(response);
}

/** Null for a path that leads out of the folder. */
function resolveFile(dir: string, path: string): string | null {
  let decoded: string;
  try {
    decoded = decodeURIComponent(path);
  } catch {
    return null;
  }
  if (decoded.includes('\0')) return null;
  const file = normalize(join(dir, decoded === '/' ? 'index.html' : decoded));
  return file.startsWith(normalize(dir + sep)) ? file : null;
}

function sizeOf(file: string): number | null {
  const stats = statSync(file, { throwIfNoEntry: false });
  return stats?.isFile() ? stats.size : null;
}
