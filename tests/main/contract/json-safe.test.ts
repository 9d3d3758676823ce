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

/** What JSON keeps; a field that is undefined is left away. */
type Json =
  | null
  | undefined
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [name: string]: Json };

/** The names of what JSON would not keep. */
type UnsafeNames<All> = {
  readonly [Name in keyof All]: All[Name] extends Json ? never : Name;
}[keyof All];

/** Generic methods are checked by what they carry: streams. */
type PlainMethod = Exclude<keyof Api, 'live.open'>;
type AllParams = { readonly [Name in PlainMethod]: Params<Name> };
type AllResults = { readonly [Name in PlainMethod]: Result<Name> };
type Parts<Streams> = {
  readonly [Name in keyof Streams]: Streams[Name][keyof Streams[Name]];
};

describe('the contract', () => {
  it('takes, answers and tells JSON', () => {
    expectTypeOf<UnsafeNames<AllParams>>().toBeNever();
    expectTypeOf<UnsafeNames<AllResults>>().toBeNever();
    expectTypeOf<UnsafeNames<Parts<States>>>().toBeNever();
    expectTypeOf<UnsafeNames<Parts<Feeds>>>().toBeNever();
    expectTypeOf<UnsafeNames<Events>>().toBeNever();
  });

  it('is told apart from what is not JSON', () => {
    expectTypeOf<UnsafeNames<{ good: number; bad: { at: bigint } }>>().toEqualTypeOf<'bad'>();
    expectTypeOf<UnsafeNames<{ good: string; bad: Date }>>().toEqualTypeOf<'bad'>();
    expectTypeOf<UnsafeNames<{ bad: { all: Map<string, number> } }>>().toEqualTypeOf<'bad'>();
    expectTypeOf<UnsafeNames<{ bad: readonly (() => void)[] }>>().toEqualTypeOf<'bad'>();
  });
});
