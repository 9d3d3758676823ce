/**
 * A step of a saga: done at most once for each id, and undone at most once, also when the word to
 * undo it comes first.
 */
import type { Saga, Step } from '../../../scenario/definition/steps.ts';
import { andThen } from '../expressions/soon.ts';
import type { Make } from './compile.ts';
import type { Run, Tools } from './tools.ts';

type State = 'done' | 'undone' | 'refused';
type Compile = (steps: readonly Step[], tools: Tools, next?: Run) => Run;

const putSql = 'INSERT OR REPLACE INTO _sagas (block, id, state) VALUES (?, ?, ?)';

export function sagaBlock(definition: Saga, tools: Tools, compile: Compile): Make {
  const { compensate } = definition;
  const { store, expressions } = tools;
  const block = tools.newBlockId();
  const idOf = expressions.text(definition.id);
  const undoIdOf = expressions.text(compensate.id ?? definition.id);
  const isMeant = compensate.when === undefined ? null : expressions.condition(compensate.when);
  const undo = compile(compensate.steps, tools);
  tools.needOutbox();
  const stateOf = (id: string) =>
    store.get<{ readonly state: State }>(
      'SELECT state FROM _sagas WHERE block = ? AND id = ?',
      block,
      id,
    )?.state;
  const compensating: Run = (event, scope, attempt) =>
    andThen(isMeant ? isMeant(event, scope) : true, (isWanted) => {
      if (!isWanted) return undefined;
      return andThen(undoIdOf(event, scope), (id) => {
        const state = stateOf(id);
        if (state === undefined) return store.change(putSql, block, id, 'refused');
        if (state !== 'done') return undefined;
        store.change(putSql, block, id, 'undone');
        attempt.isOutboxed = true;
        return undo(event, scope, attempt);
      });
    });
  tools.addRoute(compensate.on, compensating);
  return (next) => {
    const forward = compile(definition.steps, tools, next);
    return (event, scope, attempt) =>
      andThen(idOf(event, scope), (id) => {
        if (stateOf(id) !== undefined) return undefined;
        store.change(putSql, block, id, 'done');
        attempt.isOutboxed = true;
        return forward(event, scope, attempt);
      });
  };
}
