/**
 * What a run shows, question by question. Every answer is counted from the events of the run, the
 * real one on Kafka and the modelled ones alike; nothing here knows which service it was.
 */
import type { ModelEvent, ReaderName, Workload } from '../../main/contract/models.ts';
import { isWanted, readersOf, recordsOf } from './workload.ts';

export const questions = [
  'everyone',
  'late',
  'replay',
  'order',
  'routing',
  'crash',
  'again',
  'poison',
  'resent',
  'server',
] as const;
export type Question = (typeof questions)[number];

/**
 * `verdict` is a word of its question; the numbers fill its sentence. `tone` says how it looks to
 * somebody who wants every record worked on once and in order.
 */
export type Finding = {
  readonly question: Question;
  readonly verdict: string;
  readonly tone: 'good' | 'fair' | 'bad' | 'none';
  readonly values: { readonly [name: string]: number };
};

type Evidence = {
  readonly workload: Workload;
  readonly events: readonly ModelEvent[];
};

type Look = Evidence & {
  /** Events about one reader, in order. */
  readonly of: <Kind extends ModelEvent['kind']>(
    reader: ReaderName,
    ...kinds: readonly Kind[]
  ) => readonly Extract<ModelEvent, { readonly kind: Kind; readonly reader: unknown }>[];
};

export function findingsOf(evidence: Evidence): readonly Finding[] {
  const look: Look = {
    ...evidence,
    of: (reader, ...kinds) =>
      evidence.events.filter(
        (event) =>
          'reader' in event &&
          event.reader === reader &&
          (kinds as readonly string[]).includes(event.kind),
      ) as never,
  };
  return questions.map((question) => ({ question, ...answers[question](look) }));
}

type Answer = Omit<Finding, 'question'>;

const notAsked: Answer = { verdict: 'not-asked', tone: 'none', values: {} };

const answers: { readonly [Name in Question]: (look: Look) => Answer } = {
  everyone: (look) => {
    // Those who were there from the start; whoever comes late has a question of their own.
    const readers = readersOf(look.workload).filter(({ fromMs }) => fromMs === 0);
    const records = recordsOf(look.workload);
    let wanted = 0;
    let got = 0;
    for (const reader of readers) {
      const seen = distinct(look.of(reader.name, 'delivered'));
      const own = records.filter(({ kind }) => isWanted(reader, kind));
      wanted += own.length;
      got += own.filter(({ record }) => seen.has(record)).length;
    }
    return share(got, wanted);
  },

  late: (look) => {
    const fromMs = look.of('analytics', 'connected')[0]?.atMs;
    if (fromMs === undefined) return notAsked;
    const earlier = sentBefore(look.events, fromMs);
    const seen = distinct(look.of('analytics', 'delivered'));
    return share([...earlier].filter((record) => seen.has(record)).length, earlier.size);
  },

  replay: (look) => {
    const asked = look.of('audit', 'replay-asked')[0];
    if (!asked) return notAsked;
    const delivered = look.of('audit', 'delivered');
    const before = distinct(delivered.filter(({ atMs }) => atMs < asked.atMs));
    const after = distinct(delivered.filter(({ atMs }) => atMs >= asked.atMs));
    return share([...before].filter((record) => after.has(record)).length, before.size);
  },

  order: (look) => {
    const keys = new Map(recordsOf(look.workload).map(({ record, key }) => [record, key]));
    const newest = new Map<string, number>();
    const wrongKeys = new Set<string>();
    let wrong = 0;
    const first = firstOnly(look.of('orders', 'done'));
    for (const { record } of first) {
      const key = keys.get(record) ?? '';
      const before = newest.get(key) ?? -1;
      if (record < before) {
        wrong += 1;
        wrongKeys.add(key);
      }
      newest.set(key, Math.max(before, record));
    }
    const values = { wrong, keys: wrongKeys.size, all: first.length };
    if (first.length === 0) return { verdict: 'nothing', tone: 'bad', values };
    return wrong === 0
      ? { verdict: 'kept', tone: 'good', values }
      : { verdict: 'broken', tone: 'bad', values };
  },

  routing: (look) => {
    const reader = readersOf(look.workload).find(({ name }) => name === 'refunds');
    if (!reader) return notAsked;
    const records = recordsOf(look.workload);
    const wanted = records.filter(({ kind }) => isWanted(reader, kind));
    const seen = distinct(look.of('refunds', 'delivered'));
    const got = wanted.filter(({ record }) => seen.has(record)).length;
    const unwanted = records.filter(
      ({ kind, record }) => !isWanted(reader, kind) && seen.has(record),
    ).length;
    const values = { got, all: wanted.length, unwanted };
    if (got < wanted.length) return { verdict: 'missed', tone: 'bad', values };
    return unwanted === 0
      ? { verdict: 'by-server', tone: 'good', values }
      : { verdict: 'by-reader', tone: 'fair', values };
  },

  crash: (look) => {
    const crash = look.of('orders', 'crashed')[0];
    if (!crash) return { ...notAsked, verdict: 'no-crash' };
    // What became of the poison is a question of its own.
    const held = new Set(heldAt(look, crash.atMs, crash.consumer));
    held.delete(look.workload.poisonRecord ?? -1);
    const done = look.of('orders', 'done', 'dead-lettered');
    const laterOf = (record: number) =>
      done.find((event) => event.record === record && event.atMs >= crash.atMs);
    const saved = [...held].flatMap((record) => laterOf(record)?.atMs ?? []);
    const values = {
      held: held.size,
      saved: saved.length,
      lost: held.size - saved.length,
      afterMs: Math.round(Math.max(0, ...saved) - crash.atMs),
    };
    return values.lost === 0
      ? { verdict: 'saved', tone: 'good', values }
      : { verdict: 'lost', tone: 'bad', values };
  },

  again: (look) => {
    const { poisonRecord } = look.workload;
    const counts = new Map<string, number>();
    let marked = 0;
    let again = 0;
    for (const { record, copy, isMarked } of look.of('orders', 'delivered')) {
      if (record === poisonRecord) continue;
      const name = `${record}/${copy}`;
      const count = (counts.get(name) ?? 0) + 1;
      counts.set(name, count);
      if (count === 1) continue;
      again += 1;
      if (isMarked) marked += 1;
    }
    const finished = new Map<string, number>();
    for (const { record, copy } of look.of('orders', 'done')) {
      const name = `${record}/${copy}`;
      finished.set(name, (finished.get(name) ?? 0) + 1);
    }
    const twice = [...finished.values()].filter((count) => count > 1).length;
    const values = { again, marked, twice };
    if (again === 0) return { verdict: 'never', tone: 'good', values };
    if (twice > 0) return { verdict: 'twice', tone: 'bad', values };
    return { verdict: marked === again ? 'marked' : 'unmarked', tone: 'fair', values };
  },

  poison: (look) => {
    const { poisonRecord, recordCount } = look.workload;
    if (poisonRecord === null || poisonRecord >= recordCount) return notAsked;
    const isIt = ({ record }: { readonly record: number }) => record === poisonRecord;
    const started = look.of('orders', 'started').filter(isIt);
    const failed = look.of('orders', 'failed').filter(isIt);
    const ofNobody = (event: ModelEvent) =>
      'record' in event && isIt(event) && 'reader' in event && event.reader !== 'audit';
    const dead = look.events.find((event) => event.kind === 'dead-lettered' && ofNobody(event));
    const dropped = look.events.find(
      (event) => event.kind === 'lost' && event.reason === 'delivery-limit' && ofNobody(event),
    );
    const end = dead ?? dropped;
    const firstMs = started[0]?.atMs ?? 0;
    const values = {
      tries: failed.filter(({ atMs }) => !end || atMs <= end.atMs).length,
      afterMs: end ? Math.round(end.atMs - firstMs) : 0,
    };
    if (dead) return { verdict: 'dead-letter', tone: 'good', values };
    if (dropped) return { verdict: 'dropped', tone: 'bad', values };
    if (started.length === 0) return { verdict: 'unseen', tone: 'none', values };
    return failed.length > 4 || started.length > failed.length
      ? { verdict: 'endless', tone: 'bad', values }
      : { verdict: 'forgotten', tone: 'bad', values };
  },

  resent: (look) => {
    const { resentRecord, recordCount } = look.workload;
    if (resentRecord === null || resentRecord >= recordCount) return notAsked;
    const done = look.of('orders', 'done').filter(({ record }) => record === resentRecord);
    const copies = new Set(done.map(({ copy }) => copy)).size;
    const values = { copies };
    if (copies === 0) return { verdict: 'none', tone: 'bad', values };
    return copies === 1
      ? { verdict: 'once', tone: 'good', values }
      : { verdict: 'twice', tone: 'bad', values };
  },

  server: (look) => {
    if (look.workload.serverDownAtMs === null) return notAsked;
    const down = look.events.find(({ kind }) => kind === 'server-down');
    if (!down) return { verdict: 'unseen', tone: 'good', values: {} };
    const ends = distinct(look.of('orders', 'done', 'dead-lettered'));
    const sent = sentBefore(look.events, Number.POSITIVE_INFINITY);
    const lost = [...sent].filter((record) => !ends.has(record)).length;
    const values = { lost, all: sent.size };
    return lost === 0
      ? { verdict: 'kept', tone: 'good', values }
      : { verdict: 'lost', tone: 'bad', values };
  },
};

function share(got: number, all: number): Answer {
  const values = { got, all };
  if (all === 0) return { verdict: 'nothing', tone: 'none', values };
  if (got === all) return { verdict: 'all', tone: 'good', values };
  return got === 0
    ? { verdict: 'none', tone: 'bad', values }
    : { verdict: 'some', tone: 'bad', values };
}

function distinct(events: readonly { readonly record: number }[]): ReadonlySet<number> {
  return new Set(events.map(({ record }) => record));
}

function firstOnly<Event extends { readonly record: number }>(
  events: readonly Event[],
): readonly Event[] {
  const seen = new Set<number>();
  return events.filter(({ record }) => {
    if (seen.has(record)) return false;
    seen.add(record);
    return true;
  });
}

function sentBefore(events: readonly ModelEvent[], atMs: number): ReadonlySet<number> {
  return distinct(events.filter((event) => event.kind === 'sent' && event.atMs < atMs) as never);
}

/** What the consumer had been given and had not finished. */
function heldAt(look: Look, atMs: number, consumer: string): ReadonlySet<number> {
  const held = new Map<string, number>();
  for (const event of look.of('orders', 'delivered', 'done', 'failed', 'skipped')) {
    if (event.atMs > atMs || event.consumer !== consumer) continue;
    const name = `${event.record}/${event.copy}`;
    if (event.kind === 'delivered') held.set(name, event.record);
    else held.delete(name);
  }
  return new Set(held.values());
}
