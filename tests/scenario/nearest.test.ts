import { expect, it } from 'vitest';
import { nearest } from '../../src/scenario/nearest.ts';

const names = ['orders', 'payments', 'stock-updates', 'ratePerS', 'late', 'key', 'withKey'];

it.each([
  ['order', 'orders'],
  ['oredrs', 'orders'],
  ['paymnets', 'payments'],
  ['Payments', 'payments'],
  ['stockupdate', 'stock-updates'],
  ['rate', 'ratePerS'],
  ['updates', 'stock-updates'],
  ['kye', 'key'],
  ['x', null],
  ['shipments', null],
  ['', null],
  ['o'.repeat(500), null],
])('%s is meant as %s', (word, expected) => {
  expect(nearest(word, names)).toBe(expected);
});
