/** The building blocks. Each takes an event and calls `next` for what it hands on. */
import {
  evaluate,
  evaluateFields,
  evaluateKey,
  evaluateValue,
  test,
  type Value,
} from './expressions.ts';
import {
  type Block,
  FinalError,
  flow,
  outputOf,
  type RecordParts,
  sidesOf,
  sleep,
  speed,
} from './service.ts';
import type { Conflict } from './state.ts';

type Fields = { readonly [name: string]: string };

/** The event becomes this. */
export function map(value: Value): Block {
  return { run: async (event, { vars }, next) => next(await evaluateValue(value, event, vars)) };
}

/** Names for the blocks after it; each may use those before. */
export function letVars(fields: Fields): Block {
  return {
    run: async (event, context, next) => {
      for (const [name, text] of Object.entries(fields)) {
        context.vars = { ...context.vars, [name]: await evaluate(text, event, context.vars) };
      }
      await next(event);
    },
  };
}

/** Only what is true goes on. */
export function filter(condition: string): Block {
  return {
    run: async (event, { vars }, next) => {
      if (await test(condition, event, vars)) await next(event);
    },
  };
}

/** A list becomes one event per item. */
export function split(list: string): Block {
  return {
    run: async (event, { vars }, next) => {
      const items = await evaluate(list, event, vars);
      for (const item of Array.isArray(items) ? items : items === undefined ? [] : [items]) {
        await next(item);
      }
    },
  };
}

export type Branch = { readonly when: string | null; readonly steps: readonly Block[] };

export function on(when: string, steps: readonly Block[]): Branch {
  return { when, steps };
}

export function otherwise(steps: readonly Block[]): Branch {
  return { when: null, steps };
}

/** The first whose condition is true gets the event; what its steps hand on goes on. */
export function branch(...branches: readonly Branch[]): Block {
  return {
    sides: (rest) => branches.flatMap(({ steps }) => sidesOf(steps, rest)),
    run: async (event, context, next) => {
      for (const { when, steps } of branches) {
        if (when !== null && !(await test(when, event, context.vars))) continue;
        return flow(steps)(event, context, next);
      }
    },
  };
}

export function produce(topic: string, parts: RecordParts = {}): Block {
  return {
    run: async (event, context, next) => {
      context.outputs.push(await outputOf(parts, topic, event, context));
      await next(event);
    },
  };
}

/** To the topic that the expression names, one of `topics`. */
export function route(to: string, topics: readonly string[], parts: RecordParts = {}): Block {
  return {
    run: async (event, context, next) => {
      const topic = String(await evaluate(to, event, context.vars));
      if (!topics.includes(topic)) throw new FinalError(`No route to ${topic}`);
      context.outputs.push(await outputOf(parts, topic, event, context));
      await next(event);
    },
  };
}

/** A row of a table of this service; `$row` is the row afterwards. */
export function write(
  table: string,
  row: Fields,
  options: { readonly conflict?: Conflict; readonly unless?: string } = {},
): Block {
  return {
    run: async (event, context, next) => {
      const { state } = context.service;
      const values = await evaluateFields(row, event, context.vars);
      const before = state.findBy(table, values);
      const isKept =
        options.unless !== undefined &&
        before !== undefined &&
        (await test(options.unless, event, { ...context.vars, row: before }));
      const after = isKept ? before : state.write(table, values, options.conflict ?? 'keep');
      context.vars = { ...context.vars, row: after };
      await next(event);
    },
  };
}

/** The row of a table as a variable. */
export function enrich(table: string, key: string, as: string): Block {
  return {
    run: async (event, context, next) => {
      const found = context.service.state.find(table, await evaluate(key, event, context.vars));
      context.vars = { ...context.vars, [as]: found };
      await next(event);
    },
  };
}

/** Any statement on the database of the service. */
export function sql(text: string, params: Fields = {}, as?: string): Block {
  return {
    run: async (event, context, next) => {
      const values = await evaluateFields(params, event, context.vars);
      const named = Object.fromEntries(
        Object.keys(params).map((name) => [name, values[name] ?? null]),
      );
      const rows = context.service.state.run(text, named);
      if (as !== undefined) context.vars = { ...context.vars, [as]: rows };
      await next(event);
    },
  };
}

export type Call = {
  readonly method?: string;
  readonly body?: Value;
  readonly timeoutMs?: number;
  readonly into?: string;
};

/** An HTTP request; an answer of 400 or more fails. */
export function call(url: string, options: Call = {}): Block {
  const { method = 'POST', body, timeoutMs = 5_000, into } = options;
  return {
    run: async (event, context, next) => {
      const sent = body === undefined ? event : await evaluateValue(body, event, context.vars);
      const json = { body: JSON.stringify(sent), headers: { 'content-type': 'application/json' } };
      const signal = AbortSignal.timeout(timeoutMs);
      const answer = await fetch(url, { method, signal, ...(method !== 'GET' && json) });
      if (!answer.ok) throw new Error(`${url} answered ${answer.status}`);
      const text = await answer.text();
      if (into !== undefined) {
        context.vars = { ...context.vars, [into]: text === '' ? null : JSON.parse(text) };
      }
      await next(event);
    },
  };
}

/** Work that takes time. */
export function delay(minMs: number, maxMs = minMs): Block {
  return {
    run: async (event, _context, next) => {
      await sleep((minMs + Math.random() * (maxMs - minMs)) / speed);
      await next(event);
    },
  };
}

export type Fail = {
  readonly rate?: number;
  readonly every?: number;
  readonly condition?: string;
  readonly isFinal?: boolean;
};

/** Lets the handling fail: now and then, every n-th time, or when something is true. */
export function fail(message: string, options: Fail = {}): Block {
  const { rate, every, condition, isFinal } = options;
  let count = 0;
  return {
    run: async (event, { vars }, next) => {
      count += 1;
      const isHit =
        (rate !== undefined && Math.random() < rate) ||
        (every !== undefined && count % every === 0) ||
        (condition !== undefined && (await test(condition, event, vars)));
      if (isHit) throw isFinal ? new FinalError(message) : new Error(message);
      await next(event);
    },
  };
}

export function log(text: string): Block {
  return {
    run: async (event, context, next) => {
      const value = await evaluate(text, event, context.vars);
      context.service.log(typeof value === 'string' ? value : JSON.stringify(value));
      await next(event);
    },
  };
}

/** A function of your own: what it returns goes on; a list as several, null as none. */
export function run(work: (event: never, context: never) => unknown): Block {
  return {
    run: async (event, context, next) => {
      const { record, vars } = context;
      const result: unknown = await work(event as never, { ...vars, record } as never);
      if (result === null || result === undefined) return;
      for (const item of Array.isArray(result) ? result : [result]) await next(item);
    },
  };
}

/** What has been seen within that time (without one: ever) goes no further. */
export function deduplicate(
  id: string,
  key: string,
  { withinMs }: { readonly withinMs?: number } = {},
): Block {
  return {
    run: async (event, context, next) => {
      const { state } = context.service;
      const text = (await evaluateKey(key, event, context.vars)) ?? '';
      const seenMs = state.get(id, text);
      if (typeof seenMs === 'number' && (withinMs === undefined || Date.now() - seenMs < withinMs))
        return;
      state.set(id, text, Date.now());
      await next(event);
    },
  };
}

export type Join = {
  readonly other: string;
  readonly key?: string;
  readonly otherKey?: string;
  readonly withinMs: number;
  readonly names: readonly [string, string];
};
type Waiting = { readonly atMs: number; readonly event: unknown };

/** Events of two topics with one key, at most so far apart. */
export function join(id: string, options: Join): Block {
  const { withinMs, names } = options;
  const meet = async (
    side: 0 | 1,
    event: unknown,
    context: Parameters<Block['run']>[1],
    next: (event: unknown) => Promise<void>,
  ) => {
    const { state } = context.service;
    const text = side === 0 ? options.key : options.otherKey;
    const key =
      text === undefined
        ? (context.record?.key ?? '')
        : ((await evaluateKey(text, event, context.vars)) ?? '');
    const atMs = context.record?.timestampMs ?? Date.now();
    const own = (state.get(`${id}-${side}`, key) ?? []) as Waiting[];
    const young = own.filter((waiting) => atMs - waiting.atMs <= withinMs);
    state.set(`${id}-${side}`, key, [...young, { atMs, event }]);
    const others = (state.get(`${id}-${1 - side}`, key) ?? []) as Waiting[];
    for (const other of others) {
      if (Math.abs(other.atMs - atMs) > withinMs) continue;
      const [left, right] = side === 0 ? [event, other.event] : [other.event, event];
      await next({ [names[0]]: left, [names[1]]: right });
    }
  };
  return {
    run: (event, context, next) => meet(0, event, context, next),
    sides: (rest) => [
      {
        topic: options.other,
        run: (event, context) => meet(1, event, context, (joined) => rest(joined, context)),
      },
    ],
  };
}

export type Field =
  | 'count'
  | { readonly sum: string }
  | { readonly min: string }
  | { readonly max: string }
  | { readonly average: string };
export type Aggregate = {
  readonly key?: string;
  /** Windows advance by their size unless told; without a size: over everything. */
  readonly sizeMs?: number;
  readonly advanceMs?: number;
  readonly graceMs?: number;
  readonly time?: string;
  readonly fields: { readonly [name: string]: Field };
  readonly emit?: 'each' | 'closed';
  readonly late?: string;
};
type Pane = {
  key: string;
  startMs: number;
  endMs: number;
  values: { [name: string]: number };
  count: number;
};

/** Hands on `{ key, windowStartMs, windowEndMs, ...fields }`. */
export function aggregate(id: string, options: Aggregate): Block {
  const { sizeMs, advanceMs = sizeMs, graceMs = 0, fields, emit = 'each' } = options;
  return {
    run: async (event, context, next) => {
      const { state } = context.service;
      const { vars, record } = context;
      const own =
        options.key === undefined ? record?.key : await evaluateKey(options.key, event, vars);
      const key = own ?? '';
      const atMs =
        options.time === undefined
          ? (record?.timestampMs ?? Date.now())
          : Number(await evaluate(options.time, event, vars));
      const clockMs = Math.max(atMs, Number(state.get(`${id}-clock`, '') ?? 0));
      state.set(`${id}-clock`, '', clockMs);
      for (const [startMs, endMs] of panesOf(atMs, sizeMs, advanceMs)) {
        if (sizeMs !== undefined && endMs + graceMs <= clockMs) {
          if (options.late !== undefined)
            context.outputs.push(await outputOf({}, options.late, event, context));
          continue;
        }
        const name = `${key} ${startMs}`;
        const pane = (state.get(id, name) as Pane | undefined) ?? {
          key,
          startMs,
          endMs,
          values: {},
          count: 0,
        };
        pane.count += 1;
        for (const [field, how] of Object.entries(fields)) {
          pane.values[field] = await grown(
            pane.values[field],
            how,
            event,
            context.vars,
            pane.count,
          );
        }
        state.set(id, name, pane);
        if (emit === 'each') await next(resultOf(pane, sizeMs !== undefined));
      }
      if (sizeMs === undefined) return;
      for (const [name, value] of state.entries(id)) {
        const pane = value as Pane;
        if (pane.endMs + graceMs > clockMs) continue;
        state.remove(id, name);
        if (emit === 'closed') await next(resultOf(pane, true));
      }
    },
  };
}

function panesOf(
  atMs: number,
  sizeMs: number | undefined,
  advanceMs: number | undefined,
): readonly (readonly [number, number])[] {
  if (sizeMs === undefined || advanceMs === undefined) return [[0, Number.MAX_SAFE_INTEGER]];
  const panes: [number, number][] = [];
  const last = Math.floor(atMs / advanceMs) * advanceMs;
  for (let startMs = last; startMs > atMs - sizeMs; startMs -= advanceMs) {
    panes.push([startMs, startMs + sizeMs]);
  }
  return panes.reverse();
}

async function grown(
  before: number | undefined,
  field: Field,
  event: unknown,
  vars: Parameters<typeof evaluate>[2],
  count: number,
): Promise<number> {
  if (field === 'count') return (before ?? 0) + 1;
  const number = async (text: string) => Number((await evaluate(text, event, vars)) ?? 0);
  if ('sum' in field) return (before ?? 0) + (await number(field.sum));
  if ('min' in field) return Math.min(before ?? Number.POSITIVE_INFINITY, await number(field.min));
  if ('max' in field) return Math.max(before ?? Number.NEGATIVE_INFINITY, await number(field.max));
  return (before ?? 0) + ((await number(field.average)) - (before ?? 0)) / count;
}

function resultOf({ key, startMs, endMs, values }: Pane, isWindow: boolean): object {
  return { key, ...(isWindow && { windowStartMs: startMs, windowEndMs: endMs }), ...values };
}

export type Saga = {
  readonly id: string;
  readonly steps: readonly Block[];
  readonly undoOn: string;
  readonly undoId?: string;
  readonly undoWhen?: string;
  readonly undo: readonly Block[];
};

/** Done at most once for each id; undone, once, when the other topic says so. */
export function saga(name: string, options: Saga): Block {
  const { id, steps, undoOn, undoId = id, undoWhen, undo } = options;
  return {
    run: async (event, context, next) => {
      const { state } = context.service;
      const key = (await evaluateKey(id, event, context.vars)) ?? '';
      if (state.get(name, key) !== undefined) return;
      state.set(name, key, 'done');
      await flow(steps)(event, context, next);
    },
    sides: () => [
      {
        topic: undoOn,
        run: async (event, context) => {
          const { state } = context.service;
          if (undoWhen !== undefined && !(await test(undoWhen, event, context.vars))) return;
          const key = (await evaluateKey(undoId, event, context.vars)) ?? '';
          if (state.get(name, key) !== 'done') return;
          state.set(name, key, 'undone');
          await flow(undo)(event, context);
        },
      },
    ],
  };
}

/** What the drawing does here has no counterpart in this project; it says so, and events pass by. */
export function notExpressed(what: string): Block {
  console.warn(`Not part of this project, to be written by you: ${what}`);
  return { run: (event, _context, next) => next(event) };
}
