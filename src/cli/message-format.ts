/** Messages as lines. */
import type { RawRecord } from '../main/explorer/fetch.ts';
import { type Output, UsageError } from './command.ts';

/** Prints one record; false: whoever reads our output cannot follow, wait for `drain`. */
export type PrintRecord = (record: RawRecord) => boolean;

/** JSON with `--json`, else the format string. */
export function lineFormat(topic: string, output: Output, format = '%v\\n'): PrintRecord {
  if (output.isJson) {
    return (record) => output.raw(`${JSON.stringify(recordJson(topic, record))}\n`);
  }
  const parts = parseFormat(format);
  return (record) => output.raw(parts.map((part) => part(topic, record)).join(''));
}

/** Keys are text; a value that parses as JSON is given as JSON, bytes that are no text as base64. */
export function recordJson(topic: string, record: RawRecord): object {
  const { partition, offset, timestampMs, key, value, headers } = record;
  return {
    topic,
    partition,
    offset,
    timestamp: timestampMs,
    key: textOf(key),
    value: jsonOf(value),
    headers: Object.fromEntries(
      headers.map(([name, bytes]) => [textOf(name) ?? '', textOf(bytes)]),
    ),
  };
}

type Part = (topic: string, record: RawRecord) => string;

const fields: { readonly [letter: string]: Part } = {
  t: (topic) => topic,
  p: (_topic, { partition }) => String(partition),
  o: (_topic, { offset }) => String(offset),
  T: (_topic, { timestampMs }) => String(timestampMs),
  k: (_topic, { key }) => textOf(key) ?? '',
  v: (_topic, { value }) => textOf(value) ?? '',
  h: (_topic, { headers }) =>
    headers.map(([name, value]) => `${textOf(name) ?? ''}=${textOf(value) ?? ''}`).join(','),
  s: (_topic, { value }) => String(value?.length ?? -1),
  '%': () => '%',
};

const escapes: { readonly [letter: string]: string } = { n: '\n', t: '\t', r: '\r', '\\': '\\' };

function parseFormat(format: string): readonly Part[] {
  return (format.match(/%.|\\.|[^%\\]+|[%\\]/gs) ?? []).map((token): Part => {
    if (token.startsWith('%')) {
      const field = fields[token.slice(1)];
      if (!field) throw new UsageError(`--format knows no ${token}`);
      return field;
    }
    const literal = token.startsWith('\\') ? (escapes[token.slice(1)] ?? token) : token;
    return () => literal;
  });
}

function textOf(bytes: Buffer | null): string | null {
  return bytes?.toString('utf8') ?? null;
}

function jsonOf(bytes: Buffer | null): unknown {
  const text = textOf(bytes);
  if (text === null) return null;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
