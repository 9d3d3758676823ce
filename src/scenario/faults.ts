/** What is wrong with a scenario, by its path in the file; places come later. */
import { nearest } from './nearest.ts';

export type Path = readonly (string | number)[];

export type Fault = {
  readonly path: Path;
  readonly expected: string;
  readonly found: string;
  /** The right name that is meant, where one is near. */
  readonly nearest?: string | null;
  /** The fault is the key, not its value. */
  readonly isKey?: boolean;
  /** So many characters into the text at the path. */
  readonly at?: number;
};

const namesShown = 24;

/** `a, b, c`; a long list is cut. */
export function listed(names: Iterable<string>): string {
  const all = [...names];
  if (all.length <= namesShown) return all.join(', ');
  return `${all.slice(0, namesShown).join(', ')} and ${all.length - namesShown} more`;
}

/** A name that nothing has. `kind` in the plural: `topics`. */
export function unknownName(
  path: Path,
  kind: string,
  name: string,
  names: Iterable<string>,
  isKey = false,
): Fault {
  const all = [...names];
  const expected = all.length > 0 ? `one of the ${kind} ${listed(all)}` : `${kind}: there are none`;
  return { path, expected, found: name, nearest: nearest(name, all), isKey };
}

/** A value as the message about it shows it. */
export function describe(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'an empty value';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a mapping';
  const text = typeof value === 'string' ? JSON.stringify(value) : String(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
