import { expect, test } from 'vitest';
import { plainText } from '../../../src/main/explorer/plain-text.ts';

test('the HTML of a config’s documentation becomes one line of text', () => {
  expect(
    plainText(
      'The <i>smallest</i> number when <code>acks=all</code>.<br>It has:<ul> <li>one</li>\n<li>two</li></ul>',
    ),
  ).toBe('The smallest number when acks=all. It has: · one · two');
});

test('what only looks like a tag stays', () => {
  expect(plainText('{id}@{host}: a < b, c > d &amp; <code>&lt;none&gt;</code>')).toBe(
    '{id}@{host}: a < b, c > d & <none>',
  );
});

test('an entity counts without its semicolon too', () => {
  expect(plainText('the <code>&lt;user&gt; and &lt;client-id&gt</code> quotas, R&D; &other;')).toBe(
    'the <user> and <client-id> quotas, R&D; &other;',
  );
});
