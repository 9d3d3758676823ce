/**
 * What the system hands to the app: `rivulet://` links and scenario files, as arguments of a
 * second start or as events. A link only ever shows a view: any page on the web may hold one.
 */
import { isAbsolute } from 'node:path';

export const scheme = 'rivulet';

/** Parts of an address that do something (open a dialog, hand over a token) are not for links. */
const refused = new Set(['act', 'token', 'create', 'import']);
const lengthMax = 2000;

/** `rivulet://topics/orders?partition=1` -> `#/topics/orders?partition=1`; null: not for us. */
export function routeOfLink(text: string): string | null {
  if (text.length > lengthMax || !URL.canParse(text)) return null;
  const { protocol, host, pathname, searchParams } = new URL(text);
  if (protocol !== `${scheme}:` || !/^[a-z]{1,20}$/.test(host)) return null;
  const [, item = '', ...rest] = pathname.split('/');
  if (rest.some((part) => part !== '')) return null;
  let name: string;
  try {
    name = decodeURIComponent(item);
  } catch {
    return null;
  }
  const query = [...searchParams].filter(([key]) => !refused.has(key));
  const search = new URLSearchParams(query).toString();
  const path = name === '' ? '' : `/${encodeURIComponent(name)}`;
  return `#/${host}${path}${search === '' ? '' : `?${search}`}`;
}

/** Where a scenario file is imported. */
export function routeOfFile(file: string): string | null {
  if (!isAbsolute(file) || !/\.rivulet\.ya?ml$/i.test(file)) return null;
  return `#/scenarios?${new URLSearchParams({ import: file }).toString()}`;
}

/** The first argument that leads somewhere; options of Chromium and of ours lead nowhere. */
export function routeOfArguments(argv: readonly string[]): string | null {
  for (const argument of argv.slice(1)) {
    const route = routeOfLink(argument) ?? routeOfFile(argument);
    if (route !== null) return route;
  }
  return null;
}
