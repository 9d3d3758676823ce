/**
 * Net over TCP sockets. All of them read into one buffer: what came is handed on before the next
 * read, so that receiving makes no garbage however much arrives.
 */
import {
  connect as openSocket,
  createServer,
  type Server,
  Socket,
  type SocketConstructorOpts,
} from 'node:net';
import { type Connection, type Listener, type Net, NetError } from './env.ts';

const readBufferBytes = 256 * 1024;
const backlog = 511;

type OnRead = {
  readonly buffer: Buffer;
  readonly callback: (sizeBytes: number, buffer: Uint8Array) => boolean;
};

/** Where a socket's bytes go; nothing is read before somebody listens. */
class Inbox {
  readonly onread: OnRead;
  private listener: (chunk: Buffer) => void = () => undefined;

  constructor(buffer: Buffer) {
    this.onread = {
      buffer,
      callback: (sizeBytes) => {
        this.listener(buffer.subarray(0, sizeBytes));
        return true;
      },
    };
  }

  open(socket: Socket, listener: (chunk: Buffer) => void): void {
    this.listener = listener;
    socket.resume();
  }
}

class SocketConnection implements Connection {
  readonly remoteHost: string;
  readonly remotePort: number;
  private readonly socket: Socket;
  private readonly inbox: Inbox;
  private isCorked = false;
  private closeError: Error | undefined;

  constructor(socket: Socket, inbox: Inbox) {
    this.socket = socket;
    this.inbox = inbox;
    this.remoteHost = socket.remoteAddress ?? '';
    this.remotePort = socket.remotePort ?? 0;
    socket.setNoDelay(true);
    socket.on('error', (error) => {
      this.closeError = error;
    });
  }

  /** Everything written in one turn leaves with one system call. */
  write(chunks: readonly Uint8Array[], onTaken?: () => void): void {
    if (this.socket.destroyed) return onTaken?.();
    if (!this.isCorked) {
      this.isCorked = true;
      this.socket.cork();
      process.nextTick(() => {
        this.isCorked = false;
        this.socket.uncork();
      });
    }
    const last = chunks.length - 1;
    for (let index = 0; index < last; index++) this.socket.write(chunks[index]);
    this.socket.write(chunks[last], onTaken);
  }

  queuedBytes(): number {
    return this.socket.writableLength;
  }

  pause(): void {
    this.socket.pause();
  }

  resume(): void {
    this.socket.resume();
  }

  end(): void {
    this.socket.destroySoon();
  }

  destroy(): void {
    this.socket.destroy();
  }

  onData(listener: (chunk: Buffer) => void): void {
    this.inbox.open(this.socket, listener);
  }

  onClose(listener: (error?: Error) => void): void {
    this.socket.once('close', () => listener(this.closeError));
  }

  onDrain(listener: () => void): void {
    this.socket.on('drain', listener);
  }
}

function toNetError(error: NodeJS.ErrnoException, what: string): NetError {
  const code =
    error.code === 'EADDRINUSE'
      ? 'port-taken'
      : error.code === 'ECONNREFUSED'
        ? 'refused'
        : 'other';
  return new NetError(code, `${what}: ${error.message}`, error);
}

/** What of a socket only `node:net` itself can give: `onread` is an option of outgoing ones alone. */
type Internals = { _handle: object | null; _server: Server | null };
type AdoptOptions = {
  readonly handle: object;
  readonly onread: OnRead;
  readonly pauseOnCreate: boolean;
};

/** The accepted connection as a socket that reads into `inbox`; undefined when it is gone already. */
function adopt(accepted: Socket, inbox: Inbox): Socket | undefined {
  const from = accepted as unknown as Internals;
  const { _handle: handle, _server: server } = from;
  if (!handle) return undefined;
  from._handle = null;
  from._server = null;
  const options: AdoptOptions = { handle, onread: inbox.onread, pauseOnCreate: true };
  const socket = new Socket(options as SocketConstructorOpts);
  // The server counts its connections, to know when it is closed.
  (socket as unknown as Internals)._server = server;
  return socket;
}

/** The network of the machine. */
export function createNodeNet(): Net {
  const readBuffer = Buffer.allocUnsafeSlow(readBufferBytes);
  return {
    listen: ({ host, port }, onConnection) =>
      new Promise((resolve, reject) => {
        const sockets = new Set<Socket>();
        const server = createServer({ pauseOnConnect: true }, (accepted) => {
          const inbox = new Inbox(readBuffer);
          const socket = adopt(accepted, inbox);
          if (!socket) return;
          sockets.add(socket);
          socket.once('close', () => sockets.delete(socket));
          onConnection(new SocketConnection(socket, inbox));
        });
        server.once('error', (error) =>
          reject(toNetError(error, `cannot listen on ${host}:${port}`)),
        );
        server.listen({ host, port, backlog }, () => resolve(listenerOf(server, port, sockets)));
      }),

    connect: ({ host, port, timeoutMs }) =>
      new Promise((resolve, reject) => {
        const inbox = new Inbox(readBuffer);
        const socket = openSocket({ host, port, onread: inbox.onread });
        socket.pause();
        const what = `cannot connect to ${host}:${port}`;
        const timeout = setTimeout(() => {
          socket.destroy();
          reject(new NetError('timeout', `${what}: no answer in ${timeoutMs} ms`));
        }, timeoutMs);
        socket.once('error', (error) => {
          clearTimeout(timeout);
          reject(toNetError(error, what));
        });
        socket.once('connect', () => {
          clearTimeout(timeout);
          resolve(new SocketConnection(socket, inbox));
        });
      }),
  };
}

function listenerOf(server: Server, port: number, sockets: ReadonlySet<Socket>): Listener {
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : port,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
