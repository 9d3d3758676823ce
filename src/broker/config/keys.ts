/**
 * What a config key is: its type, default, bounds and doc, and how its text becomes a value. The
 * tables beside this file are made of these; their TypeScript types derive from them.
 */
import { errors, KafkaError } from '../protocol/errors.ts';

/** Kafka's config types, by the name its messages use. */
export type ConfigType =
  | 'boolean'
  | 'string'
  | 'int'
  | 'short'
  | 'long'
  | 'double'
  | 'list'
  | 'class'
  | 'password';

/** Whether and for whom a broker key may change while the broker runs (KIP-226). */
export type UpdateMode = 'read-only' | 'per-broker' | 'cluster-wide';

export type KeyOptions<T> = {
  /** Smallest and largest number. */
  readonly min?: number;
  readonly max?: number;
  /** The only texts (or list members) that are allowed. */
  readonly oneOf?: readonly string[];
  readonly update?: UpdateMode;
  /** The table's value only stands in where a node is made without one; clients are not told it. */
  readonly hasNoDefault?: boolean;
  /** May be set, but is not told: for tests (Kafka's `internal.` keys). */
  readonly isInternal?: boolean;
  /** What is wrong with a value of the right type, or undefined. */
  check?(value: T, name: string): string | undefined;
};

export interface Key<T = unknown> {
  readonly type: ConfigType;
  /** The default as text; null when there is none and the value may be missing. */
  readonly fallback: string | null;
  readonly doc: string;
  readonly update: UpdateMode;
  readonly options: KeyOptions<T>;
  /** Never set: carries the type of the parsed value. */
  readonly valueType?: T;
}

/** `segment.bytes` -> `segmentBytes`. */
export type CamelCase<S extends string> = S extends `${infer Head}.${infer Tail}`
  ? `${Head}${Capitalize<CamelCase<Tail>>}`
  : S;
export type KeyTable = Readonly<Record<string, Key>>;
/** The parsed values of a table, by camelCase name. */
export type ValuesOf<M extends KeyTable> = {
  readonly [K in keyof M & string as CamelCase<K>]: M[K] extends Key<infer T> ? T : never;
};

export function camelCase(name: string): string {
  return name.replace(/\.([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/** Java's Long.MAX_VALUE, "unlimited" in Kafka's tables. As a number it is rounded up to 2^63. */
export const maxLong = 2 ** 63;
const maxLongText = '9223372036854775807';
const doubleMaxText = '1.7976931348623157E308';
export const maxInt = 2147483647;

type Maker<T> = <D extends T | null>(
  fallback: D,
  doc: string,
  options?: KeyOptions<T>,
) => Key<D extends null ? T | null : T>;

function maker<T>(type: ConfigType, toText: (value: T) => string): Maker<T> {
  return (fallback, doc, options = {}) => ({
    type,
    fallback: fallback === null ? null : toText(fallback as T),
    doc,
    update: options.update ?? 'read-only',
    options,
  });
}

const longText = (value: number): string => (value >= maxLong ? maxLongText : String(value));
export const int = maker<number>('int', String);
export const short = maker<number>('short', String);
export const long = maker<number>('long', longText);
export const double = maker<number>('double', doubleText);
export const bool = maker<boolean>('boolean', String);
export const string = maker<string>('string', String);
export const list = maker<readonly string[]>('list', (value) => value.join(','));
/** A Java class name; told to clients, never loaded. */
export const className = maker<string>('class', String);
/** A secret: never told to anyone. */
export const password = maker<string>('password', String);

const longBounds = [-(2n ** 63n), 2n ** 63n - 1n] as const;
const integerBounds: Partial<Record<ConfigType, readonly [bigint, bigint]>> = {
  short: [-32768n, 32767n],
  int: [-(2n ** 31n), 2n ** 31n - 1n],
  long: longBounds,
};

const refuse = (message: string): KafkaError => new KafkaError(errors.invalidConfig, message);
const invalid = (name: string, text: string, reason: string): KafkaError =>
  refuse(`Invalid value ${text} for configuration ${name}: ${reason}`);

/** The value of `text`; throws KafkaError(invalidConfig) with Kafka's message. */
export function parseKey(name: string, key: Key, text: string): unknown {
  const value = parseText(name, key, text.trim());
  const problem = key.options.check?.(value, name);
  if (problem !== undefined) throw refuse(problem);
  return value;
}

function parseText(name: string, key: Key, text: string): unknown {
  switch (key.type) {
    case 'boolean': {
      const lower = text.toLowerCase();
      if (lower !== 'true' && lower !== 'false') {
        throw invalid(name, text, 'Expected value to be either true or false');
      }
      return lower === 'true';
    }
    case 'short':
    case 'int':
    case 'long':
      return inBounds(name, key, text, parseInteger(name, key.type, text));
    case 'double': {
      const value = Number(text);
      if (text === '' || Number.isNaN(value)) {
        throw invalid(name, text, 'Not a number of type DOUBLE');
      }
      return inBounds(name, key, doubleText(value), value);
    }
    case 'list':
      return parseList(name, key, text);
    default:
      requireOneOf(name, key, text);
      return text;
  }
}

function parseInteger(name: string, type: ConfigType, text: string): number {
  const [lowest, highest] = integerBounds[type] ?? longBounds;
  const value = /^[+-]?\d+$/.test(text) ? BigInt(text.replace(/^\+/, '')) : undefined;
  if (value === undefined || value < lowest || value > highest) {
    throw invalid(name, text, `Not a number of type ${type.toUpperCase()}`);
  }
  return Number(value);
}

function inBounds(name: string, { options }: Key, text: string, value: number): number {
  const { min, max } = options;
  if (min !== undefined && value < min) {
    throw invalid(name, text, `Value must be at least ${min}`);
  }
  if (max !== undefined && value > max) {
    throw invalid(name, text, `Value must be no more than ${max}`);
  }
  return value;
}

function parseList(name: string, key: Key, text: string): readonly string[] {
  if (text === '') return [];
  const members = text.split(',').map((member) => member.trim());
  for (const member of members) {
    if (member === '') throw refuse(`Configuration '${name}' values must not be empty.`);
    requireOneOf(name, key, member);
  }
  return [...new Set(members)];
}

function requireOneOf(name: string, { options }: Key, text: string): void {
  const { oneOf } = options;
  if (oneOf === undefined || oneOf.includes(text)) return;
  throw invalid(name, text, `String must be one of: ${oneOf.join(', ')}`);
}

/** The text DescribeConfigs tells for a value: numbers and booleans in their plain form. */
export function canonicalText(name: string, key: Key, text: string): string {
  switch (key.type) {
    case 'boolean':
      return text.trim().toLowerCase();
    case 'short':
    case 'int':
    case 'long':
      return BigInt(text.trim().replace(/^\+/, '')).toString();
    case 'double':
      return doubleText(Number(text));
    case 'list':
      return parseList(name, key, text.trim()).join(',');
    default:
      return text;
  }
}

/** As Java writes it. */
function doubleText(value: number): string {
  if (value === Number.MAX_VALUE) return doubleMaxText;
  return Number.isInteger(value) && Math.abs(value) < 1e7 ? value.toFixed(1) : String(value);
}

/** A parsed value as text. */
export function valueText(value: unknown, { type }: Key): string | null {
  if (value === null || value === undefined) return null;
  if (Array.isArray(value)) return value.join(',');
  if (type === 'double') return doubleText(value as number);
  return typeof value === 'number' ? longText(value) : String(value);
}

/** Parses what is given of a table and takes the defaults for the rest. */
export function parseTable<M extends KeyTable>(
  table: M,
  values: Readonly<Record<string, string>>,
): ValuesOf<M> {
  const parsed: Record<string, unknown> = {};
  for (const [name, key] of Object.entries(table)) {
    const text = values[name] ?? key.fallback;
    parsed[camelCase(name)] = text === null ? null : parseKey(name, key, text);
  }
  return parsed as ValuesOf<M>;
}
