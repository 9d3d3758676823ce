import { describe, expect, it } from 'vitest';
import type { Moment, OwnFunctions } from '../../../../src/main/scenarios/expressions/scope.ts';
import { loadFunctions } from '../../../../src/main/scenarios/functions/sandbox.ts';
import { functionNames } from '../../../../src/scenario/code.ts';
import { seededRandom } from '../../../../src/main/scenarios/seeded-random.ts';
import { stripTypes } from '../../../../src/main/scenarios/strip-types.ts';

function moment(seed = 1): Moment {
  return {
    key: 'order-1',
    headers: { from: 'here' },
    topic: 'orders',
    partition: 2,
    offset: 7,
    recordTimeMs: 1_000,
    nowMs: 2_000,
    service: 'payment',
    instance: 0,
    random: seededRandom(seed, 'test'),
  };
}

async function load(code: string, limits = {}): Promise<OwnFunctions> {
  // As YAML gives it: without the indentation of the file.
  const text = code.replaceAll(/^ +/gm, '');
  return loadFunctions(stripTypes(text), functionNames(text), limits);
}

/** What one expression of the code is in there, as text. */
async function inside(expression: string): Promise<unknown> {
  const { look } = await load(`export function look() { return String(${expression}); }`);
  return look?.([{}], moment());
}

describe('a function of a service', () => {
  it('takes the event and its context, and its result goes on', async () => {
    const { total } = await load(`
      type Line = { price: number; count: number };
      export function total(event: { lines: Line[] }, context: { key: string }) {
        return { key: context.key, total: event.lines.reduce((sum, line) => sum + line.price * line.count, 0) };
      }`);
    const event = {
      lines: [
        { price: 10, count: 2 },
        { price: 5, count: 1 },
      ],
    };
    expect(total?.([event], moment())).toEqual({ key: 'order-1', total: 25 });
  });

  it('that returns nothing hands on nothing', async () => {
    const { drop } = await load('export function drop() {}');
    expect(drop?.([{}], moment())).toBeUndefined();
  });

  it('throws in words of its own', async () => {
    const { bad } = await load(`export function bad() { throw new RangeError('too many'); }`);
    expect(() => bad?.([{}], moment())).toThrow('bad: too many');
  });

  it('has chance that follows from the record', async () => {
    const { roll } = await load('export const roll = () => Math.random();');
    const first = roll?.([{}], moment(1));
    expect(roll?.([{}], moment(1))).toBe(first);
    expect(roll?.([{}], moment(2))).not.toBe(first);
  });

  it('cannot be asynchronous', async () => {
    const { later } = await loadFunctions('export async function later() { return 1; }', ['later']);
    expect(() => later?.([{}], moment())).toThrow('at once');
  });
});

describe('the sandbox', () => {
  it.each([
    ['process', 'typeof process', 'undefined'],
    ['require', 'typeof require', 'undefined'],
    [
      'the network',
      'typeof fetch + typeof WebSocket + typeof XMLHttpRequest',
      'undefined'.repeat(3),
    ],
    ['timers', 'typeof setTimeout', 'undefined'],
    ['Buffer', 'typeof Buffer', 'undefined'],
    ['the engine around it', 'typeof std + typeof os + typeof bjson', 'undefined'.repeat(3)],
    [
      'the constructor of functions outside',
      'typeof Function("return this")().process',
      'undefined',
    ],
  ])('has no %s', async (_what, expression, found) => {
    expect(await inside(expression)).toBe(found);
  });

  it('imports nothing', async () => {
    await expect(
      load(`import fs from 'node:fs';\nexport function look() { return fs; }`),
    ).rejects.toThrow('node:fs');
    const { look } = await load(`export function look() { import('node:fs'); return 1; }`);
    expect(look?.([{}], moment())).toBe(1);
  });

  it('lets no function change what is ours', async () => {
    const { damage } = await load(
      'export function damage() { Object.prototype.evil = 1; return 1; }',
    );
    damage?.([{}], moment());
    expect(({} as { evil?: number }).evil).toBeUndefined();
  });

  it('keeps the state of each function for itself', async () => {
    const { one, two } = await load(`
      let count = 0;
      globalThis.shared = 0;
      export function one() { count += 1; globalThis.shared += 1; return [count, globalThis.shared]; }
      export function two() { return [count, globalThis.shared]; }`);
    expect(one?.([{}], moment())).toEqual([1, 1]);
    expect(one?.([{}], moment())).toEqual([2, 2]);
    expect(two?.([{}], moment())).toEqual([0, 0]);
  });

  it('ends what takes too long, and goes on', async () => {
    const { spin } = await load(
      'export function spin(event) { while (event.forever) {} return "done"; }',
      { timeMs: 50 },
    );
    expect(() => spin?.([{ forever: true }], moment())).toThrow('took longer than 50 ms');
    expect(spin?.([{ forever: false }], moment())).toBe('done');
  });

  it('ends code that never gets loaded', async () => {
    await expect(load('while (true) {}\nexport function f() {}', { timeMs: 50 })).rejects.toThrow(
      'took longer than 50 ms',
    );
  });

  it('bounds memory, depth and results', async () => {
    const { grow, deep, talk, fine } = await load(
      `export function grow() { const all = []; for (let i = 0; ; i += 1) all.push('abc' + i); }
       export function deep() { return deep() + 1; }
       export function talk() { return 'x'.repeat(3_000_000); }
       export function fine() { return 'fine'; }`,
      { timeMs: 5_000, memoryBytes: 16 * 1024 * 1024 },
    );
    expect(() => grow?.([{}], moment())).toThrow('out of memory');
    expect(() => deep?.([{}], moment())).toThrow('stack');
    expect(() => talk?.([{}], moment())).toThrow('larger than 1 MB');
    expect(fine?.([{}], moment())).toBe('fine');
  });
});
