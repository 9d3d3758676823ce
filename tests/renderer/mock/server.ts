/** A made-up application behind the contract: enough behaviour to build and look at every view. */
import { createBirpc } from 'birpc';
import type { WebSocket, WebSocketServer } from 'ws';
import {
  ContractError,
  deserialize,
  diff,
  type EventHandlers,
  type JsonObject,
  serialize,
} from '../../../src/main/contract/index.ts';
import { MockApp, type MockOptions } from './app.ts';

type Open = {
  readonly stream: string;
  readonly params: Record<string, unknown>;
  last: JsonObject | null;
};

export function serveMock(sockets: WebSocketServer, options: MockOptions): void {
  const app = new MockApp(options);
  setInterval(() => app.tick(), 250);
  sockets.on('connection', (socket: WebSocket) => serveOne(app, socket));
}

function serveOne(app: MockApp, socket: WebSocket): void {
  const open = new Map<number, Open>();
  let nextId = 1;
  const remote = createBirpc<EventHandlers, object>(
    {},
    {
      post: (text: string) => socket.send(text),
      on: (listener) => void socket.on('message', (data) => listener(String(data))),
      serialize,
      deserialize,
      eventNames: ['live.patch', 'live.items', 'live.failed'],
      resolver: (method) => async (params: Record<string, unknown>) => {
        if (method === 'live.open') return openStream(params);
        if (method === 'live.close') return open.delete(Number(params['id'])) && null;
        const handler = app.handlers[method];
        if (!handler) throw new ContractError('unknown-method', { method }, method);
        return handler(params as never);
      },
    },
  ) as unknown as EventHandlers;

  function openStream({ stream, params }: Record<string, unknown>) {
    const entry: Open = {
      stream: stream as string,
      params: (params ?? {}) as Record<string, unknown>,
      last: null,
    };
    const id = nextId++;
    if (app.isFeed(entry.stream)) {
      open.set(id, entry);
      return { id, items: app.feedStart(entry.stream) };
    }
    const value = app.state(entry.stream, entry.params);
    entry.last = structuredClone(value);
    open.set(id, entry);
    return { id, value };
  }

  const off = app.onTick((items) => {
    for (const [id, entry] of open) {
      if (app.isFeed(entry.stream)) {
        const fresh = items(entry.stream, entry.params);
        if (fresh.length > 0) remote['live.items']({ id, items: fresh as never });
        continue;
      }
      const value = app.state(entry.stream, entry.params);
      const patch = diff(entry.last as JsonObject, value);
      if (!patch) continue;
      entry.last = structuredClone(value);
      remote['live.patch']({ id, patch });
    }
  });
  socket.on('close', off);
}
