/**
 * TypeScript functions of a service, run by another JavaScript engine (QuickJS, compiled to
 * WebAssembly): it has no file, no network, no process and no object of ours, only its own memory,
 * and what goes in and out is JSON text. Each function has a world of its own, bounded in memory,
 * in the depth of its calls and in time.
 */
import variant from '@jitl/quickjs-wasmfile-release-sync';
import {
  newQuickJSWASMModuleFromVariant,
  type QuickJSContext,
  type QuickJSHandle,
  type QuickJSRuntime,
  type QuickJSSyncVariant,
  type QuickJSWASMModule,
} from 'quickjs-emscripten-core';
import type { Moment, OwnFunction, OwnFunctions } from '../expressions/scope.ts';
import { momentVariables } from '../expressions/scope.ts';

export type SandboxLimits = {
  readonly timeMs: number;
  readonly memoryBytes: number;
  readonly resultMaxLength: number;
};

const defaults: SandboxLimits = {
  timeMs: 500,
  memoryBytes: 32 * 1024 * 1024,
  resultMaxLength: 1024 * 1024,
};
const stackBytes = 256 * 1024;

/** Each exported function by its name; `code` has no types any more. Throws for code that fails. */
export async function loadFunctions(
  code: string,
  names: readonly string[],
  limits: Partial<SandboxLimits> = {},
): Promise<OwnFunctions> {
  // The package's types are those of its CommonJS half.
  const engine = await newQuickJSWASMModuleFromVariant(variant as unknown as QuickJSSyncVariant);
  return Object.fromEntries(
    names.map((name): [string, OwnFunction] => {
      const world = new World(engine, code, name, { ...defaults, ...limits });
      world.open();
      return [name, (args, moment) => world.call(args, moment)];
    }),
  );
}

/** One function with what its module remembers. */
class World {
  readonly #engine: QuickJSWASMModule;
  readonly #code: string;
  readonly #name: string;
  readonly #limits: SandboxLimits;
  readonly #isRandom: boolean;
  #runtime: QuickJSRuntime | null = null;
  #context: QuickJSContext | null = null;
  #entry: QuickJSHandle | null = null;
  #deadlineMs = 0;

  constructor(engine: QuickJSWASMModule, code: string, name: string, limits: SandboxLimits) {
    this.#engine = engine;
    this.#code = code;
    this.#name = name;
    this.#limits = limits;
    this.#isRandom = code.includes('Math.random');
  }

  call(args: readonly unknown[], moment: Moment): unknown {
    if (!this.#context) this.open();
    const context = this.#context as QuickJSContext;
    // The context comes last, behind what the function is called with.
    const given = [...(args.length === 0 ? [null] : args), contextOf(moment)];
    const seed = this.#isRandom ? moment.random.int(1, 0x7fffffff) : 0;
    const text = context.newString(JSON.stringify([seed, given]));
    this.#deadlineMs = performance.now() + this.#limits.timeMs;
    const result = context.callFunction(this.#entry as QuickJSHandle, context.undefined, text);
    text.dispose();
    if (result.error) this.#fail(context, result.error);
    const answer = result.value;
    const type = context.typeof(answer);
    const found = type === 'string' ? context.getString(answer) : undefined;
    answer.dispose();
    if (found === undefined) return undefined;
    if (found.length > this.#limits.resultMaxLength) {
      throw new Error(`${this.#name}: the result is larger than 1 MB`);
    }
    return JSON.parse(found);
  }

  open(): void {
    const runtime = this.#engine.newRuntime();
    runtime.setMemoryLimit(this.#limits.memoryBytes);
    runtime.setMaxStackSize(stackBytes);
    runtime.setInterruptHandler(() => performance.now() > this.#deadlineMs);
    const context = runtime.newContext();
    this.#runtime = runtime;
    this.#context = context;
    this.#deadlineMs = performance.now() + this.#limits.timeMs;
    const source = `${this.#code}\n;globalThis.__entry = ${entrySource(this.#name)};`;
    const loaded = context.evalCode(source, 'functions.ts', { type: 'module' });
    if (loaded.error) this.#fail(context, loaded.error);
    loaded.value.dispose();
    this.#entry = context.getProp(context.global, '__entry');
    if (context.typeof(this.#entry) === 'function') return;
    this.#close();
    throw new Error(`${this.#name} could not be loaded`);
  }

  #fail(context: QuickJSContext, handle: QuickJSHandle): never {
    const thrown = context.dump(handle) as { readonly name?: string; readonly message?: string };
    handle.dispose();
    const message = typeof thrown === 'object' && thrown ? thrown.message : String(thrown);
    const isTooLong = message === 'interrupted';
    // What was cut off in the middle is not called again: a new world takes its place.
    if (isTooLong || message === 'out of memory') this.#close();
    if (isTooLong) throw new Error(`${this.#name} took longer than ${this.#limits.timeMs} ms`);
    throw new Error(`${this.#name}: ${message ?? 'failed'}`);
  }

  #close(): void {
    this.#entry?.dispose();
    this.#context?.dispose();
    this.#runtime?.dispose();
    this.#entry = null;
    this.#context = null;
    this.#runtime = null;
  }
}

/** In the function's own world: text in, text out; chance that can be had again. */
function entrySource(name: string): string {
  return `((fn, parse, text) => (input) => {
    const [seed, args] = parse(input);
    if (seed > 0) {
      let state = seed | 0;
      Math.random = () => {
        state = (state + 0x6d2b79f5) | 0;
        let mixed = Math.imul(state ^ (state >>> 15), state | 1);
        mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
        return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
      };
    }
    const result = fn(...args);
    if (result instanceof Promise) throw new Error('it must answer at once, without async');
    return text(result);
  })(${name}, JSON.parse, JSON.stringify)`;
}

function contextOf(moment: Moment): { readonly [name: string]: unknown } {
  return Object.fromEntries(
    Object.entries(momentVariables).map(([name, valueOf]) => [name, valueOf(moment)]),
  );
}
