/**
 * Where the user is. Each pane has a route of its own: components ask for theirs by `useRoute`,
 * and the links inside a pane stay in it (frame/panes.tsx sees to that).
 */
import { createContext, useCallback, useContext, useSyncExternalStore } from 'react';
import {
  type Address,
  formatAddress,
  href,
  type PaneName,
  parseAddress,
  parseRoute,
  type Route,
} from './address.ts';

export { href, parseRoute } from './address.ts';
export type { PaneName, Route, ViewName } from './address.ts';

/** The pane that a component is in. */
export const PaneContext = createContext<PaneName>('main');

/** The pane that was used last: where a command without a place of its own leads. */
let activePane: PaneName = 'main';

export function setActivePane(pane: PaneName): void {
  if (activePane === pane) return;
  activePane = pane;
  window.dispatchEvent(new Event(paneEvent));
}

const paneEvent = 'rivulet-pane';

export function readAddress(): Address {
  return parseAddress(window.location.hash);
}

/** One step of the history; `isReplaced`: the step back leads to where the user was before. */
export function goTo(address: Address, isReplaced = false): void {
  const hash = formatAddress(address);
  if (isReplaced) {
    window.history.replaceState(null, '', hash);
    window.dispatchEvent(new HashChangeEvent('hashchange'));
  } else {
    window.location.hash = hash;
  }
}

/** Leads one pane somewhere; without a name the one that was used last. */
export function navigate(target: string, isReplaced = false, pane = currentPane()): void {
  const address = readAddress();
  const isBeside = pane === 'beside' && address.beside !== null;
  goTo(isBeside ? { ...address, beside: target } : { ...address, main: target }, isReplaced);
}

/** Shows it in the other pane, which opens if there was only one. */
export function openBeside(target: string, from = currentPane()): void {
  const address = readAddress();
  if (from === 'beside' && address.beside !== null) goTo({ ...address, main: target });
  else goTo({ ...address, beside: target });
}

export function currentPane(): PaneName {
  return activePane === 'beside' && readAddress().beside !== null ? 'beside' : 'main';
}

/** The pane that was used last, as it changes. */
export function useActivePane(): PaneName {
  return useSyncExternalStore(subscribe, currentPane);
}

/** Whether two views are shown, and the hashes of both. */
export function useAddress(): Address {
  return useSyncExternalStore(subscribe, currentAddress);
}

const home: Route = { view: 'home', item: null, query: {} };

/** The route of the pane that the component is in. */
export function useRoute(): Route {
  return useRouteOf(useContext(PaneContext));
}

export function useRouteOf(pane: PaneName): Route {
  return useSyncExternalStore(subscribe, () => routeOf(pane));
}

/** As `navigate`, for what happens later than a click: it stays in the pane of its component. */
export function useNavigate(): (target: string, isReplaced?: boolean) => void {
  const pane = useContext(PaneContext);
  return useCallback((target, isReplaced = false) => navigate(target, isReplaced, pane), [pane]);
}

/**
 * A piece of a view's state that is kept in its address, so that a copied link leads back to it.
 * The default is not written. A change replaces the step of the history unless told otherwise.
 */
export function useQueryState<Value extends string = string>(
  name: string,
  fallback: NoInfer<Value>,
): readonly [value: Value, set: (value: Value, isStep?: boolean) => void] {
  const pane = useContext(PaneContext);
  const { query } = useRoute();
  const value = (query[name] ?? fallback) as Value;
  const set = useCallback(
    (next: Value, isStep = false) => {
      const { view, item, query: before } = routeOf(pane);
      const { [name]: _gone, ...rest } = before;
      const after = next === fallback ? rest : { ...rest, [name]: next };
      navigate(href(view, item, after), !isStep, pane);
    },
    [name, fallback, pane],
  );
  return [value, set];
}

function subscribe(listener: () => void): () => void {
  window.addEventListener('hashchange', listener);
  window.addEventListener(paneEvent, listener);
  return () => {
    window.removeEventListener('hashchange', listener);
    window.removeEventListener(paneEvent, listener);
  };
}

// Parsed once per text, so that a route keeps its identity while it says the same.
let latestAddress: { readonly hash: string; readonly address: Address } | null = null;
const latestRoutes = new Map<PaneName, { readonly hash: string; readonly route: Route }>();

function currentAddress(): Address {
  const { hash } = window.location;
  if (latestAddress?.hash !== hash) latestAddress = { hash, address: parseAddress(hash) };
  return latestAddress.address;
}

function routeOf(pane: PaneName): Route {
  const { main, beside } = currentAddress();
  const hash = pane === 'beside' ? (beside ?? main) : main;
  const latest = latestRoutes.get(pane);
  if (latest?.hash === hash) return latest.route;
  const route = parseRoute(hash) ?? home;
  latestRoutes.set(pane, { hash, route });
  return route;
}
