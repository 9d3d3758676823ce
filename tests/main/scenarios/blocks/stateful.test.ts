import { describe, expect, it } from 'vitest';
import { out, rig, values } from './harness.ts';

const tables = [
  {
    name: 'accounts',
    key: 'id',
    columns: { id: 'text', amount: 'integer', note: 'text' },
    rows: [{ id: 'first', amount: 5 }],
  },
] as const;
const accounts = { tables: tables.map((table) => ({ ...table, rows: [...table.rows] })) };
const row = { id: 'id', amount: 'amount' };

describe('rows', () => {
  it.each([
    ['keep', 10],
    ['update', 3],
    ['add', 13],
  ] as const)('conflict: %s', async (conflict, left) => {
    const { take } = rig(
      [{ write: { table: 'accounts', row, conflict } }, { map: '$row.amount' }, out],
      accounts,
    );
    expect(values(await take({ id: 'a', amount: 10 }))).toEqual([10]);
    expect(values(await take({ id: 'a', amount: 3 }))).toEqual([left]);
  });

  it('insert makes a second one', async () => {
    const { take, store } = rig(
      [{ write: { table: 'accounts', row, conflict: 'insert' } }],
      accounts,
    );
    await take({ id: 'a', amount: 1 });
    await take({ id: 'a', amount: 2 });
    expect(store.all('SELECT amount FROM accounts WHERE id = ?', 'a')).toHaveLength(2);
  });

  it('unless sees the row that is there', async () => {
    const steps = [
      { write: { table: 'accounts', row, conflict: 'update', unless: '$row.amount > amount' } },
      { map: '$row.amount' },
      out,
    ] as const;
    const { take } = rig(steps, accounts);
    expect(values(await take({ id: 'first', amount: 3 }))).toEqual([5]);
    expect(values(await take({ id: 'first', amount: 8 }))).toEqual([8]);
  });

  it('enrich finds a row or nothing; sql finds a list', async () => {
    const { take } = rig(
      [
        { enrich: { table: 'accounts', key: 'id', as: 'account' } },
        {
          sql: {
            run: 'SELECT amount FROM accounts WHERE id = :id',
            params: { id: 'id' },
            as: 'all',
          },
        },
        { map: { has: '$exists($account)', amount: '$account.amount', count: '$count($all)' } },
        out,
      ],
      accounts,
    );
    expect(values(await take({ id: 'first' }))).toEqual([{ has: true, amount: 5, count: 1 }]);
    expect(values(await take({ id: 'none' }))).toEqual([{ has: false, count: 0 }]);
  });

  it('an attempt that fails leaves nothing behind', async () => {
    const { take, store } = rig(
      [{ write: { table: 'accounts', row } }, { fail: { when: 'bad', message: 'no' } }],
      accounts,
    );
    await expect(take({ id: 'x', amount: 1, bad: true })).rejects.toThrow('no');
    await take({ id: 'y', amount: 1 });
    expect(store.all('SELECT id FROM accounts ORDER BY id')).toEqual([
      { id: 'first' },
      { id: 'y' },
    ]);
  });
});

describe('deduplicate', () => {
  it('lets each key through once', async () => {
    const { take } = rig([{ deduplicate: { key: 'id' } }, out]);
    expect(await take({ id: 1 })).toHaveLength(1);
    expect(await take({ id: 1 })).toHaveLength(0);
    expect(await take({ id: 2 })).toHaveLength(1);
  });

  it('or once within a time', async () => {
    const { take } = rig([{ deduplicate: { key: 'id', withinMs: 100 } }, out]);
    expect(await take({ id: 1 }, { eventMs: 1_000 })).toHaveLength(1);
    expect(await take({ id: 1 }, { eventMs: 1_100 })).toHaveLength(0);
    expect(await take({ id: 1 }, { eventMs: 1_101 })).toHaveLength(1);
  });
});

describe('join', () => {
  const join = (kind: 'inner' | 'left') =>
    ({
      join: { with: 'other', withinMs: 100, kind, as: ['one', 'two'] as [string, string] },
    }) as const;

  it('finds pairs of a key within the time, whoever comes first', async () => {
    const { take } = rig([join('inner'), out]);
    expect(await take({ a: 1 }, { eventMs: 1_000 })).toEqual([]);
    expect(values(await take({ b: 1 }, { eventMs: 1_100, topic: 'other' }))).toEqual([
      { one: { a: 1 }, two: { b: 1 } },
    ]);
    expect(await take({ b: 2 }, { eventMs: 1_101, topic: 'other' })).toEqual([]);
    expect(await take({ a: 2 }, { eventMs: 1_100, key: 'another' })).toEqual([]);
    expect(values(await take({ a: 3 }, { eventMs: 1_150 }))).toHaveLength(2);
  });

  it('left: what found nobody goes on when its time is over, once', async () => {
    const { take, close, waitingCount } = rig([join('left'), out]);
    await take({ a: 1 }, { eventMs: 1_000, key: 'alone' });
    await take({ a: 2 }, { eventMs: 1_000, key: 'met' });
    await take({ b: 2 }, { eventMs: 1_050, key: 'met', topic: 'other' });
    expect(waitingCount()).toBe(1);
    expect(await close(1_100)).toEqual([]);
    expect(values(await close(1_101))).toEqual([{ one: { a: 1 } }]);
    expect(await close(Number.POSITIVE_INFINITY)).toEqual([]);
    expect(waitingCount()).toBe(0);
  });
});

describe('aggregate', () => {
  it('each: counts and sums as events come', async () => {
    const { take } = rig([
      {
        aggregate: {
          fields: {
            n: 'count',
            sum: { sum: 'v' },
            least: { min: 'v' },
            most: { max: 'v' },
            mean: { average: 'v' },
          },
        },
      },
      out,
    ]);
    await take({ v: 4 });
    expect(values(await take({ v: 2 }))).toEqual([
      { key: 'k', n: 2, sum: 6, least: 2, most: 4, mean: 3 },
    ]);
  });

  it('tumbling windows end with their time and their grace, and then nothing gets in', async () => {
    const { take, close, lateCount } = rig([
      {
        aggregate: {
          window: { tumbling: { sizeMs: 100, graceMs: 50 } },
          fields: { n: 'count' },
          emit: 'closed',
          late: 'late',
        },
      },
      out,
    ]);
    for (const eventMs of [1_000, 1_050, 1_120, 1_099]) await take({}, { eventMs });
    expect(await close(1_149)).toEqual([]);
    expect(values(await close(1_150))).toEqual([
      { key: 'k', windowStartMs: 1_000, windowEndMs: 1_100, n: 3 },
    ]);
    await take({}, { eventMs: 1_160 });
    expect(await take({ too: 'late' }, { eventMs: 1_099 })).toMatchObject([
      { topic: 'late', value: { too: 'late' } },
    ]);
    expect(lateCount()).toBe(1);
    expect(values(await close(Number.POSITIVE_INFINITY))).toMatchObject([{ n: 2 }]);
  });

  it('hopping windows overlap', async () => {
    const { take, close } = rig([
      {
        aggregate: {
          window: { hopping: { sizeMs: 100, advanceMs: 50 } },
          fields: { n: 'count' },
          emit: 'closed',
        },
      },
      out,
    ]);
    await take({}, { eventMs: 1_020 });
    await take({}, { eventMs: 1_060 });
    const found = values(await close(Number.POSITIVE_INFINITY)) as readonly {
      windowStartMs: number;
      n: number;
    }[];
    expect(found.map(({ windowStartMs, n }) => [windowStartMs, n])).toEqual([
      [950, 1],
      [1_000, 2],
      [1_050, 1],
    ]);
  });

  it('sessions grow and merge', async () => {
    const { take, close } = rig([
      {
        aggregate: { window: { session: { gapMs: 100 } }, fields: { n: 'count' }, emit: 'closed' },
      },
      out,
    ]);
    for (const eventMs of [1_000, 1_150, 1_080, 1_500]) await take({}, { eventMs });
    expect(values(await close(Number.POSITIVE_INFINITY))).toEqual([
      { key: 'k', windowStartMs: 1_000, windowEndMs: 1_250, n: 3 },
      { key: 'k', windowStartMs: 1_500, windowEndMs: 1_600, n: 1 },
    ]);
  });

  it('a block that reads the time out of its events goes by that time', async () => {
    const { take, lateCount } = rig([
      {
        aggregate: {
          window: { tumbling: { sizeMs: 10 } },
          time: 'at',
          fields: { n: 'count' },
          emit: 'closed',
        },
      },
      out,
    ]);
    for (const at of [1, 2, 3]) await take({ at }, { eventMs: 90_000 + at });
    expect(lateCount()).toBe(0);
  });
});

describe('saga', () => {
  const steps = [
    {
      saga: {
        id: 'id',
        steps: [{ produce: { topic: 'done', value: { id: 'id' } } }],
        compensate: {
          on: 'cancelled',
          steps: [{ produce: { topic: 'undone', value: { id: 'id' } } }],
        },
      },
    },
  ] as const;

  it('is done once and undone once', async () => {
    const { take } = rig(steps);
    expect(await take({ id: 1 })).toMatchObject([{ topic: 'done', isOutboxed: true }]);
    expect(await take({ id: 1 })).toEqual([]);
    expect(await take({ id: 1 }, { topic: 'cancelled' })).toMatchObject([{ topic: 'undone' }]);
    expect(await take({ id: 1 }, { topic: 'cancelled' })).toEqual([]);
  });

  it('is not done when the word to undo it came first', async () => {
    const { take } = rig(steps);
    expect(await take({ id: 2 }, { topic: 'cancelled' })).toEqual([]);
    expect(await take({ id: 2 })).toEqual([]);
  });
});
