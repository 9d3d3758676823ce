import { describe, expect, test } from 'vitest';
import { parseJson, prettyJson } from '../../../src/renderer/ui/json.ts';

describe('json', () => {
  test('keeps the digits of numbers that JavaScript would round', () => {
    const node = parseJson('{"id":12345678901234567890,"price":1.10}');
    expect(prettyJson(node!)).toBe('{\n  "id": 12345678901234567890,\n  "price": 1.10\n}');
  });

  test('keeps the order of keys and prints nested values', () => {
    const node = parseJson('{"z":[],"a":{"b":[true,null,"x\\n"]},"e":{}}');
    expect(prettyJson(node!)).toBe(
      '{\n  "z": [],\n  "a": {\n    "b": [\n      true,\n      null,\n      "x\\n"\n    ]\n  },\n  "e": {}\n}',
    );
  });

  test('is undefined for what is not JSON', () => {
    expect(parseJson('hello')).toBe(undefined);
    expect(parseJson('')).toBe(undefined);
  });
});
