/** Texts and expressions for generated scenarios. */
import fc from 'fast-check';

const anyText = fc.oneof(
  fc.string({ minLength: 1, unit: 'grapheme' }),
  fc.constantFrom(
    'Online shop',
    '온라인 쇼핑몰',
    'a: b # c',
    '- no list',
    ' spaces around ',
    'two\nlines',
    'a\n\n  b\n',
    '"quoted"',
    "it's",
    'null',
    '12',
    '&anchor *alias !tag',
    '🛒',
    'x'.repeat(150),
    'words and '.repeat(20).trim(),
  ),
);
export const textArb = fc.oneof(anyText, fc.record({ en: anyText, ko: anyText }));

/** All can be read, and name only what is there. */
export const expressionArb = fc.constantFrom(
  'a',
  'order.amount',
  '$key',
  '"order-" & $string(a)',
  '$int(1, 6)',
  '$pick(["a", "b"])',
  '$fake("person.fullName")',
  '{ "a": b, "c": [1, 2] }',
  'amount > 3 and status = "paid"',
  '$sum(items.(price * quantity))',
  'a ? b : "c: d # e"',
  '(\n  $total := 1;\n  $total + a\n)',
  '/* why */ a[0]',
  '$uppercase($topic) & $timestamp',
  '$map(items, function($item) { $item.price })',
);

const mappingArb = fc.dictionary(
  fc.constantFrom('a', 'orderId', 'amount', 'null', '1', 'a b', '한글'),
  expressionArb,
  { minKeys: 1, maxKeys: 3, noNullPrototype: true },
);
export const variablesArb = fc.dictionary(fc.constantFrom('total', 'null', 'x1'), expressionArb, {
  minKeys: 1,
  noNullPrototype: true,
});
/** One expression, or one for each field. */
export const valueArb = fc.oneof(expressionArb, mappingArb);

/** What is said of a record; all of it may be absent. */
export const recordArb = {
  key: expressionArb,
  value: valueArb,
  headers: mappingArb,
  timestamp: expressionArb,
};
