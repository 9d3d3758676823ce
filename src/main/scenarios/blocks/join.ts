/**
 * Two topics joined by key within a window of event time. What has come lies in the database until
 * nothing can find it any more, so that a restart in between loses no pair.
 */
import type { Scope } from '../expressions/scope.ts';
import { andThen, eachInTurn } from '../expressions/soon.ts';
import type { Make } from './compile.ts';
import type { BlockOf } from './produce.ts';
import type { Attempt, Origin, Run, Tools } from './tools.ts';

type Waiting = {
  readonly id: number;
  readonly key: string;
  readonly event: string;
  readonly moment: string;
};

const left = 0;
const right = 1;
const putSql = `INSERT INTO _waiting (block, side, key, event_ms, is_matched, event, moment)
  VALUES (?, ?, ?, ?, ?, ?, ?)`;
const partnersSql = `SELECT id, key, event, moment FROM _waiting
  WHERE block = ? AND side = ? AND key = ? AND event_ms BETWEEN ? AND ? ORDER BY event_ms, id`;
const overSql = `SELECT id, key, event, moment FROM _waiting
  WHERE block = ? AND side = 0 AND is_matched = 0 AND event_ms < ? ORDER BY event_ms, id LIMIT 500`;

export function joinBlock(definition: BlockOf<'join'>, tools: Tools): Make {
  const { withinMs, kind = 'inner', as } = definition;
  const { store, expressions } = tools;
  const block = tools.newBlockId();
  const keyOf = (text: string | undefined) =>
    text === undefined
      ? (_event: unknown, { moment }: Scope) => moment.key ?? ''
      : expressions.text(text);
  const keys = [keyOf(definition.key), keyOf(definition.withKey ?? definition.key)] as const;
  tools.needOutbox();
  return (next) => {
    const arrive =
      (side: typeof left | typeof right): Run =>
      (event, scope, attempt) =>
        andThen(keys[side](event, scope), (key) => {
          const { eventMs } = attempt.origin;
          const [fromMs, toMs] = [eventMs - withinMs, eventMs + withinMs];
          const partners = store.all<Waiting>(partnersSql, block, 1 - side, key, fromMs, toMs);
          const isMatched = partners.length > 0;
          const moment = JSON.stringify(attempt.origin);
          const text = JSON.stringify(event);
          store.change(putSql, block, side, key, eventMs, Number(isMatched), text, moment);
          for (const { id } of side === right ? partners : []) {
            store.change('UPDATE _waiting SET is_matched = 1 WHERE id = ?', id);
          }
          return eachInTurn(partners, (partner) => {
            const other: unknown = JSON.parse(partner.event);
            const pair = side === left ? [event, other] : [other, event];
            return next({ [as[0]]: pair[0], [as[1]]: pair[1] }, scope, attempt);
          });
        });
    const alone = (waiting: Waiting, scope: Scope, attempt: Attempt) =>
      next({ [as[0]]: JSON.parse(waiting.event) as unknown }, scope, attempt);
    tools.addRoute(definition.with, arrive(right));
    tools.addCloser({
      block: null,
      close: (untilMs, perform) => {
        const overMs = untilMs - withinMs;
        const over = kind === 'left' ? store.all<Waiting>(overSql, block, overMs) : [];
        return andThen(
          eachInTurn(over, (waiting) =>
            perform(
              JSON.parse(waiting.moment) as Origin,
              waiting.key,
              () => void store.change('DELETE FROM _waiting WHERE id = ?', waiting.id),
              (scope, attempt) => alone(waiting, scope, attempt),
            ),
          ),
          () => {
            const isDone = kind === 'inner' ? '' : ' AND (side = 1 OR is_matched = 1)';
            const sql = `DELETE FROM _waiting WHERE block = ? AND event_ms < ?${isDone}`;
            store.transaction(() => store.change(sql, block, overMs));
          },
        );
      },
      waitingCount: () => {
        if (kind === 'inner') return 0;
        const sql = `SELECT count(*) AS count FROM _waiting
          WHERE block = ? AND side = 0 AND is_matched = 0`;
        return store.get<{ readonly count: number }>(sql, block)?.count ?? 0;
      },
    });
    return arrive(left);
  };
}
