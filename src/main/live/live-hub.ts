/**
 * All open streams. A source runs once for all who watch the same thing; each watcher gets the
 * present value and then patches (or items), at most four times a second.
 */
import { ContractError } from '../contract/errors.ts';
import type { EventHandlers } from '../contract/index.ts';
import type { FeedName, Feeds, StateName, StreamName, States } from '../contract/live.ts';
import { diff, type JsonObject } from '../contract/patch.ts';

/** Starts to watch something; calls `value` with each new value; answers how to stop. */
export type StateSource<Name extends StateName> = (
  params: States[Name]['params'],
  sink: StateSink<States[Name]['value']>,
) => () => void;

export type StateSink<Value> = {
  readonly value: (value: Value) => void;
  readonly failed: (error: ContractError) => void;
};

/** Answers the items so far, calls `items` with further ones. */
export type FeedSource<Name extends FeedName> = (
  params: Feeds[Name]['params'],
  sink: {
    readonly items: (items: readonly Feeds[Name]['item'][]) => void;
    readonly failed: (error: ContractError) => void;
  },
) => {
  readonly items: readonly Feeds[Name]['item'][];
  /** What happens after it has settled is not missed; a rejection is the watcher's. */
  readonly ready?: Promise<void>;
  /** How long items are gathered before they are sent; absent: as for all streams. */
  readonly intervalMs?: number;
  readonly stop: () => void;
};

export type Sources = { readonly [Name in StateName]: StateSource<Name> } & {
  readonly [Name in FeedName]: FeedSource<Name>;
};

export const feedNames: readonly FeedName[] = [
  'events',
  'clusterHistory',
  'throughput',
  'measures',
  'tail',
  'search',
  'follow',
  'brokerLog',
  'terminal',
  'groupLag',
];

type Opened = { readonly id: number; readonly value?: unknown; readonly items?: unknown };

type Subscriber = { readonly id: number; readonly events: EventHandlers; sent: JsonObject };

type SharedState = {
  value: JsonObject | null;
  readonly subscribers: Map<number, Subscriber>;
  readonly waiting: Set<{
    readonly resolve: (value: JsonObject) => void;
    readonly reject: (error: ContractError) => void;
  }>;
  timer: NodeJS.Timeout | null;
  flushedAtMs: number;
  stop: () => void;
};

const intervalMs = 250;
/** Ids are never used twice: a connection goes from the hub of one cluster to that of another. */
let idNext = 1;

/** The streams of all connections of one application. */
export class LiveHub {
  readonly #sources: Sources;
  readonly #states = new Map<string, SharedState>();

  constructor(sources: Sources) {
    this.#sources = sources;
  }

  /** The streams of one connection; `events` is its other end. */
  connect(events: EventHandlers): LiveConnection {
    const closers = new Map<number, () => void>();
    return {
      open: async (stream, params) => {
        const id = idNext;
        idNext += 1;
        if ((feedNames as readonly string[]).includes(stream)) {
          return this.#openFeed(id, stream as FeedName, params, events, closers);
        }
        return this.#openState(id, stream as StateName, params, events, closers);
      },
      close: (id) => {
        const close = closers.get(id);
        if (!close) {
          throw new ContractError('stream-not-found', { id }, `There is no open stream ${id}.`);
        }
        closers.delete(id);
        close();
      },
      closeAll: () => {
        for (const close of closers.values()) close();
        closers.clear();
      },
    };
  }

  async #openFeed(
    id: number,
    stream: FeedName,
    params: unknown,
    events: EventHandlers,
    closers: Map<number, () => void>,
  ): Promise<Opened> {
    const source = this.#sources[stream] as FeedSource<FeedName>;
    const pending: Feeds[FeedName]['item'][] = [];
    let timer: NodeJS.Timeout | null = null;
    const flush = () => {
      timer = null;
      events['live.items']({ id, items: pending.splice(0) });
    };
    const { items, ready, stop, ...own } = source(params as never, {
      items: (more) => {
        pending.push(...more);
        timer ??= setTimeout(flush, own.intervalMs ?? intervalMs);
      },
      failed: (error) => {
        closers.delete(id);
        stop();
        events['live.failed']({ id, code: error.code, message: error.message });
      },
    });
    closers.set(id, () => {
      if (timer) clearTimeout(timer);
      stop();
    });
    try {
      await ready;
    } catch (error) {
      closers.delete(id);
      throw error;
    }
    return { id, items };
  }

  async #openState(
    id: number,
    stream: StateName,
    params: unknown,
    events: EventHandlers,
    closers: Map<number, () => void>,
  ): Promise<Opened> {
    const key = `${stream} ${JSON.stringify(params)}`;
    const state = this.#states.get(key) ?? this.#startState(key, stream, params);
    // Counted as a watcher from now on, so that the source is not stopped meanwhile.
    const subscriber: Subscriber = { id, events, sent: {} };
    state.subscribers.set(id, subscriber);
    closers.set(id, () => {
      state.subscribers.delete(id);
      if (state.subscribers.size === 0) this.#stopState(key, state);
    });
    const value =
      state.value ??
      (await new Promise<JsonObject>((resolve, reject) => state.waiting.add({ resolve, reject })));
    subscriber.sent = value;
    return { id, value };
  }

  #startState(key: string, stream: StateName, params: unknown): SharedState {
    const state: SharedState = {
      value: null,
      subscribers: new Map(),
      waiting: new Set(),
      timer: null,
      flushedAtMs: 0,
      stop: () => {},
    };
    this.#states.set(key, state);
    const source = this.#sources[stream] as StateSource<StateName>;
    state.stop = source(params as never, {
      value: (value) => this.#onValue(state, value as unknown as JsonObject),
      failed: (error) => this.#onFailed(key, state, error),
    });
    return state;
  }

  #onValue(state: SharedState, value: JsonObject): void {
    state.value = value;
    for (const { resolve } of state.waiting) resolve(value);
    state.waiting.clear();
    const waitMs = state.flushedAtMs + intervalMs - Date.now();
    state.timer ??= setTimeout(() => flushState(state), Math.max(0, waitMs));
  }

  #onFailed(key: string, state: SharedState, error: ContractError): void {
    const wasWaiting = state.waiting.size > 0;
    for (const { reject } of state.waiting) reject(error);
    for (const { id, events } of state.subscribers.values()) {
      // Who still waits for the first value gets the error as the answer to `open`.
      if (!wasWaiting) events['live.failed']({ id, code: error.code, message: error.message });
    }
    state.waiting.clear();
    state.subscribers.clear();
    this.#stopState(key, state);
  }

  #stopState(key: string, state: SharedState): void {
    if (state.timer) clearTimeout(state.timer);
    state.timer = null;
    if (this.#states.get(key) === state) this.#states.delete(key);
    state.stop();
  }
}

/** The streams of one connection. */
export type LiveConnection = {
  readonly open: (stream: StreamName, params: unknown) => Promise<Opened>;
  readonly close: (id: number) => void;
  readonly closeAll: () => void;
};

function flushState(state: SharedState): void {
  state.timer = null;
  state.flushedAtMs = Date.now();
  const { value } = state;
  if (value === null) return;
  for (const subscriber of state.subscribers.values()) {
    const patch = diff(subscriber.sent, value);
    subscriber.sent = value;
    if (patch) subscriber.events['live.patch']({ id: subscriber.id, patch });
  }
}
