/** What an aggregate keeps of the events it has seen. */
import type { Evaluate } from '../expressions/expressions.ts';
import type { Expressions } from '../expressions/expressions.ts';
import { eachInTurn, type Soon } from '../expressions/soon.ts';
import type { Scope } from '../expressions/scope.ts';
import type { BlockOf } from './produce.ts';

type Definition = BlockOf<'aggregate'>['fields'];
type Kind = 'count' | 'sum' | 'min' | 'max' | 'average';
/** One number for each field; an average needs two. Null: nothing seen. */
export type Sums = { [field: string]: number | null | { sum: number; count: number } };

export type Fields = {
  /** The numbers that an event brings, field by field; null: it brings none. */
  readonly read: (event: unknown, scope: Scope) => Soon<readonly (number | null)[]>;
  /** Adds them to what is there. */
  readonly add: (sums: Sums, numbers: readonly (number | null)[]) => Sums;
  /** As one who has seen both. */
  readonly merge: (one: Sums, other: Sums) => Sums;
  readonly results: (sums: Sums) => { readonly [field: string]: number | null };
};

export function compileFields(definition: Definition, expressions: Expressions): Fields {
  const fields = Object.entries(definition).map(([name, field]) => {
    if (field === 'count') return { name, kind: 'count' as Kind, evaluate: null };
    const [kind = 'sum', text = ''] = Object.entries(field)[0] ?? [];
    return { name, kind: kind as Kind, evaluate: expressions.value(text as string) as Evaluate };
  });
  return {
    read: (event, scope) =>
      eachInTurn(fields, ({ name, evaluate }) => {
        if (!evaluate) return 1;
        const value = evaluate(event, scope);
        return value instanceof Promise
          ? value.then((found) => toNumber(name, found))
          : toNumber(name, value);
      }),
    add: (sums, numbers) =>
      Object.fromEntries(
        fields.map(({ name, kind }, index) => [
          name,
          addOne(kind, sums[name] ?? null, numbers[index] ?? null),
        ]),
      ),
    merge: (one, other) =>
      Object.fromEntries(
        fields.map(({ name, kind }) => [
          name,
          mergeOne(kind, one[name] ?? null, other[name] ?? null),
        ]),
      ),
    results: (sums) =>
      Object.fromEntries(
        fields.map(({ name, kind }) => [name, resultOf(kind, sums[name] ?? null)]),
      ),
  };
}

function toNumber(name: string, value: unknown): number | null {
  if (value === undefined || value === null) return null;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  throw new Error(`aggregate: ${name} is ${JSON.stringify(value)}, not a number`);
}

function addOne(kind: Kind, sum: Sums[string] | null, value: number | null): Sums[string] {
  if (value === null) return sum ?? null;
  const one = kind === 'average' ? { sum: value, count: 1 } : value;
  return mergeOne(kind, sum ?? null, one);
}

function mergeOne(kind: Kind, one: Sums[string] | null, other: Sums[string] | null): Sums[string] {
  if (one === null || one === undefined) return other ?? null;
  if (other === null || other === undefined) return one;
  if (typeof one === 'object' && typeof other === 'object') {
    return { sum: one.sum + other.sum, count: one.count + other.count };
  }
  if (typeof one !== 'number' || typeof other !== 'number') return one;
  if (kind === 'min') return Math.min(one, other);
  return kind === 'max' ? Math.max(one, other) : one + other;
}

function resultOf(kind: Kind, sum: Sums[string] | null): number | null {
  if (sum === null || sum === undefined) return kind === 'count' || kind === 'sum' ? 0 : null;
  return typeof sum === 'object' ? sum.sum / sum.count : sum;
}
