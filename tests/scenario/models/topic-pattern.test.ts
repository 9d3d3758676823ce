import { expect, test } from 'vitest';
import { matchesBinding, matchesGlob } from '../../../src/scenario/models/topic-pattern.ts';

test.each([
  ['shop.refund', 'shop.refund', true],
  ['shop.refund', 'shop.order', false],
  ['shop.*', 'shop.refund', true],
  ['shop.*', 'shop.refund.eu', false],
  ['shop.*', 'shop', false],
  ['*.refund', 'shop.refund', true],
  ['#', 'shop.refund.eu', true],
  ['#', '', true],
  ['shop.#', 'shop', true],
  ['shop.#', 'shop.refund.eu', true],
  ['#.eu', 'shop.refund.eu', true],
  ['#.eu', 'shop.refund', false],
  ['*.#.eu', 'eu', false],
  ['*.#.eu', 'shop.eu', true],
])('the binding %s and the routing key %s: %s', (pattern, key, isMatch) => {
  expect(matchesBinding(pattern, key)).toBe(isMatch);
});

test.each([
  ['shop.*', 'shop.refund', true],
  ['shop.*', 'shop.refund.eu', true],
  ['shop.?efund', 'shop.refund', true],
  ['shop.*', 'shopXrefund', false],
  ['(a+)*', '(a+)b', true],
])('the pattern %s and the channel %s: %s', (pattern, channel, isMatch) => {
  expect(matchesGlob(pattern, channel)).toBe(isMatch);
});
