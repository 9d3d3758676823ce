/** What may stand between the braces of a template, and where its values come from. */
import { Faker, base, en, ko } from '@faker-js/faker';
import type { FakeLocale } from '../contract/produce.ts';

/** Of one message. */
export type FillState = {
  readonly faker: Faker;
  /** Counts messages from 1. */
  readonly sequence: number;
  readonly key: string;
  readonly nowMs: number;
};

export type Fill = (state: FillState) => unknown;

/** The same seed gives the same values. */
export function createFaker(locale: FakeLocale, seed: number | null): Faker {
  const locales = locale === 'ko' ? [ko, en, base] : [en, base];
  return new Faker({ locale: locales, ...(seed !== null && { seed }) });
}

const callPattern = /^([a-zA-Z][\w.]*)\s*(?:\(([\s\S]*)\))?$/;

type Own = (args: readonly unknown[]) => Fill;

/** Ours, beside all of faker's. */
const own: { readonly [name: string]: Own } = {
  seq:
    ([start = 1]) =>
    ({ sequence }) =>
      sequence - 1 + Number(start),
  uuid:
    () =>
    ({ faker }) =>
      faker.string.uuid(),
  key: () => (state) => state.key,
  now: () => (state) => state.nowMs,
  nowIso: () => (state) => new Date(state.nowMs).toISOString(),
  pick: (args) => {
    const list = args.length === 1 && Array.isArray(args[0]) ? (args[0] as unknown[]) : args;
    if (list.length === 0) throw new Error('pick needs something to pick from');
    return ({ faker }) => list[faker.number.int({ min: 0, max: list.length - 1 })];
  },
  int: ([min = 0, max = 1000]) => {
    const range = { min: Number(min), max: Number(max) };
    return ({ faker }) => faker.number.int(range);
  },
  float: ([min = 0, max = 1, digits = 2]) => {
    const range = { min: Number(min), max: Number(max), fractionDigits: Number(digits) };
    return ({ faker }) => faker.number.float(range);
  },
};

/** Names of our own placeholders. */
export const ownPlaceholders: readonly string[] = Object.keys(own);

/** Throws an Error that says what is wrong. */
export function fillOf(expression: string): Fill {
  const match = callPattern.exec(expression);
  if (!match) throw new Error('expected a name such as person.fullName or seq');
  const [, name = '', argumentText = ''] = match;
  const args = parseArguments(argumentText);
  if (Object.hasOwn(own, name)) return (own[name] as Own)(args);
  return fakerFill(name, args);
}

type Modules = { readonly [module: string]: { readonly [method: string]: unknown } };

function fakerFill(name: string, args: readonly unknown[]): Fill {
  const [moduleName = '', method = '', rest] = name.split('.');
  const trial = createFaker('en', 0) as unknown as Modules;
  const isKnown =
    rest === undefined &&
    Object.hasOwn(trial, moduleName) &&
    typeof trial[moduleName]?.[method] === 'function';
  if (!isKnown) throw new Error(`there is no placeholder ${name}`);
  // Tried once, so that wrong arguments are told before the first message.
  call(trial, moduleName, method, args);
  return ({ faker }) => call(faker as unknown as Modules, moduleName, method, args);
}

function call(modules: Modules, module: string, method: string, args: readonly unknown[]): unknown {
  const own = modules[module] as Record<string, (...args: readonly unknown[]) => unknown>;
  return own[method]?.(...args);
}

/** JSON, with single quotes and bare keys allowed. */
function parseArguments(text: string): readonly unknown[] {
  const trimmed = text.trim();
  if (trimmed === '') return [];
  const json = trimmed
    .replace(/'([^'\\]*)'/g, (_, inner: string) => JSON.stringify(inner))
    .replace(/([{,]\s*)([a-zA-Z_]\w*)\s*:/g, '$1"$2":');
  try {
    return JSON.parse(`[${json}]`) as unknown[];
  } catch {
    throw new Error(`the arguments (${trimmed}) cannot be read`);
  }
}
