/**
 * How far a service has come in event time, partition by partition: what is late is so by its own
 * partition, and a window ends when every partition with something in it has passed its end.
 */
import type { Store } from '../state/store.ts';
import type { Position } from './fetcher.ts';

type Source = {
  readonly topic: string;
  readonly partition: number;
  readonly name: string;
  eventMs: number;
  isChanged: boolean;
};

type BlockTime = { eventMs: number; isChanged: boolean };
type Row = { readonly source: string; readonly eventMs: number; readonly isIdle: 0 | 1 };

/** Before any record has come: nothing may end. */
const notYet = -1;
const putSql = `INSERT INTO _stream_times (source, event_ms, is_idle) VALUES (?, ?, 0)
  ON CONFLICT (source) DO UPDATE SET event_ms = max(event_ms, excluded.event_ms), is_idle = 0`;
const joinSql = 'INSERT OR IGNORE INTO _stream_times (source, event_ms, is_idle) VALUES (?, -1, 0)';
const allSql = 'SELECT source, event_ms AS eventMs, is_idle AS isIdle FROM _stream_times';
/** Parts the number of a block from the source; no topic has it in its name. */
const mark = ':';

export class StreamTimes {
  /** Null: nobody asks; nothing is kept. */
  readonly #store: Store | null;
  readonly #names = new Map<string, string[]>();
  readonly #sources = new Map<string, Source>();
  readonly #blocks = new Map<string, BlockTime>();

  constructor(store: Store | null) {
    this.#store = store;
  }

  nameOf(topic: string, partition: number): string {
    let names = this.#names.get(topic);
    if (!names) this.#names.set(topic, (names = []));
    return (names[partition] ??= `${topic}/${partition}`);
  }

  /** What other instances left of these is taken up. */
  assign(positions: readonly Position[]): void {
    this.#blocks.clear();
    const ours = new Set(positions.map(({ topic, partition }) => this.nameOf(topic, partition)));
    for (const name of this.#sources.keys()) if (!ours.has(name)) this.#sources.delete(name);
    for (const { topic, partition } of positions) {
      const name = this.nameOf(topic, partition);
      if (this.#sources.has(name)) continue;
      const eventMs = this.#stored(name);
      this.#sources.set(name, { topic, partition, name, eventMs, isChanged: true });
    }
  }

  /** How far one of them has come, for a block with times of its own too; 0 for what is none. */
  of(source: string, block: number | null = null): number {
    if (block === null) return this.#sources.get(source)?.eventMs ?? 0;
    return this.#ofBlock(source, block)?.eventMs ?? 0;
  }

  #ofBlock(source: string, block: number): BlockTime | undefined {
    if (!this.#store || !this.#sources.has(source)) return undefined;
    const name = `${block}${mark}${source}`;
    let known = this.#blocks.get(name);
    if (!known) {
      known = { eventMs: this.#stored(name), isChanged: false };
      this.#blocks.set(name, known);
    }
    return known;
  }

  #stored(name: string): number {
    const sql = 'SELECT event_ms AS eventMs FROM _stream_times WHERE source = ?';
    return this.#store?.get<{ readonly eventMs: number }>(sql, name)?.eventMs ?? notYet;
  }

  advanceBlock(source: string, block: number, timeMs: number): void {
    const known = this.#ofBlock(source, block);
    if (!known || timeMs <= known.eventMs) return;
    known.eventMs = timeMs;
    known.isChanged = true;
  }

  /** The latest that any of them has come; null before the first record. */
  latestMs(): number | null {
    const latest = Math.max(notYet, ...[...this.#sources.values()].map(({ eventMs }) => eventMs));
    return latest === notYet ? null : latest;
  }

  advance(source: string, eventMs: number): void {
    const known = this.#sources.get(source);
    if (!known || eventMs <= known.eventMs) return;
    known.eventMs = eventMs;
    known.isChanged = true;
  }

  /** With the rows of the batch, in their transaction. */
  save(): void {
    const store = this.#store;
    if (!store) return;
    store.startAttempt();
    for (const source of this.#sources.values()) {
      if (!source.isChanged) continue;
      store.change(
        source.eventMs === notYet ? joinSql : putSql,
        source.name,
        ...(source.eventMs === notYet ? [] : [source.eventMs]),
      );
      source.isChanged = false;
    }
    for (const [name, time] of this.#blocks) {
      if (!time.isChanged) continue;
      store.change(putSql, name, time.eventMs);
      time.isChanged = false;
    }
    store.keepAttempt();
  }

  /** Those of which nothing has come for a while hold nobody up. */
  saveIdle(isIdle: (topic: string, partition: number) => boolean): void {
    const store = this.#store;
    if (!store) return;
    const sql = 'UPDATE _stream_times SET is_idle = ? WHERE source = ? AND is_idle <> ?';
    store.startAttempt();
    for (const { topic, partition, name } of this.#sources.values()) {
      const idle = Number(isIdle(topic, partition));
      const known = store.get<{ readonly is_idle: number }>(
        'SELECT is_idle FROM _stream_times WHERE source = ?',
        name,
      );
      if (known && known.is_idle !== idle) store.change(sql, idle, name, idle);
    }
    store.keepAttempt();
  }

  /** Up to when everything has come, over all instances, and whether all sources are idle. */
  until(block: number | null): { readonly untilMs: number; readonly isIdle: boolean } {
    const rows = this.#store?.all<Row>(allSql) ?? [];
    const plain = rows.filter(({ source }) => !source.includes(mark));
    const times = block === null ? plain : timesOf(block, plain, rows);
    const active = times.filter(({ isIdle }) => !isIdle);
    const latestMs = Math.max(notYet, ...times.map(({ eventMs }) => eventMs));
    if (active.length === 0) return { untilMs: latestMs, isIdle: true };
    return { untilMs: Math.min(...active.map(({ eventMs }) => eventMs)), isIdle: false };
  }
}

/** What a block has seen of each partition of its topics; of one of them nothing: not yet. */
function timesOf(block: number, plain: readonly Row[], rows: readonly Row[]): readonly Row[] {
  const prefix = `${block}${mark}`;
  const own = new Map(
    rows.flatMap(({ source, eventMs }): [string, number][] =>
      source.startsWith(prefix) ? [[source.slice(prefix.length), eventMs]] : [],
    ),
  );
  const topics = new Set([...own.keys()].map(topicOf));
  return plain.flatMap((row) =>
    topics.has(topicOf(row.source)) ? [{ ...row, eventMs: own.get(row.source) ?? notYet }] : [],
  );
}

const topicOf = (source: string) => source.slice(0, source.lastIndexOf('/'));
