/** A type test: everything that crosses the contract survives JSON. `tsc` is what runs it. */
import { describe, expectTypeOf, it } from 'vitest';
import type {
  Api,
  Events,
  Feeds,
  Params,
  Result,
  States,
} from '../../../src/main/contract/index.ts';

/** The type itself where JSON keeps it, else never. */
type JsonSafe<Value> = Value extends null | undefined | boolean | number | string
  ? Value
  : Value extends bigint | symbol | ((...args: never[]) => unknown) | Date | Map<never, never>
    ? never
    : Value extends Uint8Array
      ? never
      : Value extends object
        ? { readonly [Key in keyof Value]: JsonSafe<Value[Key]> }
        : never;

/** Generic methods are checked by what they carry: streams. */
type PlainMethod = Exclude<keyof Api, 'live.open'>;

describe('the contract', () => {
  it('takes, answers and tells JSON', () => {
    type AllParams = { readonly [Name in PlainMethod]: Params<Name> };
    type AllResults = { readonly [Name in PlainMethod]: Result<Name> };
    expectTypeOf<AllParams>().toEqualTypeOf<JsonSafe<AllParams>>();
    expectTypeOf<AllResults>().toExtend<JsonSafe<AllResults>>();
    expectTypeOf<States>().toExtend<JsonSafe<States>>();
    expectTypeOf<Feeds>().toExtend<JsonSafe<Feeds>>();
    // A patch is JSON by its own, recursive definition, which this mapping could not follow.
    type PlainEvents = Omit<Events, 'live.patch' | 'live.items'>;
    expectTypeOf<PlainEvents>().toExtend<JsonSafe<PlainEvents>>();
  });

  it('is told apart from what is not JSON', () => {
    expectTypeOf<JsonSafe<{ offset: bigint }>>().toEqualTypeOf<{ readonly offset: never }>();
    expectTypeOf<{ offset: bigint }>().not.toExtend<JsonSafe<{ offset: bigint }>>();
    expectTypeOf<{ at: Date }>().not.toExtend<JsonSafe<{ at: Date }>>();
  });
});
