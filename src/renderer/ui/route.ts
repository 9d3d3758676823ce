/** Where the user is: `#/view/item?query`. Every object has an address, so every object is a link. */
import { useSyncExternalStore } from 'react';

export const viewNames = [
  'cluster',
  'topics',
  'messages',
  'groups',
  'throughput',
  'scenarios',
] as const;
export type ViewName = (typeof viewNames)[number] | 'home';

export type Route = {
  readonly view: ViewName;
  /** The topic, group or scenario that is open. */
  readonly item: string | null;
  readonly query: { readonly [name: string]: string };
};

export function parseRoute(hash: string): Route | null {
  const [path = '', search = ''] = hash.replace(/^#\/?/, '').split('?', 2);
  const [view = '', item] = path.split('/', 2);
  if (view !== 'home' && !viewNames.some((name) => name === view)) return null;
  return {
    view: view as ViewName,
    item: item ? decodeURIComponent(item) : null,
    query: Object.fromEntries(new URLSearchParams(search)),
  };
}

export function href(view: ViewName, item?: string | null, query?: Route['query']): string {
  const search = new URLSearchParams(query).toString();
  return `#/${view}${item ? `/${encodeURIComponent(item)}` : ''}${search ? `?${search}` : ''}`;
}

/** `isReplaced`: the step back leads to where the user was before this one. */
export function navigate(target: string, isReplaced = false): void {
  if (isReplaced) {
    window.history.replaceState(null, '', target);
    window.dispatchEvent(new HashChangeEvent('hashchange'));
  } else {
    window.location.hash = target;
  }
}

const home: Route = { view: 'home', item: null, query: {} };
let latest: { readonly hash: string; readonly route: Route } | null = null;

export function useRoute(): Route {
  return useSyncExternalStore(subscribe, current);
}

function subscribe(listener: () => void): () => void {
  window.addEventListener('hashchange', listener);
  return () => window.removeEventListener('hashchange', listener);
}

function current(): Route {
  const { hash } = window.location;
  if (latest?.hash !== hash) latest = { hash, route: parseRoute(hash) ?? home };
  return latest.route;
}
