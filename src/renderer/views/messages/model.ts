/** What the table of messages shows: from where it reads, and how pages and live batches join. */
import type {
  Message,
  MessagePage,
  Offsets,
  Payload,
  Query as SearchQuery,
  QueryField,
  ReadFrom,
  SearchItem,
  SearchProgress,
  Selection,
  TailBatch,
} from '../../../main/contract/index.ts';
import { queryFields } from '../../../main/contract/index.ts';

export const fromNames = ['live', 'beginning', 'offset', 'time'] as const;
export type FromName = (typeof fromNames)[number];
export const modes = ['text', 'regex', 'expression'] as const;
export type Mode = SearchQuery['mode'];

/** What is read, as the address says it. */
export type Reading = {
  readonly topic: string;
  readonly from: FromName;
  readonly offset: number;
  readonly timestampMs: number;
  /** Messages of before this only; null: no end. */
  readonly untilMs: number | null;
  readonly partition: number | null;
  /** The key contains it. */
  readonly key: string;
  /** The key is it. */
  readonly keyIs: string | null;
  readonly text: string;
  readonly mode: Mode;
  /** Where the text is looked for; null: everywhere. */
  readonly field: QueryField | null;
  readonly isCaseSensitive: boolean;
  readonly isCommittedOnly: boolean;
  readonly hasControl: boolean;
};

type Query = { readonly [name: string]: string };

export function parseReading(topic: string, query: Query, nowMs: number): Reading {
  return {
    topic,
    from: fromNames.find((name) => name === query['from']) ?? 'live',
    offset: naturalNumber(query['offset']) ?? 0,
    timestampMs: naturalNumber(query['at']) ?? nowMs,
    untilMs: naturalNumber(query['until']),
    partition: naturalNumber(query['partition']),
    key: query['key'] ?? '',
    keyIs: query['keyIs'] ?? null,
    text: query['text'] ?? '',
    mode: modes.find((mode) => mode === query['mode']) ?? 'text',
    field: queryFields.find((field) => field === query['in']) ?? null,
    isCaseSensitive: query['case'] === '1',
    isCommittedOnly: query['committed'] === '1',
    hasControl: query['control'] === '1',
  };
}

/** The address of a reading; what is as usual is left out. */
export function readingQuery(reading: Reading): Query {
  return {
    ...(reading.from !== 'live' && { from: reading.from }),
    ...(reading.from === 'offset' && { offset: String(reading.offset) }),
    ...(reading.from === 'time' && { at: String(reading.timestampMs) }),
    ...(reading.untilMs !== null && { until: String(reading.untilMs) }),
    ...(reading.partition !== null && { partition: String(reading.partition) }),
    ...(reading.key && { key: reading.key }),
    ...(reading.keyIs !== null && { keyIs: reading.keyIs }),
    ...(reading.text && { text: reading.text }),
    ...(reading.mode !== 'text' && { mode: reading.mode }),
    ...(reading.field !== null && { in: reading.field }),
    ...(reading.isCaseSensitive && { case: '1' }),
    ...(reading.isCommittedOnly && { committed: '1' }),
    ...(reading.hasControl && { control: '1' }),
  };
}

function naturalNumber(text: string | undefined): number | null {
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : null;
}

export function readFrom(reading: Reading): ReadFrom {
  switch (reading.from) {
    case 'live':
      return { at: 'end' };
    case 'beginning':
      return { at: 'beginning' };
    case 'offset':
      return { at: 'offset', offset: reading.offset };
    case 'time':
      return { at: 'timestamp', timestampMs: reading.timestampMs };
  }
}

/** Whether records have to be looked into: a search instead of pages. */
export function isSearch({ key, keyIs, text, untilMs }: Reading): boolean {
  return key !== '' || keyIs !== null || text !== '' || untilMs !== null;
}

/** The messages that the reading is about, for a search, a tail or an export. */
export function selectionOf(reading: Reading): Selection {
  const { topic, from, partition, key, keyIs, text, mode, field, untilMs } = reading;
  return {
    topic,
    ...(partition !== null && { partitions: [partition] }),
    ...(text && {
      query: {
        mode,
        text,
        ...(field !== null && { fields: [field] }),
        isCaseSensitive: reading.isCaseSensitive,
      },
    }),
    ...(key && { keyText: key }),
    ...(keyIs !== null && { keyIs }),
    ...(from === 'time' && { fromMs: reading.timestampMs }),
    ...(from === 'offset' && { fromOffset: reading.offset }),
    ...(untilMs !== null && { toMs: untilMs }),
    isCommittedOnly: reading.isCommittedOnly,
    hasControl: reading.hasControl,
  };
}

/** Live reads downwards into the past, the rest downwards into the future. */
export function isNewestFirst({ from }: Reading): boolean {
  return from === 'live';
}

export type Shown = {
  /** In the order of the table. */
  readonly messages: readonly Message[];
  /** Where loading more goes on; null: there is nothing. */
  readonly next: Offsets | null;
  /** Of the search; null: there is none. */
  readonly progress: SearchProgress | null;
  /** What was shown when the present stretch of the search began. */
  readonly before: readonly Message[];
  readonly found: readonly Message[];
  readonly isPaused: boolean;
  readonly held: readonly Message[];
  /** Messages that came while it was paused, held or not. */
  readonly heldCount: number;
  readonly skippedCount: number;
  /** When batches came and how many records arrived by then, for the rate. */
  readonly arrivals: readonly { readonly atMs: number; readonly count: number }[];
};

export const nothingShown: Shown = {
  messages: [],
  next: null,
  progress: null,
  before: [],
  found: [],
  isPaused: false,
  held: [],
  heldCount: 0,
  skippedCount: 0,
  arrivals: [],
};

/** Live keeps this many; older ones can be loaded again. */
export const liveMax = 2000;
const arrivalsMs = 3000;

/** The first page. Live messages that came while it was on its way stay on top. */
export function showPage(shown: Shown, page: MessagePage, newestFirst: boolean): Shown {
  if (!newestFirst) return { ...shown, messages: page.messages, next: page.newer };
  const messages = withoutDoubles([...shown.messages, ...page.messages.toReversed()]);
  return { ...shown, messages, next: page.older };
}

export function showMore(shown: Shown, page: MessagePage, newestFirst: boolean): Shown {
  const added = newestFirst ? page.messages.toReversed() : page.messages;
  return {
    ...shown,
    messages: withoutDoubles([...shown.messages, ...added]),
    next: newestFirst ? page.older : page.newer,
  };
}

/** A search begins, or goes on where it had hits enough: what is there stays. */
export function beginStretch(shown: Shown): Shown {
  return { ...shown, before: shown.messages, found: [], next: null };
}

/** Hits and progress. `isStart`: the search began anew, after a lost connection say. */
export function showHits(
  shown: Shown,
  items: readonly SearchItem[],
  newestFirst: boolean,
  isStart: boolean,
): Shown {
  const hits = items.flatMap((item) => item.hits);
  const progress = items.at(-1)?.progress ?? (isStart ? null : shown.progress);
  const next = progress?.next ?? null;
  if (hits.length === 0 && !isStart) return { ...shown, progress, next };
  const found = isStart ? hits : [...shown.found, ...hits];
  const all = withoutDoubles([...shown.messages, ...shown.before, ...found]);
  const messages = all.toSorted(newestFirst ? byNewest : byOldest);
  return { ...shown, progress, next, found, messages };
}

export function stopSearch(shown: Shown): Shown {
  const { progress } = shown;
  return progress
    ? { ...shown, progress: { ...progress, phase: 'done', remainingMs: null } }
    : shown;
}

export function showBatch(shown: Shown, batch: TailBatch, nowMs: number): Shown {
  const fresh = batch.messages.toSorted(byNewest);
  const arrivals = [
    ...shown.arrivals.filter(({ atMs }) => nowMs - atMs < arrivalsMs),
    { atMs: nowMs, count: batch.arrivedCount },
  ];
  if (shown.isPaused) {
    const heldCount = shown.heldCount + batch.messages.length + batch.skippedCount;
    const held = [...fresh, ...shown.held].slice(0, liveMax);
    return { ...shown, arrivals, heldCount, held };
  }
  const skippedCount = shown.skippedCount + batch.skippedCount;
  const messages = withoutDoubles([...fresh, ...shown.messages]);
  return { ...shown, arrivals, skippedCount, messages: messages.slice(0, liveMax) };
}

/** Records that arrive in a second; null: too few batches to tell. */
export function arrivalRate({ arrivals }: Shown): number | null {
  const [first] = arrivals;
  const last = arrivals.at(-1);
  if (!first || !last || last.atMs - first.atMs < 700) return null;
  const count = arrivals.slice(1).reduce((sum, item) => sum + item.count, 0);
  return (count / (last.atMs - first.atMs)) * 1000;
}

/** What came in one batch comes partition by partition. */
function byNewest(a: Message, b: Message): number {
  return b.timestampMs - a.timestampMs || b.partition - a.partition || b.offset - a.offset;
}

function byOldest(a: Message, b: Message): number {
  return byNewest(b, a);
}

export function pause(shown: Shown): Shown {
  return { ...shown, isPaused: true };
}

/** What was held and no longer fits counts as passed over. */
export function resume(shown: Shown): Shown {
  const messages = withoutDoubles([...shown.held, ...shown.messages]).slice(0, liveMax);
  const skippedCount = shown.skippedCount + Math.max(0, shown.heldCount - shown.held.length);
  return { ...shown, isPaused: false, held: [], heldCount: 0, skippedCount, messages };
}

export function messageKey({ partition, offset }: Message): string {
  return `${partition}-${offset}`;
}

function withoutDoubles(messages: readonly Message[]): readonly Message[] {
  const seen = new Set<string>();
  return messages.filter((message) => {
    const key = messageKey(message);
    return !seen.has(key) && seen.add(key);
  });
}

const previewMax = 300;

/** One line of a payload: white space folded, long ones cut. */
export function preview(payload: Payload): string {
  const head = payload.text.slice(0, previewMax * 2).replace(/\s+/g, ' ');
  return head.length > previewMax ? `${head.slice(0, previewMax)}…` : head;
}
