/**
 * Addresses as text: `#/view/item?query` for one view, `#/left||/right` for two side by side.
 * Every object and every state of a view has one, so everything can be a link.
 */

export const viewNames = [
  'cluster',
  'topics',
  'messages',
  'producers',
  'follow',
  'groups',
  'throughput',
  'brokers',
  'scenarios',
  'questions',
  'terminal',
  'doctor',
  'settings',
] as const;
export type ViewName = (typeof viewNames)[number] | 'home';

export type Route = {
  readonly view: ViewName;
  /** The topic, group or scenario that is open. */
  readonly item: string | null;
  readonly query: { readonly [name: string]: string };
};

/** `main` is the only pane until there are two; then it is the left one. */
export type PaneName = 'main' | 'beside';

/** The addresses of the panes, each in the form of `href`; `beside` is null for one view alone. */
export type Address = { readonly main: string; readonly beside: string | null };

const separator = '||';

export function parseRoute(hash: string): Route | null {
  const [path = '', search = ''] = hash.replace(/^#\/?/, '').split('?', 2);
  const [view = '', item] = path.split('/', 2);
  if (view !== 'home' && !viewNames.some((name) => name === view)) return null;
  return {
    view: view as ViewName,
    item: item ? decoded(item) : null,
    query: Object.fromEntries(new URLSearchParams(search)),
  };
}

export function href(view: ViewName, item?: string | null, query?: Route['query']): string {
  const search = new URLSearchParams(query).toString();
  return `#/${view}${item ? `/${encodeURIComponent(item)}` : ''}${search ? `?${search}` : ''}`;
}

/** The inside of a pane never holds the separator: `href` writes `|` as `%7C`. */
export function parseAddress(hash: string): Address {
  const [main = '', beside] = hash.split(separator, 2);
  return { main, beside: beside === undefined || beside === '' ? null : `#${beside}` };
}

export function formatAddress({ main, beside }: Address): string {
  return beside === null ? main : `${main}${separator}${beside.replace(/^#/, '')}`;
}

/** A `%` that a person typed is no reason to fail. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
