/** Blocks that change events and keep nothing. */
import { andThen, eachInTurn } from '../expressions/soon.ts';
import type { Make } from './compile.ts';
import type { Tools } from './tools.ts';

type Texts = { readonly [name: string]: string };

/** An event that becomes nothing goes no further. */
export function mapBlock(definition: string | Texts, { expressions }: Tools): Make {
  const evaluate = expressions.object(definition);
  return (next) => (event, scope, attempt) =>
    andThen(evaluate(event, scope), (value) =>
      value === undefined ? undefined : next(value, scope, attempt),
    );
}

export function letBlock(definition: Texts, { expressions }: Tools): Make {
  const extend = expressions.variables(definition);
  return (next) => (event, scope, attempt) =>
    andThen(extend(event, scope), (extended) => next(event, extended, attempt));
}

export function filterBlock(definition: string, { expressions }: Tools): Make {
  const test = expressions.condition(definition);
  return (next) => (event, scope, attempt) =>
    andThen(test(event, scope), (isTrue) => (isTrue ? next(event, scope, attempt) : undefined));
}

export function splitBlock(definition: string, { expressions }: Tools): Make {
  const evaluate = expressions.value(definition);
  return (next) => (event, scope, attempt) =>
    andThen(evaluate(event, scope), (value) => {
      if (value === undefined) return undefined;
      const items: readonly unknown[] = Array.isArray(value) ? value : [value];
      return eachInTurn(items, (item) => next(item, scope, attempt));
    });
}

export function runBlock(name: string, tools: Tools): Make {
  const call = tools.function(name);
  return (next) => (event, scope, attempt) => {
    const result = call([event], scope.moment);
    if (result === undefined || result === null) return undefined;
    if (!Array.isArray(result)) return next(result, scope, attempt);
    return eachInTurn(result, (item) => next(item, scope, attempt));
  };
}

export function logBlock(definition: string, tools: Tools): Make {
  const evaluate = tools.expressions.text(definition);
  return (next) => (event, scope, attempt) =>
    andThen(evaluate(event, scope), (line) => {
      tools.log(line);
      return next(event, scope, attempt);
    });
}
