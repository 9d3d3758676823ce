/**
 * JSONata's own functions, taken out of JSONata itself, so that they mean the same in compiled
 * expressions. Only those that answer at once and take no functions.
 */
import jsonata from 'jsonata';

type Focus = {
  readonly input: unknown;
  readonly environment: object;
  readonly options: undefined;
  readonly createSequence: typeof createSequence;
};
type Builtin = {
  readonly implementation: (this: Focus, ...args: readonly unknown[]) => unknown;
  readonly signature?: {
    readonly validate: (args: readonly unknown[], context: unknown) => readonly unknown[];
  };
};
export type Call = (args: readonly unknown[], input: unknown) => unknown;

const names = (
  'sum count max min average string substring substringBefore substringAfter ' +
  'lowercase uppercase length trim pad join formatNumber formatBase number floor ' +
  'ceil round abs sqrt power boolean not zip keys append exists spread merge ' +
  'reverse type distinct lookup base64encode base64decode toMillis fromMillis ' +
  'formatInteger encodeUrlComponent decodeUrlComponent parseInteger'
).split(' ');

const found: Record<string, Builtin> = await jsonata(
  `{${names.map((name) => `"${name}": $${name}`).join(', ')}}`,
).evaluate({});

/** What JSONata calls a sequence: several results of one path, not an array of the data. */
export type Sequence = unknown[] & { sequence?: true; keepSingleton?: true };

export function createSequence(...items: readonly unknown[]): Sequence {
  const sequence: Sequence = [];
  sequence.sequence = true;
  if (items.length > 0) sequence.push(items[0]);
  return sequence;
}

export function isSequence(value: unknown): value is Sequence {
  return Array.isArray(value) && (value as Sequence).sequence === true;
}

/** A sequence of one is its item, an empty one nothing. */
export function settled(value: unknown): unknown {
  if (!isSequence(value)) return value;
  if (value.length === 0) return undefined;
  return value.length === 1 && !value.keepSingleton ? value[0] : value;
}

/** Nothing to check and nothing to fill in: a number, or a text. */
const plainArguments: { readonly [name: string]: 'number' | 'string' } = {
  floor: 'number',
  ceil: 'number',
  round: 'number',
  abs: 'number',
  lowercase: 'string',
  uppercase: 'string',
  length: 'string',
  trim: 'string',
};
const environment = {};

/** Null for what is no such function. */
export function builtinCall(name: string): Call | null {
  const builtin = Object.hasOwn(found, name) ? found[name] : undefined;
  if (!builtin) return null;
  const { implementation, signature } = builtin;
  const focusOn = (input: unknown) => ({ input, environment, options: undefined, createSequence });
  const still = focusOn(undefined);
  const plain = plainArguments[name];
  return (args, input) => {
    if (args.length === 1 && plain !== undefined && typeof args[0] === plain) {
      return implementation.call(still, args[0]);
    }
    const checked = signature ? signature.validate(args, input) : args;
    return settled(implementation.apply(focusOn(input), [...checked]));
  };
}

const makeString = builtinCall('string') as Call;
const makeBoolean = builtinCall('boolean') as Call;

/** What `&` does with a value. */
export function toText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value === undefined) return '';
  if (typeof value === 'number' && Number.isInteger(value)) return String(value);
  return makeString([value], undefined) as string;
}

/** What conditions do with a value; nothing is false. */
export function toBoolean(value: unknown): boolean {
  if (typeof value === 'boolean') return value;
  if (value === undefined) return false;
  return makeBoolean([value], undefined) === true;
}
