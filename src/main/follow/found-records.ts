/** The records that were found, once each, and what they say of themselves. */
import { readTrace } from '../../scenario/trace.ts';
import type { TopicDecoders } from '../contract/decoders.ts';
import { followedMax, type FollowedRecord } from '../contract/follow.ts';
import type { PayloadDecoder } from '../decoders/payload-decoder.ts';
import type { FetchedRecord, RawRecord } from '../explorer/fetch.ts';
import type { Matcher } from '../search/matcher.ts';
import { matchesOf, type ReadRecord, type Wanted } from './wanted.ts';

/** Characters of a value that go along. */
const valueMax = 4_000;

/** Reads records as far as following them needs. */
export class RecordReader {
  readonly #decoder: PayloadDecoder;
  readonly #decoders: TopicDecoders;

  constructor(decoder: PayloadDecoder, decoders: TopicDecoders) {
    this.#decoder = decoder;
    this.#decoders = decoders;
  }

  isPlain({ key, value }: RawRecord): boolean {
    const { key: keyChoice, value: valueChoice } = this.#decoders;
    return (
      (key === null || this.#decoder.isPlainText(key, keyChoice)) &&
      (value === null || this.#decoder.isPlainText(value, valueChoice))
    );
  }

  read(record: RawRecord): ReadRecord | Promise<ReadRecord> {
    const infinite = Number.POSITIVE_INFINITY;
    const key = this.#decoder.decode(record.key, this.#decoders.key, infinite);
    const value = this.#decoder.decode(record.value, this.#decoders.value, infinite);
    if (!(key instanceof Promise) && !(value instanceof Promise)) {
      return readOf(record, key?.text ?? null, value?.text ?? null);
    }
    return Promise.all([key, value]).then(([knownKey, knownValue]) =>
      readOf(record, knownKey?.text ?? null, knownValue?.text ?? null),
    );
  }
}

function readOf(record: RawRecord, key: string | null, value: string | null): ReadRecord {
  const headers = record.headers.map(([name, text]) => ({
    name: name?.toString('utf8') ?? '',
    value: text?.toString('utf8') ?? null,
  }));
  return { key, value, headers, trace: readTrace(headers, value) };
}

/** A matcher for a scan; `needles` null: each record has to be looked at. */
export function matcherOf(
  reader: RecordReader,
  wanted: Wanted,
  needles: readonly string[] | null,
  { fromMs = 0, toMs = Number.POSITIVE_INFINITY }: { fromMs?: number; toMs?: number },
): Matcher {
  const isMatch = (read: ReadRecord) => matchesOf(wanted, read).length > 0;
  return {
    search: needles === null ? null : anyOf(needles.map((text) => Buffer.from(text))),
    isPlain: (record) => reader.isPlain(record),
    matches: (record) => {
      if (record.timestampMs < fromMs || record.timestampMs >= toMs) return false;
      const read = reader.read(record);
      return read instanceof Promise ? read.then(isMatch) : isMatch(read);
    },
  };
}

/** Where the first of several texts stands. */
export function anyOf(needles: readonly Buffer[]): NonNullable<Matcher['search']> {
  return (bytes) => {
    // Each is looked for again only once its last place is passed.
    const places = needles.map(() => -2);
    return (from) => {
      let first = -1;
      needles.forEach((needle, index) => {
        const known = places[index] as number;
        const at = known === -1 || known >= from ? known : bytes.indexOf(needle, from);
        places[index] = at;
        if (at !== -1 && (first === -1 || at < first)) first = at;
      });
      return first;
    };
  };
}

export class FoundRecords {
  readonly #known = new Set<string>();
  #fresh: FollowedRecord[] = [];
  readonly traceIds = new Set<string>();
  oldestMs = Number.POSITIVE_INFINITY;

  get isFull(): boolean {
    return this.#known.size >= followedMax;
  }

  get count(): number {
    return this.#known.size;
  }

  /** Null: it is known already, or one too many. */
  add(
    topic: string,
    record: FetchedRecord,
    read: ReadRecord,
    wanted: Wanted,
  ): FollowedRecord | null {
    const id = `${topic} ${record.partition} ${record.offset}`;
    if (this.#known.has(id) || this.isFull) return null;
    this.#known.add(id);
    const { span, parentSpanId, event } = read.trace;
    if (span !== null) this.traceIds.add(span.traceId);
    this.oldestMs = Math.min(this.oldestMs, record.timestampMs);
    const { producerId, producerEpoch } = record.batch;
    const found: FollowedRecord = {
      topic,
      partition: record.partition,
      offset: record.offset,
      timestampMs: record.timestampMs,
      timestampType: record.timestampType,
      key: read.key,
      value: read.value === null ? null : read.value.slice(0, valueMax),
      traceId: span?.traceId ?? null,
      spanId: span?.spanId ?? null,
      parentSpanId,
      event: event && {
        mode: event.mode,
        id: event.id,
        source: event.source,
        type: event.type,
        subject: event.subject,
      },
      producer: producerId < 0 ? null : { id: producerId, epoch: producerEpoch },
      writer: null,
      matches: matchesOf(wanted, read),
    };
    this.#fresh.push(found);
    return found;
  }

  /** Those that were not told yet. */
  takeFresh(): readonly FollowedRecord[] {
    const fresh = this.#fresh;
    this.#fresh = [];
    return fresh;
  }
}
