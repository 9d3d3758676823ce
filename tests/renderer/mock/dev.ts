/**
 * For work on the renderer alone: the page with hot reload, and a made-up application behind it.
 * `npx node tests/renderer/mock/dev.ts` prints the address.
 */
import { createServer as createHttpServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { createServer } from 'vite';
import { WebSocketServer } from 'ws';
import { serveMock } from './server.ts';

const pagePort = Number(process.env['MOCK_PORT'] ?? 5199);
const rpcPort = pagePort + 1;

const http = createHttpServer();
const sockets = new WebSocketServer({ server: http, path: '/rpc' });
serveMock(sockets, { isNewcomer: process.argv.includes('--newcomer') });
http.listen(rpcPort, '127.0.0.1');

const vite = await createServer({
  configFile: false,
  root: fileURLToPath(new URL('../../../src/renderer', import.meta.url)),
  cacheDir: '/tmp/rivulet-vite',
  plugins: [react()],
  server: {
    port: pagePort,
    strictPort: true,
    host: '127.0.0.1',
    proxy: { '/rpc': { target: `ws://127.0.0.1:${rpcPort}`, ws: true } },
  },
});
await vite.listen();
console.log(`http://127.0.0.1:${pagePort}/`);
