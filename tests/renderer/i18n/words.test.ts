import { describe, expect, test } from 'vitest';
import { ContractError } from '../../../src/main/contract/index.ts';
import { errorWords } from '../../../src/renderer/i18n/error-words.ts';
import type { Key, Values } from '../../../src/renderer/i18n/index.ts';
import { pickLanguage } from '../../../src/renderer/i18n/table.ts';
import { tables } from '../../../src/renderer/i18n/tables/index.ts';

const entries = Object.entries(tables).flatMap(([area, words]) =>
  Object.entries(words as Record<string, readonly [string, string]>).map(
    ([key, pair]) => [`${area}.${key}`, pair] as const,
  ),
);

describe('words', () => {
  test('say something in both languages', () => {
    const empty = entries.filter(([, pair]) => pair.some((text) => text.trim() === ''));
    expect(empty).toEqual([]);
  });

  test('take the same values in both languages', () => {
    const differing = entries.filter(([key, [en, ko]]) => {
      // English says "once" where Korean counts.
      if (key.endsWith('_one')) return false;
      return valuesIn(en).join() !== valuesIn(ko).join();
    });
    expect(differing).toEqual([]);
  });

  test('have both plural forms', () => {
    const keys = new Set<string>(entries.map(([key]) => key));
    const lonely = [...keys].filter((key) => {
      if (key.endsWith('_one')) return !keys.has(key.replace(/_one$/, '_other'));
      return key.endsWith('_other') && !keys.has(key.replace(/_other$/, '_one'));
    });
    expect(lonely).toEqual([]);
  });

  test('of errors say what happened, why, and what to do', () => {
    const short = Object.entries(tables.errors).filter(([, pair]) =>
      pair.some((text) => text.split('|').length !== 3),
    );
    expect(short).toEqual([]);
  });

  test('are picked by language', () => {
    expect(pickLanguage({ a: { b: ['yes', '예'] } }, 1)).toEqual({ a: { b: '예' } });
  });
});

describe('errorWords', () => {
  const english = pickLanguage(tables, 0);
  const t = (key: Key, values: Values = {}) => {
    const [area = '', word = ''] = key.split('.');
    const text = english[area]?.[word] ?? key;
    return text.replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => String(values[name]));
  };

  test('fills in what the error carries', () => {
    const error = new ContractError('topic-exists', { topic: 'orders' }, 'exists');
    expect(errorWords(error, t)).toEqual({
      what: 'The topic “orders” exists already.',
      why: 'Names are unique in a cluster.',
      action: 'Choose another name.',
    });
  });

  test('lists the issues of a refused request', () => {
    const issues = [{ path: 'limit', message: 'too large' }];
    const data = { method: 'messages.read', issues };
    const { why } = errorWords(new ContractError('invalid-params', data, 'no'), t);
    expect(why).toBe('limit: too large');
  });

  test('names the path within a scenario file where there is one', () => {
    const at = { file: 'shop.yaml', line: 3, column: 5, expected: 'YAML', found: 'a tab' };
    const why = (path: string) =>
      errorWords(new ContractError('scenario-invalid', { ...at, path }, 'no'), t).why;
    expect(why('')).toBe('shop.yaml, line 3, column 5: expected YAML, found a tab.');
    expect(why('topics.0')).toBe(
      'shop.yaml, line 3, column 5 (topics.0): expected YAML, found a tab.',
    );
  });

  test('words an error of the renderer itself as internal', () => {
    const words = errorWords(new Error('a|b'), t);
    expect(words.what).toBe('Something went wrong inside Rivulet.');
  });
});

function valuesIn(text: string): readonly string[] {
  return [...new Set(text.match(/\{\{\w+\}\}/g) ?? [])].sort();
}
