/** Blocks that take time, or fail on purpose. */
import { andThen } from '../expressions/soon.ts';
import type { Make } from './compile.ts';
import type { BlockOf } from './produce.ts';
import { FinalError, type Tools } from './tools.ts';

export function delayBlock(definition: BlockOf<'delay'>, tools: Tools): Make {
  return (next) => (event, scope, attempt) => {
    const delayMs =
      typeof definition === 'number'
        ? definition
        : definition.minMs + scope.moment.random.next() * (definition.maxMs - definition.minMs);
    return andThen(tools.work(delayMs), () => next(event, scope, attempt));
  };
}

/** Fails when any of what it names says so; naming nothing, always. */
export function failBlock(definition: BlockOf<'fail'>, tools: Tools): Make {
  const { rate, every, when, message, isFinal = false } = definition;
  const test = when === undefined ? null : tools.expressions.condition(when);
  const isAlways = rate === undefined && every === undefined && test === null;
  let count = 0;
  return (next) => (event, scope, attempt) =>
    andThen(test ? test(event, scope) : false, (isTrue) => {
      count += 1;
      const isHit =
        isAlways ||
        isTrue ||
        (rate !== undefined && scope.moment.random.next() < rate) ||
        (every !== undefined && count % every === 0);
      if (isHit) throw isFinal ? new FinalError(message) : new Error(message);
      return next(event, scope, attempt);
    });
}
