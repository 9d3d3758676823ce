/** JSONata of scenario files: compiled once, evaluated per record. */
import jsonata from 'jsonata';
import type { Cell } from '../contract/scenarios.ts';
import type { Random } from './seeded-random.ts';
import type { Row } from './service-table.ts';

/** What an expression can name besides the fields of the event. */
export type Scope = { readonly [name: string]: unknown };

export type Evaluate<Value> = (event: unknown, scope: Scope) => Promise<Value>;

/** `$int(1, 6)`, `$pick([…])`, `$uuid()`, `$timestamp`. */
export function baseScope(random: Random, nowMs: number): Scope {
  return {
    int: (min: number, max: number) => random.int(min, max),
    pick: (items: readonly unknown[]) => items[random.int(0, items.length - 1)],
    uuid: () => random.uuid(),
    timestamp: new Date(nowMs).toISOString(),
  };
}

/** One expression. */
export function compile(text: string): Evaluate<unknown> {
  const expression = jsonata(text);
  return (event, scope) => expression.evaluate(event, scope);
}

/** An expression that yields a text, as a key must be. */
export function compileText(text: string): Evaluate<string> {
  const evaluate = compile(text);
  return async (event, scope) => String((await evaluate(event, scope)) ?? '');
}

/** A mapping of expressions as one object. */
export function compileObject(texts: {
  readonly [name: string]: string;
}): Evaluate<{ readonly [name: string]: unknown }> {
  const fields = Object.entries(texts).map(([name, text]) => `${JSON.stringify(name)}: (${text})`);
  const expression = jsonata(`{${fields.join(', ')}}`);
  return async (event, scope) => (await expression.evaluate(event, scope)) ?? {};
}

/** A mapping of expressions as a row: every column of it has a value that SQLite can hold. */
export function compileRow(texts: { readonly [column: string]: string }): Evaluate<Row> {
  const evaluate = compileObject(texts);
  const columns = Object.keys(texts);
  return async (event, scope) => {
    const values = await evaluate(event, scope);
    return Object.fromEntries(columns.map((column) => [column, toCell(values[column])]));
  };
}

/** Expressions of which each may name those before it. */
export function compileLet(texts: { readonly [name: string]: string }): Evaluate<Scope> {
  const steps = Object.entries(texts).map(([name, text]) => [name, compile(text)] as const);
  return async (event, scope) => {
    let extended = scope;
    for (const [name, evaluate] of steps) {
      extended = { ...extended, [name]: await evaluate(event, extended) };
    }
    return extended;
  };
}

function toCell(value: unknown): Cell {
  if (value === undefined || value === null) return null;
  if (typeof value === 'number' || typeof value === 'string') return value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  return JSON.stringify(value);
}
