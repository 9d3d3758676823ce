/**
 * Which cluster this window looks at. Kept for the window alone, so that two of them may look at
 * two clusters, and asked for again whenever the connection comes back.
 */
import { createStore } from 'zustand/vanilla';

const storageKey = 'rivulet.cluster';

export type ClusterChoice = {
  /** Null: the one that the app was started with. */
  readonly id: string | null;
  /** Counts every change of the cluster behind the streams, also of the same one made anew. */
  readonly round: number;
};

export const clusterChoice = createStore<ClusterChoice>(() => ({ id: remembered(), round: 0 }));

/** The application says that this connection looks at this cluster now. */
export function noteSelected(id: string): void {
  clusterChoice.setState(({ round }) => ({ id, round: round + 1 }));
  storage()?.setItem(storageKey, id);
}

/** The cluster is gone; the one that the app was started with takes its place. */
export function forgetSelected(): void {
  clusterChoice.setState(({ round }) => ({ id: null, round: round + 1 }));
  storage()?.removeItem(storageKey);
}

/** A link may name the cluster of the window that it opens (`?cluster=…`); it is said once. */
function remembered(): string | null {
  const named = typeof window === 'undefined' ? null : takeCluster(window.location.hash);
  if (named) {
    window.history.replaceState(null, '', named.hash);
    return named.id;
  }
  return storage()?.getItem(storageKey) ?? null;
}

/** The address without the cluster that it names; null where it names none. */
export function takeCluster(hash: string): { readonly id: string; readonly hash: string } | null {
  const found = /([?&])cluster=([a-z0-9-]+)(&?)/.exec(hash);
  if (!found) return null;
  const [text, before = '', id = '', after = ''] = found;
  return { id, hash: hash.replace(text, after === '' ? '' : before) };
}

/** Tests of the connection run without a window. */
function storage(): Storage | null {
  return typeof window === 'undefined' ? null : window.sessionStorage;
}
