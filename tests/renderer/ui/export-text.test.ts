import { expect, test } from 'vitest';
import { toCsv, toJson, toTabs } from '../../../src/renderer/ui/export-text.ts';

type Row = { readonly name: string; readonly lag: number | null };

const rows: readonly Row[] = [
  { name: 'plain', lag: 3 },
  { name: 'a "b", c\nd', lag: null },
];
const columns = [
  { id: 'group', value: (row: Row) => row.name },
  { id: 'lag', value: (row: Row) => row.lag },
];

test('CSV quotes what would break it', () => {
  expect(toCsv(rows, columns)).toBe('group,lag\r\nplain,3\r\n"a ""b"", c\nd",\r\n');
});

test('JSON keeps numbers and nulls', () => {
  expect(JSON.parse(toJson(rows, columns))).toEqual([
    { group: 'plain', lag: 3 },
    { group: 'a "b", c\nd', lag: null },
  ]);
});

test('a spreadsheet gets one line per row', () => {
  expect(toTabs(rows, columns)).toBe('group\tlag\nplain\t3\na "b", c d\t');
});
