/**
 * The one connection to the application. It opens by itself, comes back by itself, and tells
 * everybody who listens when it did: streams are opened anew by then.
 */
import { createBirpc } from 'birpc';
import { createStore } from 'zustand/vanilla';
import {
  type Api,
  ContractError,
  deserialize,
  type EventHandlers,
  type Method,
  type Params,
  type Result,
  serialize,
} from '../../main/contract/index.ts';
import { clusterChoice, forgetSelected, noteSelected } from './cluster-choice.ts';
import { type Channel, type OpenChannel, openChannel } from './transport.ts';

export type ConnectionState = {
  readonly phase: 'connecting' | 'open' | 'lost';
  /** When the connection was lost; null while it stands. */
  readonly lostAtMs: number | null;
  /** A server answers, but it was started anew: only its new address opens it. */
  readonly isRefused: boolean;
};

const retryMsMin = 250;
const retryMsMax = 3000;
/** Starting a broker or draining a scenario may take long; a lost connection rejects at once. */
const callTimeoutMs = 120_000;

export type Connection = ReturnType<typeof createConnection>;

export function createConnection(open: OpenChannel) {
  const state = createStore<ConnectionState>(() => ({
    phase: 'connecting',
    lostAtMs: null,
    isRefused: false,
  }));
  const openListeners = new Set<() => void>();
  const eventListeners = new Set<Partial<EventHandlers>>();
  let channel: Channel | null = null;
  let retryMs = retryMsMin;
  let receive: (text: string) => void = () => {};

  const dispatch: EventHandlers = {
    'live.patch': (payload) => {
      for (const listener of eventListeners) listener['live.patch']?.(payload);
    },
    'live.items': (payload) => {
      for (const listener of eventListeners) listener['live.items']?.(payload);
    },
    'live.failed': (payload) => {
      for (const listener of eventListeners) listener['live.failed']?.(payload);
    },
    'clusters.selected': ({ id }) => {
      noteSelected(id);
      if (state.getState().phase === 'open') tellOpen();
    },
  };

  const rpc = createBirpc<object, EventHandlers, false>(dispatch, {
    proxify: false,
    timeout: callTimeoutMs,
    serialize,
    deserialize,
    post: (text: string) => {
      if (!channel) throw connectionClosed();
      channel.send(text);
    },
    on: (listener) => {
      receive = listener;
    },
  });

  function tellOpen(): void {
    for (const listener of openListeners) listener();
  }

  /** A new connection looks at the default cluster until it is told which one this window wants. */
  async function begin(own: Channel | null): Promise<void> {
    const { id } = clusterChoice.getState();
    if (id !== null) {
      try {
        await rpc.$callRaw({ method: 'clusters.select', args: [{ id }] });
      } catch {
        if (channel !== own) return;
        forgetSelected();
      }
    }
    if (channel !== own) return;
    retryMs = retryMsMin;
    state.setState({ phase: 'open', lostAtMs: null, isRefused: false });
    tellOpen();
  }

  function connect(): void {
    channel = null;
    const own = open({
      onOpen: () => {
        channel = own;
        void begin(own);
      },
      onText: (text) => receive(text),
      onClose: (isRefused = false) => {
        channel = null;
        rpc.$rejectPendingCalls(({ reject }) => reject(connectionClosed()));
        if (state.getState().phase === 'open') {
          state.setState({ phase: 'lost', lostAtMs: Date.now() });
        }
        state.setState({ isRefused });
        setTimeout(connect, retryMs);
        retryMs = Math.min(retryMs * 2, retryMsMax);
      },
    });
  }

  async function call<Name extends Method>(name: Name, params?: Params<Name>) {
    if (state.getState().phase !== 'open') throw connectionClosed();
    const args = params === undefined ? [] : [params];
    return (await rpc.$callRaw({ method: name, args })) as unknown as Result<Name>;
  }

  return {
    state,
    connect,
    call,
    /** Called at every opening, and at once when it is open already. */
    onOpen(listener: () => void): () => void {
      openListeners.add(listener);
      if (state.getState().phase === 'open') listener();
      return () => openListeners.delete(listener);
    },
    onEvents(listener: Partial<EventHandlers>): () => void {
      eventListeners.add(listener);
      return () => eventListeners.delete(listener);
    },
  };
}

function connectionClosed(): ContractError<'connection-closed'> {
  return new ContractError('connection-closed', {}, 'The connection to Rivulet was lost.');
}

export const connection = createConnection(openChannel);

/** `api['topics.create']({ topic })`: one property per method of the contract. */
export const api = new Proxy({} as AsyncApi, {
  get: (_target, name: string) => (params?: unknown) =>
    connection.call(name as Method, params as Params<Method>),
});

type AsyncApi = {
  readonly [Name in Exclude<Method, 'live.open' | 'live.close'>]: (
    ...params: Parameters<Api[Name]>
  ) => Promise<Result<Name>>;
};
