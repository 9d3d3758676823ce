/** Functions of expressions that JSONata has not: chance, made-up data, and the time of the event. */
import { createRequire } from 'node:module';
import type { Moment, OwnFunction, OwnFunctions } from './scope.ts';

type Faker = { readonly seed: (seed: number) => void } & { readonly [module: string]: unknown };

let faker: Faker | null = null;

/** Loaded when a scenario first asks for it: it is large. */
function loadFaker(): Faker {
  faker ??= (createRequire(import.meta.url)('@faker-js/faker/locale/en') as { faker: Faker }).faker;
  return faker;
}

/** `person.fullName`: from the seed of the record. */
function fake([path]: readonly unknown[], { random }: Moment): unknown {
  const [module = '', method = ''] = String(path).split('.');
  const source = loadFaker();
  source.seed(random.int(0, 0x7fffffff));
  const owner = Object.hasOwn(source, module) ? source[module] : undefined;
  const call = (owner as Record<string, unknown> | undefined)?.[method];
  if (typeof call !== 'function' || method.startsWith('_')) {
    throw new Error(`$fake knows no ${String(path)}`);
  }
  const value: unknown = call.call(owner);
  return value instanceof Date ? value.toISOString() : value;
}

function pick([items]: readonly unknown[], { random }: Moment): unknown {
  if (!Array.isArray(items)) return items;
  return items.length === 0 ? undefined : items[random.int(0, items.length - 1)];
}

function int([min, max]: readonly unknown[], { random }: Moment): number {
  if (typeof min !== 'number' || typeof max !== 'number') {
    throw new Error('$int takes two numbers, the least and the greatest');
  }
  return random.int(min, max);
}

const none: readonly unknown[] = [];

/** By name; a service's own functions may hide them. */
export const givenFunctions: OwnFunctions = {
  int,
  pick,
  uuid: (_args: readonly unknown[] = none, { random }: Moment) => random.uuid(),
  random: (_args: readonly unknown[] = none, { random }: Moment) => random.next(),
  fake,
  millis: (_args: readonly unknown[] = none, { nowMs }: Moment) => nowMs,
} satisfies { readonly [name: string]: OwnFunction };
