/** Events of a run as bars and marks on a time axis. */
import type { ModelEvent } from '../../../main/contract/index.ts';

export type Bar = {
  readonly key: string;
  readonly fromMs: number;
  /** Null: not over yet. */
  readonly toMs: number | null;
  readonly record: number;
  readonly copy: number;
  readonly end: 'done' | 'skipped' | 'failed' | 'cut' | 'open';
  /** This application was given it before. */
  readonly isAgain: boolean;
};

export type Mark = {
  readonly key: string;
  readonly atMs: number;
  readonly kind: 'sent' | 'crashed' | 'connected' | 'cut-off' | 'replay' | 'dead' | 'gone';
  readonly record: number | null;
};

/** Drawn from top to bottom. `presence`: while it was connected. */
export type Row = {
  readonly name: string;
  readonly kind: 'producer' | 'consumer' | 'dead' | 'gone';
  readonly presence: readonly { readonly fromMs: number; readonly toMs: number | null }[];
  readonly bars: readonly Bar[];
  readonly marks: readonly Mark[];
};

export type Lane = {
  readonly rows: readonly Row[];
  /** While the server was away. */
  readonly away: readonly { readonly fromMs: number; readonly toMs: number | null }[];
  readonly endMs: number;
};

type Span = { fromMs: number; toMs: number | null };
type Draft = {
  readonly name: string;
  readonly kind: Row['kind'];
  readonly presence: Span[];
  readonly bars: Bar[];
  readonly marks: Mark[];
};

/** `consumers`: those who appear even when nothing happens to them. */
export function laneOf(events: readonly ModelEvent[], consumers: readonly string[]): Lane {
  const producer = draft('producer', 'producer');
  const dead = draft('dead', 'dead');
  const gone = draft('gone', 'gone');
  const drafts = new Map(consumers.map((name) => [name, draft(name, 'consumer')]));
  const given = new Set<string>();
  const away: Span[] = [];
  const context = { drafts, given };
  for (const [index, event] of events.entries()) {
    const key = String(index);
    switch (event.kind) {
      case 'sent':
        producer.marks.push({ key, kind: 'sent', atMs: event.atMs, record: event.record });
        break;
      case 'dead-lettered':
        dead.marks.push({ key, kind: 'dead', atMs: event.atMs, record: event.record });
        break;
      case 'lost':
        gone.marks.push({ key, kind: 'gone', atMs: event.atMs, record: event.record });
        break;
      case 'server-down':
        away.push({ fromMs: event.atMs, toMs: null });
        break;
      case 'server-up':
        closeSpan(away, event.atMs);
        break;
      case 'replay-asked':
        drafts
          .get(`${event.reader}-1`)
          ?.marks.push({ key, kind: 'replay', atMs: event.atMs, record: null });
        break;
      default:
        addToConsumer(context, event, key);
    }
  }
  const others = [dead, gone].filter(({ marks }) => marks.length > 0);
  return {
    rows: [producer, ...drafts.values(), ...others],
    away,
    endMs: events.at(-1)?.atMs ?? 0,
  };
}

type OfConsumer = Extract<ModelEvent, { readonly consumer: string }>;

function addToConsumer(
  { drafts, given }: { readonly drafts: Map<string, Draft>; readonly given: Set<string> },
  event: OfConsumer,
  key: string,
): void {
  const row = drafts.get(event.consumer);
  if (!row) return;
  const { atMs } = event;
  switch (event.kind) {
    case 'connected':
      if (atMs > 0) row.marks.push({ key, kind: 'connected', atMs, record: null });
      if (row.presence.at(-1)?.toMs !== null || row.presence.length === 0) {
        row.presence.push({ fromMs: atMs, toMs: null });
      }
      return;
    case 'crashed':
    case 'cut-off':
      row.marks.push({ key, kind: event.kind, atMs, record: null });
      closeSpan(row.presence, atMs);
      endBar(row, atMs, 'cut');
      return;
    case 'delivered':
      return;
    case 'started': {
      const { record, copy, reader } = event;
      const name = `${reader} ${record}/${copy}`;
      row.bars.push({
        key,
        fromMs: atMs,
        toMs: null,
        record,
        copy,
        end: 'open',
        isAgain: given.has(name),
      });
      given.add(name);
      return;
    }
    case 'done':
    case 'skipped':
    case 'failed':
      endBar(row, atMs, event.kind);
  }
}

function draft(name: string, kind: Row['kind']): Draft {
  return { name, kind, presence: [], bars: [], marks: [] };
}

function closeSpan(spans: Span[], atMs: number): void {
  const last = spans.at(-1);
  if (last && last.toMs === null) last.toMs = atMs;
}

function endBar(row: Draft, atMs: number, end: Bar['end']): void {
  const last = row.bars.at(-1);
  if (last?.end === 'open') row.bars[row.bars.length - 1] = { ...last, toMs: atMs, end };
}

const worthTelling = new Set<ModelEvent['kind']>([
  'crashed',
  'connected',
  'cut-off',
  'replay-asked',
  'dead-lettered',
  'lost',
  'server-down',
  'server-up',
]);

/** The last thing up to a moment that was out of the ordinary; null: there was none. */
export function lastTold(events: readonly ModelEvent[], atMs: number): ModelEvent | null {
  const found = events.findLast(
    (event) =>
      event.atMs <= atMs &&
      worthTelling.has(event.kind) &&
      // Those who were there from the start are no news.
      !(event.kind === 'connected' && event.atMs <= 1),
  );
  return found ?? null;
}

/** Round steps for an axis, about eight of them. */
export function axisSteps(endMs: number): readonly number[] {
  const steps = [100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 30_000, 60_000];
  const step = steps.find((each) => endMs / each <= 9) ?? 120_000;
  return Array.from({ length: Math.floor(endMs / step) + 1 }, (_, index) => index * step);
}
