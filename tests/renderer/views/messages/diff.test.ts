import { describe, expect, test } from 'vitest';
import {
  columnsText,
  fieldAt,
  fieldText,
  parseColumns,
  pathText,
  toggleColumn,
} from '../../../../src/renderer/views/messages/columns.ts';
import { diffRows, isSame } from '../../../../src/renderer/views/messages/diff.ts';
import { hexRows } from '../../../../src/renderer/views/messages/hex.ts';
import { parseJson } from '../../../../src/renderer/ui/json.ts';

describe('columns', () => {
  const node = parseJson('{"a":{"b.c":[1,{"d":12345678901234567890}]},"n":null}');

  test('find their field, with all digits', () => {
    const path = ['a', 'b.c', '1', 'd'];
    expect(pathText(path)).toBe('a."b.c".1.d');
    const field = fieldAt(node, path);
    expect(field === undefined ? null : fieldText(field)).toBe('12345678901234567890');
    expect(fieldAt(node, ['a', 'x', 'y'])).toBe(undefined);
    expect(fieldAt(node, ['n'])).toBe(null);
  });

  test('are kept in the address', () => {
    const columns = toggleColumn(toggleColumn([], ['a', 'b']), ['c']);
    expect(parseColumns(columnsText(columns))).toEqual([['a', 'b'], ['c']]);
    expect(toggleColumn(columns, ['a', 'b'])).toEqual([['c']]);
    expect(parseColumns('nonsense')).toEqual([]);
  });
});

describe('a comparison', () => {
  const rows = (left: string, right: string) => diffRows(parseJson(left), parseJson(right));

  test('names what differs, and what only one side has', () => {
    const all = rows('{"a":1,"b":{"c":"x"},"d":[1,2]}', '{"b":{"c":"y"},"a":1,"d":[1],"e":{}}');
    const different = all.filter((row) => !isSame(row));
    expect(different).toEqual([
      { path: ['b', 'c'], left: '"x"', right: '"y"' },
      { path: ['d', '1'], left: '2', right: null },
      { path: ['e'], left: null, right: '{}' },
    ]);
  });

  test('tells a text from a number', () => {
    expect(rows('{"a":1}', '{"a":"1"}').filter((row) => !isSame(row))).toHaveLength(1);
  });
});

describe('bytes in rows', () => {
  test('have their offset, hex and characters', () => {
    const [first, second] = hexRows(new Uint8Array([...Buffer.from('0123456789abcdef'), 0]));
    expect(first).toMatchObject({ offset: '00000000', text: '0123456789abcdef' });
    expect(second).toMatchObject({ offset: '00000010', text: '·' });
    expect(second?.hex.trim()).toBe('00');
  });
});
