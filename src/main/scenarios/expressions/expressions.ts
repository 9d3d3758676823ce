/** Expressions of scenario files: read once, evaluated for each event. */
import jsonata from 'jsonata';
import type { Cell } from '../../contract/scenarios.ts';
import { toBoolean } from './builtins.ts';
import { type Compiled, compileNode, type Frame, type Node, NotCompiled } from './compile-node.ts';
import { leftToJsonata } from './operators.ts';
import { givenFunctions } from './own-functions.ts';
import { momentVariables, type OwnFunctions, type Scope, withVariable } from './scope.ts';
import { andThen, type Soon } from './soon.ts';

export type Evaluate<Value = unknown> = (event: unknown, scope: Scope) => Soon<Value>;
export type Row = { readonly [column: string]: Cell };
type Texts = { readonly [name: string]: string };

/** Compiles expressions that may call the functions of one service. */
export class Expressions {
  readonly #functions: OwnFunctions;
  readonly #known = new Map<string, Evaluate>();

  constructor(functions: OwnFunctions = {}) {
    this.#functions = functions;
  }

  /** One expression; throws for what is none. */
  value(text: string): Evaluate {
    const known = this.#known.get(text);
    if (known) return known;
    const evaluate = compileText(text, this.#functions);
    this.#known.set(text, evaluate);
    return evaluate;
  }

  /** As a condition: what is not true is false. */
  condition(text: string): Evaluate<boolean> {
    const evaluate = this.value(text);
    return (event, scope) => andThen(evaluate(event, scope), toBoolean);
  }

  /** As a text, as a key must be; nothing is empty. */
  text(text: string): Evaluate<string> {
    const evaluate = this.value(text);
    return (event, scope) => andThen(evaluate(event, scope), toKey);
  }

  /** One expression, or a mapping of them as one object. */
  object(texts: string | Texts): Evaluate {
    if (typeof texts === 'string') return this.value(texts);
    const fields = Object.entries(texts).map(
      ([name, text]) => `${JSON.stringify(name)}: (${text})`,
    );
    return this.value(`{${fields.join(', ')}}`);
  }

  /** A mapping as a row: every column of it has a value that SQLite can hold. */
  row(texts: Texts): Evaluate<Row> {
    const evaluate = this.object(texts);
    const columns = Object.keys(texts);
    return (event, scope) =>
      andThen(evaluate(event, scope), (values) => {
        const row: Record<string, Cell> = {};
        for (const column of columns) {
          row[column] = toCell((values as Record<string, unknown> | undefined)?.[column]);
        }
        return row;
      });
  }

  /** Expressions of which each may name those before it: the scope with all of them. */
  variables(texts: Texts): Evaluate<Scope> {
    const list = Object.entries(texts).map(([name, text]) => ({
      name,
      evaluate: this.value(text),
    }));
    return (event, scope) =>
      list.reduce<Soon<Scope>>(
        (before, { name, evaluate }) =>
          andThen(before, (known) =>
            andThen(evaluate(event, known), (value) => withVariable(known, name, value)),
          ),
        scope,
      );
  }
}

function compileText(text: string, functions: OwnFunctions): Evaluate {
  const expression = jsonata(text);
  const slow: Evaluate = (event, scope) => evaluateSlowly(expression, functions, event, scope);
  let compiled: Compiled;
  try {
    compiled = compileNode(expression.ast() as unknown as Node, functions);
  } catch (error) {
    if (error instanceof NotCompiled) return slow;
    throw error;
  }
  // Most neither name the root nor bind variables: they need no frame of their own.
  const needsFrame = text.includes('$$') || text.includes(':=');
  return (event, scope) => {
    // JSONata treats an array as the one thing that it is about.
    if (Array.isArray(event)) return slow(event, scope);
    try {
      return compiled(event, needsFrame ? frameOf(event, scope) : (scope as Frame));
    } catch (error) {
      if (error === leftToJsonata) return slow(event, scope);
      throw error;
    }
  };
}

function frameOf(event: unknown, { moment, variables }: Scope): Frame {
  return { moment, variables: { ...variables, $: event } };
}

async function evaluateSlowly(
  expression: jsonata.Expression,
  functions: OwnFunctions,
  event: unknown,
  { moment, variables }: Scope,
): Promise<unknown> {
  const bindings: Record<string, unknown> = {};
  for (const [name, ofMoment] of Object.entries(momentVariables)) bindings[name] = ofMoment(moment);
  for (const [name, call] of Object.entries({ ...givenFunctions, ...functions })) {
    bindings[name] = (...args: readonly unknown[]) => call(args, moment);
  }
  try {
    return await expression.evaluate(event, Object.assign(bindings, variables));
  } catch (error) {
    throw toError(error);
  }
}

/** JSONata throws plain objects. */
function toError(thrown: unknown): Error {
  if (thrown instanceof Error) return thrown;
  const { message } = (thrown ?? {}) as { readonly message?: string };
  return new Error(message ?? String(thrown));
}

function toKey(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value === undefined || value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** A value of JSON as SQLite can hold it. */
export function toCell(value: unknown): Cell {
  if (value === undefined || value === null) return null;
  if (typeof value === 'number' || typeof value === 'string') return value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  return JSON.stringify(value);
}
