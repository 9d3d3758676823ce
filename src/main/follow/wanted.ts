/** Whether a record is part of what is followed, and why. Pure. */
import { parseTraceparent, type RecordTrace } from '../../scenario/trace.ts';
import type { FollowedRecord, FollowParams } from '../contract/follow.ts';

/** A record as far as it has to be read to know. */
export type ReadRecord = {
  readonly key: string | null;
  readonly value: string | null;
  readonly headers: readonly { readonly name: string; readonly value: string | null }[];
  readonly trace: RecordTrace;
};

type Match = FollowedRecord['matches'][number];

/** What is followed: the text of the question, and the traces that were found with it. */
export type Wanted = Pick<FollowParams, 'by' | 'field'> & {
  readonly text: string;
  readonly traceIds: ReadonlySet<string>;
};

/** A whole `traceparent` stands for its trace. */
export function wantedOf({ text, by, field }: FollowParams): Wanted {
  const span = by === 'any' || by === 'trace' ? parseTraceparent(text) : null;
  const isTraceId = (by === 'any' || by === 'trace') && /^[0-9a-f]{32}$/i.test(text);
  const plain = span?.traceId ?? (isTraceId ? text.toLowerCase() : text);
  const isTrace = span !== null || isTraceId;
  return { text: plain, by, field, traceIds: new Set(isTrace ? [plain] : []) };
}

/**
 * Texts of which every wanted record holds one, as bytes; null: nothing so simple holds (a text
 * that JSON may write in several ways).
 */
export function needlesOf({ text, traceIds }: Wanted, isTracesOnly: boolean): string[] | null {
  const traces = [...traceIds];
  if (isTracesOnly) return traces;
  return /^[ !#-.0-[\]-~]+$/.test(text) ? [...new Set([text, ...traces])] : null;
}

/** Empty: it is none of them. */
export function matchesOf(wanted: Wanted, record: ReadRecord): readonly Match[] {
  const { text, by, field } = wanted;
  const { key, trace } = record;
  const found: Match[] = [];
  if ((by === 'any' || by === 'key') && key === text) found.push('key');
  const { span, event } = trace;
  if (span !== null && wanted.traceIds.has(span.traceId)) found.push('trace');
  const isEvent = event !== null && (event.id === text || event.subject === text);
  if ((by === 'any' || by === 'event') && isEvent) found.push('event');
  if (by === 'field' && hasField(record.value, field ?? '', text)) found.push('field');
  if (by === 'any' && (hasAnywhere(record.value, text) || hasHeader(record, text))) {
    found.push('field');
  }
  return found;
}

function hasHeader({ headers }: ReadRecord, text: string): boolean {
  return headers.some(({ name, value }) => value === text && !name.startsWith('ce_'));
}

function hasField(value: string | null, path: string, text: string): boolean {
  const parsed = parsedJson(value);
  if (parsed === undefined) return false;
  let at: unknown = parsed;
  for (const name of path.split('.')) {
    at = typeof at === 'object' && at !== null ? (at as Record<string, unknown>)[name] : undefined;
  }
  if (Array.isArray(at)) return at.some((item) => isSame(item, text, value));
  return isSame(at, text, value);
}

/** As a JSON value however deep, or, where there is no JSON, as a word of the text. */
function hasAnywhere(value: string | null, text: string): boolean {
  if (value === null) return false;
  const parsed = parsedJson(value);
  if (parsed === undefined) return hasWord(value, text);
  return hasInside(parsed, text, value);
}

function hasInside(at: unknown, text: string, whole: string): boolean {
  if (typeof at !== 'object' || at === null) return isSame(at, text, whole);
  return Object.values(at).some((item) => hasInside(item, text, whole));
}

function isSame(at: unknown, text: string, whole: string | null): boolean {
  if (typeof at === 'string') return at === text;
  if (typeof at !== 'number' && typeof at !== 'boolean') return false;
  if (String(at) === text) return true;
  // JavaScript rounds long whole numbers; the text has them as they were sent.
  const isLong = typeof at === 'number' && !Number.isSafeInteger(at) && /^-?\d{16,}$/.test(text);
  return isLong && Number(text) === at && hasWord(whole ?? '', text);
}

function hasWord(text: string, word: string): boolean {
  const isPart = (character: string | undefined) =>
    character !== undefined && /[\p{L}\p{N}_-]/u.test(character);
  for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + 1)) {
    if (!isPart(text[at - 1]) && !isPart(text[at + word.length])) return true;
  }
  return false;
}

/** Undefined for what is no JSON object, array or scalar. */
function parsedJson(value: string | null): unknown {
  if (value === null) return undefined;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    // Plain text.
    return undefined;
  }
}
