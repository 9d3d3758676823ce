/** What the table of messages shows: from where it reads, and how pages and live batches join. */
import type {
  Message,
  MessageFilter,
  MessagePage,
  Offsets,
  Payload,
  ReadFrom,
  TailBatch,
} from '../../../main/contract/index.ts';

export const fromNames = ['live', 'beginning', 'offset', 'time'] as const;
export type FromName = (typeof fromNames)[number];

/** What is read, as the address says it. */
export type Reading = {
  readonly topic: string;
  readonly from: FromName;
  readonly offset: number;
  readonly timestampMs: number;
  readonly partition: number | null;
  readonly key: string;
  readonly text: string;
};

type Query = { readonly [name: string]: string };

export function parseReading(topic: string, query: Query, nowMs: number): Reading {
  const from = fromNames.find((name) => name === query['from']) ?? 'live';
  const partition = query['partition'];
  return {
    topic,
    from,
    offset: naturalNumber(query['offset']) ?? 0,
    timestampMs: naturalNumber(query['at']) ?? nowMs,
    partition: naturalNumber(partition),
    key: query['key'] ?? '',
    text: query['text'] ?? '',
  };
}

/** The address of a reading; what is as usual is left out. */
export function readingQuery(reading: Reading): Query {
  return {
    ...(reading.from !== 'live' && { from: reading.from }),
    ...(reading.from === 'offset' && { offset: String(reading.offset) }),
    ...(reading.from === 'time' && { at: String(reading.timestampMs) }),
    ...(reading.partition !== null && { partition: String(reading.partition) }),
    ...(reading.key && { key: reading.key }),
    ...(reading.text && { text: reading.text }),
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

export function filterOf({ key, text }: Reading): MessageFilter | undefined {
  if (!key && !text) return undefined;
  return { ...(key && { key }), ...(text && { text }) };
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
  readonly scannedCount: number;
  readonly isScanCut: boolean;
  readonly isPaused: boolean;
  readonly held: readonly Message[];
  readonly skippedCount: number;
};

export const nothingShown: Shown = {
  messages: [],
  next: null,
  scannedCount: 0,
  isScanCut: false,
  isPaused: false,
  held: [],
  skippedCount: 0,
};

/** Live keeps this many; older ones can be loaded again. */
export const liveMax = 2000;

/** The first page. Live messages that came while it was on its way stay on top. */
export function showPage(shown: Shown, page: MessagePage, newestFirst: boolean): Shown {
  if (!newestFirst) return { ...shown, ...scanOf(page), messages: page.messages, next: page.newer };
  const messages = withoutDoubles([...shown.messages, ...page.messages.toReversed()]);
  return { ...shown, ...scanOf(page), messages, next: page.older };
}

export function showMore(shown: Shown, page: MessagePage, newestFirst: boolean): Shown {
  const added = newestFirst ? page.messages.toReversed() : page.messages;
  return {
    ...shown,
    messages: withoutDoubles([...shown.messages, ...added]),
    next: newestFirst ? page.older : page.newer,
    scannedCount: shown.scannedCount + page.scannedCount,
    isScanCut: page.isScanCut,
  };
}

export function showBatch(shown: Shown, batch: TailBatch): Shown {
  const fresh = batch.messages.toSorted(newestFirst);
  const skippedCount = shown.skippedCount + batch.skippedCount;
  if (shown.isPaused) {
    return { ...shown, skippedCount, held: [...fresh, ...shown.held].slice(0, liveMax) };
  }
  const messages = withoutDoubles([...fresh, ...shown.messages]);
  return { ...shown, skippedCount, messages: messages.slice(0, liveMax) };
}

/** What came in one batch comes partition by partition. */
function newestFirst(a: Message, b: Message): number {
  return b.timestampMs - a.timestampMs || b.partition - a.partition || b.offset - a.offset;
}

export function pause(shown: Shown): Shown {
  return { ...shown, isPaused: true };
}

export function resume(shown: Shown): Shown {
  const messages = withoutDoubles([...shown.held, ...shown.messages]).slice(0, liveMax);
  return { ...shown, isPaused: false, held: [], messages };
}

export function messageKey({ partition, offset }: Message): string {
  return `${partition}-${offset}`;
}

function scanOf({ scannedCount, isScanCut }: MessagePage) {
  return { scannedCount, isScanCut };
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
