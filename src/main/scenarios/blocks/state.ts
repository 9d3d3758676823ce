/** Blocks that read and write the service's own database. */
import { toCell, type Row } from '../expressions/expressions.ts';
import { withVariable } from '../expressions/scope.ts';
import { andThen } from '../expressions/soon.ts';
import type { Make } from './compile.ts';
import type { BlockOf } from './produce.ts';
import type { Tools } from './tools.ts';

export function writeBlock(definition: BlockOf<'write'>, tools: Tools): Make {
  const { conflict = 'keep', unless } = definition;
  const { store, expressions } = tools;
  const table = tools.table(definition.table);
  const makeRow = expressions.row(definition.row);
  const isLeft = unless === undefined ? null : expressions.condition(unless);
  const apply = (row: Row, existing: Row | undefined) => {
    if (conflict === 'insert' || !existing) store.insert(table, row);
    else if (conflict !== 'keep') store.update(table, row, conflict === 'add');
  };
  return (next) => (event, scope, attempt) =>
    andThen(makeRow(event, scope), (row) => {
      const key = row[table.key] ?? null;
      if (key === null) throw new Error(`write: the event gives no ${table.key}`);
      const existing = conflict === 'insert' ? undefined : store.find(table, key);
      const withRow = withVariable(scope, 'row', existing);
      const isSkipped = isLeft && existing ? isLeft(event, withRow) : false;
      return andThen(isSkipped, (skipped) => {
        if (!skipped) apply(row, existing);
        const left = existing && (skipped || conflict === 'keep') ? existing : undefined;
        return next(event, withVariable(scope, 'row', left ?? store.find(table, key)), attempt);
      });
    });
}

export function enrichBlock(definition: BlockOf<'enrich'>, tools: Tools): Make {
  const table = tools.table(definition.table);
  const makeKey = tools.expressions.value(definition.key);
  return (next) => (event, scope, attempt) =>
    andThen(makeKey(event, scope), (key) => {
      const row = tools.store.find(table, toCell(key));
      return next(event, withVariable(scope, definition.as, row), attempt);
    });
}

export function sqlBlock(definition: BlockOf<'sql'>, tools: Tools): Make {
  const { run, params = {}, as } = definition;
  const makeParams = tools.expressions.row(params);
  return (next) => (event, scope, attempt) =>
    andThen(makeParams(event, scope), (values) => {
      const rows = tools.store.any(run, values);
      return next(event, as === undefined ? scope : withVariable(scope, as, rows), attempt);
    });
}

const putSql = 'INSERT INTO _seen (block, key, event_ms) VALUES (?, ?, ?)';

export function deduplicateBlock(definition: BlockOf<'deduplicate'>, tools: Tools): Make {
  const { store } = tools;
  const { withinMs } = definition;
  const makeKey = tools.expressions.text(definition.key);
  const block = tools.newBlockId();
  tools.needOutbox();
  if (withinMs !== undefined) {
    tools.addCloser({
      block: null,
      close: (untilMs) => {
        if (!Number.isFinite(untilMs)) return undefined;
        const sql = 'DELETE FROM _seen WHERE block = ? AND event_ms < ?';
        return store.transaction(() => store.change(sql, block, untilMs - withinMs));
      },
      waitingCount: () => 0,
    });
  }
  return (next) => (event, scope, attempt) =>
    andThen(makeKey(event, scope), (key) => {
      const { eventMs } = attempt.origin;
      const sql = 'SELECT event_ms AS seenMs FROM _seen WHERE block = ? AND key = ?';
      const seen = store.get<{ readonly seenMs: number }>(sql, block, key);
      if (!seen) store.change(putSql, block, key, eventMs);
      else {
        if (withinMs === undefined || Math.abs(eventMs - seen.seenMs) <= withinMs) return undefined;
        const update = 'UPDATE _seen SET event_ms = ? WHERE block = ? AND key = ?';
        store.change(update, eventMs, block, key);
      }
      return next(event, scope, attempt);
    });
}
