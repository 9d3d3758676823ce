/** What the produce form holds, and what it sends. Pure. */
import type {
  Codec,
  FileShape,
  KeyChoice,
  MessageTemplate,
  PayloadInput,
  ProduceOptions,
  SendParams,
} from '../../../../main/contract/index.ts';

export type HeaderLine = { readonly id: number; readonly name: string; readonly value: string };

export type Draft = {
  readonly key: string;
  /** Bytes that are no text go back as they came, until somebody writes over them. */
  readonly keyBase64: string | null;
  readonly hasKey: boolean;
  readonly value: string;
  readonly valueBase64: string | null;
  readonly isTombstone: boolean;
  /** Null: by the key. */
  readonly partition: number | null;
  /** As `datetime-local` writes it; empty: now. */
  readonly timestamp: string;
  readonly headers: readonly HeaderLine[];
};

export const emptyDraft: Draft = {
  key: '',
  keyBase64: null,
  hasKey: false,
  value: '{ "hello": "Rivulet" }',
  valueBase64: null,
  isTombstone: false,
  partition: null,
  timestamp: '',
  headers: [],
};

/** What is sent for a draft. */
export function sendParams(topic: string, draft: Draft, options: ProduceOptions): SendParams {
  const atMs = draft.timestamp === '' ? undefined : Date.parse(draft.timestamp);
  return {
    topic,
    partition: draft.partition ?? undefined,
    key: draft.hasKey || draft.key !== '' ? input(draft.key, draft.keyBase64) : null,
    value: draft.isTombstone ? null : input(draft.value, draft.valueBase64),
    headers: draft.headers
      .filter(({ name }) => name !== '')
      .map(({ name, value }) => ({ name, value: { text: value } })),
    timestampMs: atMs === undefined || Number.isNaN(atMs) ? undefined : atMs,
    options,
  };
}

function input(text: string, base64: string | null): PayloadInput {
  return base64 === null ? { text } : { base64 };
}

/** valid: JSON; text: not meant as JSON; otherwise what is wrong with it. */
export type JsonCheck = { readonly kind: 'valid' | 'text' | 'invalid'; readonly problem: string };

export function checkJson(text: string): JsonCheck {
  const trimmed = text.trim();
  if (trimmed === '') return { kind: 'text', problem: '' };
  try {
    JSON.parse(trimmed);
    return { kind: 'valid', problem: '' };
  } catch (error) {
    const isMeant = trimmed.startsWith('{') || trimmed.startsWith('[');
    const problem = error instanceof Error ? error.message : '';
    return isMeant ? { kind: 'invalid', problem } : { kind: 'text', problem: '' };
  }
}

/** Indented; text that is no JSON stays as it is. */
export function formatJson(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

/** In the time zone of the reader, as `datetime-local` wants it. */
export function localInput(atMs: number): string {
  const local = new Date(atMs - new Date(atMs).getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 23);
}

export const codecs: readonly Codec[] = ['none', 'gzip', 'snappy', 'lz4', 'zstd'];

/** Idempotence needs acks=all. */
export function withAcks(options: ProduceOptions, acks: ProduceOptions['acks']): ProduceOptions {
  return { ...options, acks, isIdempotent: acks === -1 && options.isIdempotent };
}

export type ShapeKind = 'json' | 'text' | 'record' | 'csv';

/** By the file's name and its first line. */
export function guessShape(name: string, firstLine: string): ShapeKind {
  if (/\.(csv|tsv)$/i.test(name)) return 'csv';
  const check = checkJson(firstLine);
  if (check.kind !== 'valid') return 'text';
  const parsed: unknown = JSON.parse(firstLine);
  const isObject = typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed);
  if (!isObject) return 'json';
  const keys = Object.keys(parsed);
  const hasValue =
    keys.includes('value') || keys.includes('payload') || keys.includes('valueBase64');
  const isRecord = hasValue && keys.every((key) => recordKeys.has(key));
  return isRecord ? 'record' : 'json';
}

/** What lines have that our export or kcat wrote. */
const recordKeys: ReadonlySet<string> = new Set([
  'key',
  'value',
  'payload',
  'keyBase64',
  'valueBase64',
  'headers',
  'partition',
  'offset',
  'timestamp',
  'timestampMs',
  'ts',
  'tstype',
  'topic',
  'broker',
  'timestampType',
]);

/** Comma, semicolon or tab: whichever splits the first line into most columns. */
export function guessDelimiter(firstLine: string): string {
  const counts = [',', ';', '\t'].map((one) => [one, firstLine.split(one).length] as const);
  return counts.reduce((best, next) => (next[1] > best[1] ? next : best))[0];
}

/** The columns' names; quotes around them are taken off. */
export function columnsOf(firstLine: string, delimiter: string): readonly string[] {
  return firstLine
    .replace(/^\ufeff/, '')
    .replace(/\r$/, '')
    .split(delimiter)
    .map((name) => name.replace(/^"(.*)"$/, '$1').replaceAll('""', '"'));
}

export type CsvChoice = {
  readonly delimiter: string;
  readonly key: string | null;
  readonly value: string | null;
  readonly timestamp: string | null;
  readonly headers: readonly string[];
};

export const noCsv: CsvChoice = {
  delimiter: ',',
  key: null,
  value: null,
  timestamp: null,
  headers: [],
};

export function shapeOf(kind: ShapeKind, csv: CsvChoice): FileShape {
  if (kind === 'csv') return { kind: 'csv', ...csv };
  if (kind === 'record') return { kind: 'record' };
  return { kind: 'value', isJson: kind === 'json' };
}

/** Steps of the rate slider. */
export const rates: readonly (number | null)[] = [1, 10, 100, 1_000, 10_000, 100_000, null];

export function nearestRate(ratePerS: number | null): number {
  if (ratePerS === null) return rates.length - 1;
  const index = rates.findIndex((rate) => rate === null || rate >= ratePerS);
  return index < 0 ? rates.length - 1 : index;
}

export const emptyTemplate: MessageTemplate = {
  key: { kind: 'none' },
  value: '{\n  "id": "{{uuid}}",\n  "n": {{seq}},\n  "name": "{{person.fullName}}"\n}',
  headers: [],
};

/** Keeps the text when another kind of key is chosen. */
export function withKeyKind(key: KeyChoice, kind: KeyChoice['kind']): KeyChoice {
  const text = key.kind === 'none' ? 'key-{{seq}}' : key.text;
  switch (kind) {
    case 'none':
      return { kind };
    case 'template':
      return { kind, text };
    case 'pool':
      return key.kind === 'pool'
        ? key
        : { kind, text, count: 100, hotCount: 0, hotSharePercent: 50 };
  }
}
