/** JSONata with the variables and functions that the blocks offer. */
import { randomUUID } from 'node:crypto';
import { faker } from '@faker-js/faker';
import jsonata from 'jsonata';

export type Vars = { readonly [name: string]: unknown };
/** One expression, or one for each field of an object. */
export type Value = string | { readonly [field: string]: string };

const compiled = new Map<string, jsonata.Expression>();

const functions = {
  int: (min: number, max: number) => min + Math.floor(Math.random() * (max - min + 1)),
  pick: (list: readonly unknown[]) => list[Math.floor(Math.random() * list.length)],
  uuid: () => randomUUID(),
  fake: (name: string) => {
    let at: unknown = faker;
    for (const part of name.split('.')) at = (at as Record<string, unknown>)[part];
    if (typeof at !== 'function') throw new Error(`Faker has no ${name}`);
    return (at as () => unknown)();
  },
};

export async function evaluate(text: string, event: unknown, vars: Vars): Promise<unknown> {
  let expression = compiled.get(text);
  if (!expression) {
    expression = jsonata(text);
    compiled.set(text, expression);
  }
  const now = Date.now();
  const time = { nowMs: now, timestamp: new Date(now).toISOString() };
  const result: unknown = await expression.evaluate(event, { ...functions, ...time, ...vars });
  // JSONata marks its own lists; what goes on is plain data.
  return Array.isArray(result) ? [...result] : result;
}

/** Fields that come out as nothing are left out. */
export async function evaluateFields(
  fields: { readonly [field: string]: string },
  event: unknown,
  vars: Vars,
): Promise<Record<string, unknown>> {
  const values: Record<string, unknown> = {};
  for (const [name, text] of Object.entries(fields)) {
    const value = await evaluate(text, event, vars);
    if (value !== undefined) values[name] = value;
  }
  return values;
}

export function evaluateValue(value: Value, event: unknown, vars: Vars): Promise<unknown> {
  return typeof value === 'string'
    ? evaluate(value, event, vars)
    : evaluateFields(value, event, vars);
}

/** JSONata's own idea of truth: an empty list or text is none. */
export async function test(text: string, event: unknown, vars: Vars): Promise<boolean> {
  const result = await evaluate(text, event, vars);
  return Array.isArray(result) ? result.some(Boolean) : Boolean(result);
}

/** As the key of a record or of a row: text. */
export async function evaluateKey(
  text: string,
  event: unknown,
  vars: Vars,
): Promise<string | null> {
  const value = await evaluate(text, event, vars);
  if (value === undefined || value === null) return null;
  return typeof value === 'string' ? value : JSON.stringify(value);
}
