/** Counts, sums and their like over windows of event time; open windows lie in the database. */
import type { Scope } from '../expressions/scope.ts';
import { andThen, eachInTurn, type Soon } from '../expressions/soon.ts';
import type { Make } from './compile.ts';
import { compileFields, type Sums } from './fields.ts';
import type { BlockOf } from './produce.ts';
import type { Attempt, Origin, Perform, Run, Tools } from './tools.ts';
import { type Span, windowShape, type WindowShape } from './windows.ts';

type Stored = {
  readonly key: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly fields: string;
  readonly moment: string;
};

const columns = 'key, start_ms AS startMs, end_ms AS endMs, fields, moment';
const getSql = `SELECT ${columns} FROM _windows WHERE block = ? AND key = ? AND start_ms = ?`;
const nearSql = `SELECT ${columns} FROM _windows
  WHERE block = ? AND key = ? AND start_ms <= ? AND end_ms >= ? ORDER BY start_ms`;
const putSql = `INSERT OR REPLACE INTO _windows (block, key, start_ms, end_ms, fields, moment)
  VALUES (?, ?, ?, ?, ?, ?)`;
const dropSql = 'DELETE FROM _windows WHERE block = ? AND key = ? AND start_ms = ?';
const overSql = `SELECT ${columns} FROM _windows WHERE block = ? AND end_ms <= ?
  ORDER BY end_ms, start_ms, key LIMIT 500`;

export function aggregateBlock(definition: BlockOf<'aggregate'>, tools: Tools): Make {
  const { emit = 'each', late } = definition;
  const { store, expressions } = tools;
  const block = tools.newBlockId();
  const shape = windowShape(definition.window);
  const fields = compileFields(definition.fields, expressions);
  const makeKey =
    definition.key === undefined
      ? (_event: unknown, { moment }: Scope) => moment.key ?? ''
      : expressions.text(definition.key);
  const makeTime = definition.time === undefined ? null : expressions.value(definition.time);
  const ownTime = makeTime === null ? null : block;
  if (emit === 'closed') tools.needOutbox();

  /** Adds to one window; answers it as it is now. */
  const addTo = (key: string, span: Span, numbers: readonly (number | null)[], origin: Origin) => {
    const found = open(tools, block, key, span, shape);
    let sums = fields.add({}, numbers);
    let { startMs, endMs } = span;
    for (const window of found) {
      sums = fields.merge(JSON.parse(window.fields) as Sums, sums);
      startMs = Math.min(startMs, window.startMs);
      endMs = Math.max(endMs, window.endMs);
      if (shape.gapMs !== null) store.change(dropSql, block, key, window.startMs);
    }
    const text = JSON.stringify(sums);
    store.change(putSql, block, key, startMs, endMs, text, JSON.stringify(origin));
    return { key, startMs, endMs, sums };
  };
  const handedOn = (window: Span & { readonly key: string }, sums: Sums) => ({
    key: window.key,
    ...(shape.isBounded && { windowStartMs: window.startMs, windowEndMs: window.endMs }),
    ...fields.results(sums),
  });
  const tooLate = (event: unknown, scope: Scope, attempt: Attempt) => {
    tools.onLate();
    if (late === undefined) return;
    const { key } = scope.moment;
    attempt.drafts.push({ topic: late, key, value: event, headers: [], isOutboxed: false });
  };

  return (next) => {
    if (emit === 'closed' || shape.isBounded) {
      tools.addCloser(
        closer(tools, { block, ownTime }, shape, emit === 'closed', (stored, scope, attempt) =>
          next(handedOn(stored, JSON.parse(stored.fields) as Sums), scope, attempt),
        ),
      );
    }
    const run: Run = (event, scope, attempt) =>
      andThen(makeKey(event, scope), (key) =>
        andThen(makeTime ? makeTime(event, scope) : undefined, (time) =>
          andThen(fields.read(event, scope), (numbers) => {
            const timeMs = timeOf(time, attempt.origin);
            const { source } = attempt.origin;
            const seenMs = tools.streamMs(source, ownTime);
            if (ownTime !== null) tools.advance(source, ownTime, timeMs);
            const spans = shape
              .around(timeMs)
              .filter(({ endMs }) => !shape.isBounded || endMs + shape.graceMs > seenMs);
            if (spans.length === 0) return tooLate(event, scope, attempt);
            return eachInTurn(spans, (span) => {
              const window = addTo(key, span, numbers, attempt.origin);
              if (emit === 'closed') return undefined;
              return next(handedOn(window, window.sums), scope, attempt);
            });
          }),
        ),
      );
    return run;
  };
}

function timeOf(time: unknown, origin: Origin): number {
  if (time === undefined) return origin.eventMs;
  const timeMs = typeof time === 'string' ? Date.parse(time) : Number(time);
  if (!Number.isFinite(timeMs)) throw new Error('aggregate: time is no time in milliseconds');
  return timeMs;
}

function open(
  { store }: Tools,
  block: number,
  key: string,
  span: Span,
  { gapMs }: WindowShape,
): readonly Stored[] {
  if (gapMs !== null) return store.all<Stored>(nearSql, block, key, span.endMs, span.startMs);
  const window = store.get<Stored>(getSql, block, key, span.startMs);
  return window ? [window] : [];
}

/** Ends windows whose time and grace are over, the earliest first. */
function closer(
  { store }: Tools,
  { block, ownTime }: { readonly block: number; readonly ownTime: number | null },
  { graceMs, isBounded }: WindowShape,
  isEmitted: boolean,
  emit: (window: Stored, scope: Scope, attempt: Attempt) => Soon<unknown>,
) {
  return {
    block: ownTime,
    close: (untilMs: number, perform: Perform) => {
      if (!isBounded && Number.isFinite(untilMs)) return undefined;
      const over = store.all<Stored>(overSql, block, Math.min(untilMs - graceMs, 2 ** 52));
      if (!isEmitted) {
        return store.transaction(() => {
          for (const window of over) store.change(dropSql, block, window.key, window.startMs);
        });
      }
      return eachInTurn(over, (window) =>
        perform(
          JSON.parse(window.moment) as Origin,
          window.key,
          () => void store.change(dropSql, block, window.key, window.startMs),
          (scope, attempt) => emit(window, scope, attempt),
        ),
      );
    },
    waitingCount: () => {
      if (!isEmitted) return 0;
      const sql = 'SELECT count(*) AS count FROM _windows WHERE block = ?';
      return store.get<{ readonly count: number }>(sql, block)?.count ?? 0;
    },
  };
}
