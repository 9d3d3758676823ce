/** Net over TCP sockets. */
import { connect as openSocket, createServer, type Socket } from 'node:net';
import { type Connection, type Net, NetError } from './env.ts';

class SocketConnection implements Connection {
  readonly remoteHost: string;
  readonly remotePort: number;
  private readonly socket: Socket;
  private isCorked = false;
  private closeError: Error | undefined;

  constructor(socket: Socket) {
    this.socket = socket;
    this.remoteHost = socket.remoteAddress ?? '';
    this.remotePort = socket.remotePort ?? 0;
    socket.setNoDelay(true);
    socket.on('error', (error) => {
      this.closeError = error;
    });
  }

  /** Everything written in one turn leaves with one system call. */
  write(chunks: readonly Uint8Array[]): void {
    if (this.socket.destroyed) return;
    if (!this.isCorked) {
      this.isCorked = true;
      this.socket.cork();
      process.nextTick(() => {
        this.isCorked = false;
        this.socket.uncork();
      });
    }
    for (const chunk of chunks) this.socket.write(chunk);
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
    this.socket.on('data', listener);
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

export const nodeNet: Net = {
  listen: ({ host, port }, onConnection) =>
    new Promise((resolve, reject) => {
      const sockets = new Set<Socket>();
      const server = createServer((socket) => {
        sockets.add(socket);
        socket.once('close', () => sockets.delete(socket));
        onConnection(new SocketConnection(socket));
      });
      server.once('error', (error) =>
        reject(toNetError(error, `cannot listen on ${host}:${port}`)),
      );
      server.listen({ host, port, backlog: 511 }, () => {
        const address = server.address();
        resolve({
          port: typeof address === 'object' && address ? address.port : port,
          close: () =>
            new Promise((done) => {
              server.close(() => done());
              for (const socket of sockets) socket.destroy();
            }),
        });
      });
    }),

  connect: ({ host, port, timeoutMs }) =>
    new Promise((resolve, reject) => {
      const socket = openSocket({ host, port });
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
        resolve(new SocketConnection(socket));
      });
    }),
};
