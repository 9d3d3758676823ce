import { describe, expect, test } from 'vitest';
import {
  type Column,
  gridTemplate,
  hiddenAtFirst,
  nextSort,
  sortRows,
  widthMinPx,
} from '../../../../src/renderer/ui/data-table/columns.ts';

type Row = { readonly name: string; readonly size: number | null };

const rows: readonly Row[] = [
  { name: 'topic-10', size: null },
  { name: 'topic-2', size: 5 },
  { name: 'Topic-1', size: 9 },
];
const columns: readonly Column<Row>[] = [
  { id: 'name', header: 'Name', cell: (row) => row.name, value: (row) => row.name },
  { id: 'size', header: 'Size', widthPx: 80, cell: (row) => row.size, value: (row) => row.size },
];
const order = (by: string, isDescending: boolean) =>
  sortRows(rows, columns, { by, isDescending }).map(({ name }) => name);

describe('rows', () => {
  test('are sorted by number inside of names, and whatever the case', () => {
    expect(order('name', false)).toEqual(['Topic-1', 'topic-2', 'topic-10']);
  });

  test('without a value come last in both directions', () => {
    expect(order('size', false)).toEqual(['topic-2', 'Topic-1', 'topic-10']);
    expect(order('size', true)).toEqual(['Topic-1', 'topic-2', 'topic-10']);
  });

  test('stay as they are without an order, or by a column that is gone', () => {
    expect(sortRows(rows, columns, null)).toBe(rows);
    expect(sortRows(rows, columns, { by: 'gone', isDescending: true })).toBe(rows);
  });

  test('ten thousand of them are in order within a frame or two', () => {
    const many = Array.from({ length: 10_000 }, (_, size) => ({ name: `t-${size}`, size }));
    const sorted = sortRows(many, columns, { by: 'size', isDescending: true });
    expect(sorted[0]?.size).toBe(9_999);
  });
});

test('a head sorts text upwards and numbers downwards at first, then turns', () => {
  const [name, size] = columns as [Column<Row>, Column<Row>];
  expect(nextSort(null, name, rows)).toEqual({ by: 'name', isDescending: false });
  expect(nextSort(null, size, rows)).toEqual({ by: 'size', isDescending: true });
  expect(nextSort({ by: 'size', isDescending: true }, size, rows).isDescending).toBe(false);
});

test('columns share what the fixed ones leave', () => {
  expect(gridTemplate(columns)).toBe('minmax(120px, 1fr) 80px');
  expect(widthMinPx(columns, 12)).toBe(12 + 132 + 92);
});

describe('columns without room', () => {
  const column = (id: string, more: Partial<Column<Row>>): Column<Row> => ({
    id,
    header: id,
    widthPx: 100,
    cell: () => null,
    value: () => null,
    ...more,
  });
  const wide = [
    column('name', {}),
    column('first', { givesWay: 2 }),
    column('last', { givesWay: 1 }),
    column('asked for', { isHiddenFirst: true }),
  ];
  const hidden = (widthPx: number | null) => [...hiddenAtFirst(wide, widthPx, 10)];

  test('give way one after the other, and never all', () => {
    expect(hidden(340)).toEqual(['asked for']);
    expect(hidden(339)).toEqual(['asked for', 'first']);
    expect(hidden(229)).toEqual(['asked for', 'first', 'last']);
    expect(hidden(10)).toEqual(['asked for', 'first', 'last']);
  });

  test('stay while the width is not known', () => {
    expect(hidden(null)).toEqual(['asked for']);
  });
});
