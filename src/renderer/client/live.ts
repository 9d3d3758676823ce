/**
 * Live values for components. All who watch the same stream with the same parameters share one
 * zustand store and one opened stream, which closes a moment after the last of them is gone.
 */
import { useEffect, useMemo } from 'react';
import { useStore } from 'zustand';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { applyPatch } from '../../main/contract/index.ts';
import type { FeedName, Feeds, StateName, States, StreamName } from '../../main/contract/index.ts';
import { clusterChoice } from './cluster-choice.ts';
import { connection } from './connection.ts';
import { openFeed, openState } from './subscription.ts';

export type Live<Value> = {
  readonly status: 'loading' | 'ready' | 'failed';
  readonly value: Value | undefined;
  readonly error: unknown;
};

type Store = StoreApi<Live<unknown>>;
type Shared = {
  readonly key: string;
  readonly store: Store;
  close: (() => void) | null;
  watcherCount: number;
};

/** Long enough to go from one view to another without closing what both show. */
const lingerMs = 1500;

const shared = new Map<string, Shared>();

/** These are the app's, whatever cluster one looks at. */
const appStreams: readonly StreamName[] = ['clusters', 'settings', 'tasks'];

// What another cluster said is never shown as what this one says.
clusterChoice.subscribe(({ id }, before) => {
  if (id === before.id) return;
  for (const { key, store } of shared.values()) {
    if (appStreams.some((stream) => key.startsWith(`${stream} `))) continue;
    store.setState({ status: 'loading', value: undefined, error: null });
  }
});

export function useLive<Name extends StateName>(
  stream: Name,
  params: States[Name]['params'],
): Live<States[Name]['value']> {
  const text = JSON.stringify(params);
  const entry = useMemo(() => find(`${stream} ${text}`), [stream, text]);
  useEffect(
    () => hold(entry, (store) => watchState(store, stream, JSON.parse(text))),
    [entry, stream, text],
  );
  return useStore(entry.store) as Live<States[Name]['value']>;
}

/** The newest `limit` items of a feed, oldest first. */
export function useFeed<Name extends FeedName>(
  stream: Name,
  params: Feeds[Name]['params'],
  limit: number,
): Live<readonly Feeds[Name]['item'][]> {
  const text = JSON.stringify(params);
  const entry = useMemo(() => find(`${stream} ${limit} ${text}`), [stream, limit, text]);
  useEffect(
    () => hold(entry, (store) => watchFeed(store, stream, JSON.parse(text), limit)),
    [entry, stream, limit, text],
  );
  return useStore(entry.store) as Live<readonly Feeds[Name]['item'][]>;
}

/** Which cluster this window looks at; null: the one that the app was started with. */
export function useClusterId(): string | null {
  return useStore(clusterChoice, ({ id }) => id);
}

export function useConnection() {
  return useStore(connection.state);
}

function watchState<Name extends StateName>(
  store: Store,
  stream: Name,
  params: States[Name]['params'],
): () => void {
  return openState(connection, stream, params, {
    onValue: (value) => store.setState({ status: 'ready', value, error: null }),
    onPatch: (patch) =>
      store.setState(({ value }) => ({ value: applyPatch(value as object, patch) })),
    onFailed: (error) => store.setState({ status: 'failed', error }),
  });
}

function watchFeed<Name extends FeedName>(
  store: Store,
  stream: Name,
  params: Feeds[Name]['params'],
  limit: number,
): () => void {
  return openFeed(connection, stream, params, {
    onItems: (items, isStart) =>
      store.setState(({ value }) => ({
        status: 'ready',
        value: isStart ? items : [...((value ?? []) as readonly unknown[]), ...items].slice(-limit),
        error: null,
      })),
    onFailed: (error) => store.setState({ status: 'failed', error }),
  });
}

function find(key: string): Shared {
  const found = shared.get(key);
  if (found) return found;
  const store = createStore<Live<unknown>>(() => ({
    status: 'loading',
    value: undefined,
    error: null,
  }));
  const entry: Shared = { key, store, close: null, watcherCount: 0 };
  shared.set(key, entry);
  return entry;
}

/** Opens the stream for its first watcher; the answer lets go again. */
function hold(entry: Shared, open: (store: Store) => () => void): () => void {
  entry.watcherCount += 1;
  entry.close ??= open(entry.store);
  return () => {
    entry.watcherCount -= 1;
    setTimeout(() => {
      if (entry.watcherCount > 0) return;
      entry.close?.();
      entry.close = null;
      if (shared.get(entry.key) === entry) shared.delete(entry.key);
    }, lingerMs);
  };
}
