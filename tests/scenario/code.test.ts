import { describe, expect, it } from 'vitest';
import { codeOf, functionNames } from '../../src/scenario/code.ts';
import { loadScenario } from '../../src/scenario/load.ts';
import { shop } from './shop.ts';

describe('the functions that code exports', () => {
  it.each([
    ['export function one(event) {}\nexport function two2() {}', ['one', 'two2']],
    ['export const one = (event: { a: number }) => event;', ['one']],
    ['export const one: (a: number) => number = (a) => a;', ['one']],
    ['export const one = event => event;', ['one']],
    ['export const one = function (event) {};', ['one']],
    ['export const limit = 1000;\nconst inner = () => 1;', []],
    ['function inner() {}\n// export function no() {}', []],
    ['export async function one() {}', []],
    ['', []],
  ])('%s', (code, names) => {
    expect(functionNames(code)).toEqual(names);
  });
});

describe('what reaches beyond a scenario', () => {
  it('is its TypeScript, its URLs and its files', () => {
    const source = shop.replace(
      '        curve:',
      '        replay: { file: orders.csv, format: csv }\n        curve:',
    );
    const [file, code, url, ...more] = codeOf(loadScenario(source, 'shop.yaml'));
    expect([file, url]).toEqual(['orders.csv', 'http://localhost:8080/a']);
    expect(code).toContain('export function charge');
    expect(more).toEqual([]);
  });
});
