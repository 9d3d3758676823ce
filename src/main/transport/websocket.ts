/** The renderer over loopback: a plain HTTP server for the page, a WebSocket for the contract. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import {
  type Access,
  type AccessRequest,
  accessUrl,
  createAccess,
  type Refusal,
  refusalOf,
  strangerRefusal,
} from './access.ts';
import { heartbeat } from '../contract/wire.ts';
import { answerMetrics, metricsPath } from '../metrics/metrics-server.ts';
import type { Channel } from './rpc.ts';
import { securityHeaders } from './security-headers.ts';
import { answerSession, sessionPath } from './session-cookie.ts';
import { sendFile } from './static-files.ts';
import { answerTransfer, isTransfer, type TransferFolders } from './transfer.ts';

export type WebServerOptions = {
  /** The folder of the built renderer. */
  readonly pageDir: string;
  /** Taken when it is free, else any other. */
  readonly portWanted: number;
  /** Serves a connection; answers what to call when it has ended. */
  readonly connect: (channel: Channel) => () => void;
  /** Where files for and from the browser lie. */
  readonly transfer: TransferFolders;
  /** The text of /metrics, for Prometheus; without it there is none. */
  readonly metrics?: (() => Promise<string>) | undefined;
};

export type WebServer = {
  /** With the token in it. */
  readonly url: string;
  readonly close: () => Promise<void>;
};

const host = '127.0.0.1';
const rpcPath = '/rpc';
const messageMaxBytes = 16 * 1024 * 1024;
/** A reader that slow gets disconnected; its page connects anew and has all in one snapshot. */
const unsentMaxBytes = 64 * 1024 * 1024;

/** Starts to listen. */
export async function startWebServer(options: WebServerOptions): Promise<WebServer> {
  const server = createServer();
  const port = await listen(server, options.portWanted);
  const access = createAccess(port);
  const sockets = new WebSocketServer({ noServer: true, maxPayload: messageMaxBytes });
  server.on('request', (request, response) => respond(options, access, request, response));
  server.on('upgrade', (request, socket, head) => {
    const refusal = upgradeRefusal(access, request);
    if (refusal) return refuseUpgrade(socket, refusal);
    sockets.handleUpgrade(request, socket, head, (webSocket) => {
      const disconnect = options.connect(webSocketChannel(webSocket));
      const beat = setInterval(() => webSocket.send(heartbeat.text), heartbeat.intervalMs);
      webSocket.on('close', () => {
        clearInterval(beat);
        disconnect();
      });
    });
  });
  return {
    url: accessUrl(access),
    close: async () => {
      for (const client of sockets.clients) client.close(1001, 'Rivulet stops');
      sockets.close();
      server.closeIdleConnections();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        setTimeout(() => server.closeAllConnections(), 500).unref();
      });
    },
  };
}

function respond(
  { pageDir, transfer, metrics }: WebServerOptions,
  access: Access,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const asked = accessRequest(request, false);
  const { pathname } = new URL(asked.url, 'http://localhost');
  for (const [name, value] of Object.entries(securityHeaders(access.port))) {
    response.setHeader(name, value);
  }
  const stranger = strangerRefusal(access, asked);
  if (stranger) return refuse(response, stranger.status, stranger.message);
  if (pathname === metricsPath && metrics) return answerMetrics(metrics, request, response);
  if (pathname === sessionPath) return answerSession(access, asked, request, response);
  if (isTransfer(pathname)) {
    const refusal = refusalOf(access, asked);
    if (refusal) return refuse(response, refusal.status, refusal.message);
    return answerTransfer(transfer, pathname, request, response);
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    return refuse(response, 405, 'Only GET is understood here.');
  }
  // The page itself is no secret: all that it shows comes through the socket.
  sendFile(pageDir, pathname, response);
}

function upgradeRefusal(access: Access, request: IncomingMessage): Refusal | null {
  const asked = accessRequest(request, true);
  const refusal = refusalOf(access, asked);
  if (refusal) return refusal;
  const { pathname } = new URL(asked.url, 'http://localhost');
  return pathname === rpcPath ? null : { status: 403, message: `There is nothing at ${pathname}.` };
}

function accessRequest({ url = '/', headers }: IncomingMessage, isUpgrade: boolean): AccessRequest {
  // A path like `//host` would be read as an address of its own.
  return { url: `/${url.replace(/^\/+/, '')}`, headers, isUpgrade };
}

function refuse(response: ServerResponse, status: number, message: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' });
  response.end(`${message}\n`);
}

function refuseUpgrade(socket: Duplex, { status, message }: Refusal): void {
  const body = `${message}\n`;
  const reason = status === 401 ? 'Unauthorized' : 'Forbidden';
  socket.on('error', () => socket.destroy());
  socket.end(
    `HTTP/1.1 ${status} ${reason}\r\nconnection: close\r\n` +
      `content-type: text/plain; charset=utf-8\r\ncontent-length: ${Buffer.byteLength(body)}\r\n` +
      `\r\n${body}`,
  );
}

function webSocketChannel(socket: WebSocket): Channel {
  socket.on('error', () => socket.terminate());
  return {
    send: (text) => {
      if (socket.readyState !== socket.OPEN) return;
      if (socket.bufferedAmount > unsentMaxBytes) socket.terminate();
      else socket.send(text);
    },
    onMessage: (listener) => {
      socket.on('message', (data, isBinary) => {
        if (isBinary) socket.close(1003, 'only text is understood');
        else listener(data.toString());
      });
    },
    // Reasons are limited to 123 bytes by the protocol.
    refuse: (reason) => socket.close(1008, reason.slice(0, 100)),
  };
}

async function listen(server: Server, portWanted: number): Promise<number> {
  const attempt = (port: number) =>
    new Promise<number>((resolve, reject) => {
      server.once('error', reject);
      server.listen({ host, port, exclusive: true }, () => {
        server.off('error', reject);
        resolve((server.address() as { port: number }).port);
      });
    });
  try {
    return await attempt(portWanted);
  } catch {
    // Taken: any other does, because the address is printed anyway.
    return attempt(0);
  }
}
