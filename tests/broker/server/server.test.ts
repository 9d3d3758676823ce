import { expect, it } from 'vitest';
import { parseBrokerConfig } from '../../../src/broker/config.ts';
import type { Connection, Env } from '../../../src/broker/env/env.ts';
import type { Dispatcher } from '../../../src/broker/server/dispatcher.ts';
import { Server } from '../../../src/broker/server/server.ts';

const idleMs = 60_000;

/** A server whose clients and clock are in the test's hands; requests are answered, or never. */
async function given() {
  const state = { nowMs: 0 };
  const timers: { atMs: number; action: () => void; isCancelled: boolean }[] = [];
  let accept: (connection: Connection) => void = () => undefined;
  const env = {
    clock: {
      nowMs: () => state.nowMs,
      monotonicMs: () => state.nowMs,
      setTimer: (delayMs: number, action: () => void) => {
        const timer = { atMs: state.nowMs + delayMs, action, isCancelled: false };
        timers.push(timer);
        return { cancel: () => void (timer.isCancelled = true) };
      },
    },
    net: {
      listen: (_address: unknown, onConnection: typeof accept) => {
        accept = onConnection;
        return Promise.resolve({ port: 1, close: () => Promise.resolve() });
      },
    },
  } as unknown as Env;
  const dispatcher = {
    dispatch: (frame: Buffer) =>
      frame.toString() === 'wait' ? new Promise(() => undefined) : 'none',
  } as unknown as Dispatcher;
  const server = new Server(env, dispatcher, {
    limits: { maxRequestBytes: 1e6, maxInFlight: 8, maxQueuedBytes: 1e6 },
    config: () => parseBrokerConfig({ 'node.id': '1', 'connections.max.idle.ms': `${idleMs}` }),
    onConnectionClosed: () => undefined,
  });
  await server.listen('broker', { host: '127.0.0.1', port: 0 });
  server.openToClients();
  const arrive = () => {
    const client = new Client();
    accept(client as unknown as Connection);
    return client;
  };
  const advance = (ms: number) => {
    const endMs = state.nowMs + ms;
    for (;;) {
      const due = timers.find(({ isCancelled, atMs }) => !isCancelled && atMs <= endMs);
      if (!due) break;
      due.isCancelled = true;
      state.nowMs = due.atMs;
      due.action();
    }
    state.nowMs = endMs;
  };
  return { server, arrive, advance, timers };
}

class Client {
  readonly remoteHost = '127.0.0.1';
  readonly remotePort = 5;
  isClosed = false;
  private data: (chunk: Buffer) => void = () => undefined;
  private readonly closed: (() => void)[] = [];
  onData(listener: (chunk: Buffer) => void): void {
    this.data = listener;
  }
  onClose(listener: () => void): void {
    this.closed.push(listener);
  }
  onDrain(): void {}
  queuedBytes(): number {
    return 0;
  }
  destroy(): void {
    this.isClosed = true;
    for (const listener of this.closed) listener();
  }
  send(text: string): void {
    const frame = Buffer.alloc(4 + text.length);
    frame.writeInt32BE(text.length);
    frame.write(text, 4);
    this.data(frame);
  }
}

it('closes connections on which nothing was asked for connections.max.idle.ms', async () => {
  const { server, arrive, advance, timers } = await given();
  const [quiet, busy, waiting] = [arrive(), arrive(), arrive()];
  waiting.send('wait');
  advance(idleMs / 2);
  busy.send('ask');
  const late = arrive();
  expect(server.clientCount).toBe(4);
  advance(idleMs / 2);
  expect([quiet, busy, waiting, late].map(({ isClosed }) => isClosed)).toEqual([
    true,
    false,
    false,
    false,
  ]);
  advance(idleMs / 2);
  expect([busy, waiting, late].map(({ isClosed }) => isClosed)).toEqual([true, false, true]);
  waiting.destroy();
  advance(10 * idleMs);
  expect(timers.filter(({ isCancelled }) => !isCancelled)).toEqual([]);
});
