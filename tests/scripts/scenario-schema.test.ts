import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { withTables } from '../../scripts/scenario-schema.ts';
import { allFaults } from '../../src/main/scenarios/check.ts';

const page = readFileSync(new URL('../../docs/scenario-format.md', import.meta.url), 'utf8');
const examples = [...page.matchAll(/^```yaml ?(\w*)\n([\s\S]*?)^```$/gm)].map(
  ([, kind = '', text = '']) => ({ kind, text, title: text.split('\n')[0] }),
);

const topics = `orders payments prices receipts shipments statistics cancellations
  orders.large orders.small orders.dlq`.split(/\s+/);
/** Everything that the examples name. */
const start = `format: 2
name: example
title: Example
topics: [${topics.map((name) => `{ name: ${name} }`).join()}]
`;
const payment = (steps: string) => `services:
  - name: pricing
    serve: [{ path: /price, steps: [] }]
  - name: payment
    tables:
      - { name: orders, key: order_id, columns: { order_id: text, status: text } }
    functions: 'export function fraudScore(event) { return event }'
    consume:
      - topic: orders
        deadLetter: orders.dlq
        steps:
${steps}`;
const indented = (text: string, by: number) => text.replace(/^(?=.)/gm, ' '.repeat(by));

/** The example as a whole scenario. */
function whole({ kind, text }: (typeof examples)[number]): string {
  if (text.startsWith('format:')) return text;
  if (kind === 'script') return `${start}${payment('          []\n')}script:\n${indented(text, 2)}`;
  if (kind === 'drawing') return `${start}${payment('          []\n')}${text}`;
  return start + payment(indented(text, 10));
}

describe('docs/scenario-format.md', () => {
  it('has the tables of the keys as they are: npm run scenario-schema', () => {
    expect(withTables(page)).toBe(page);
    expect(page).toContain('| **`ratePerS`** |');
  });

  it('has an example of each block', () => {
    const blocks = [...page.matchAll(/^### ([a-z]+)$/gm)].map((match) => match[1]);
    const [, table = ''] = page.split('<!-- keys services.0.consume.0.steps.0 -->');
    const listed = [...(table.split('<!-- end -->')[0] ?? '').matchAll(/^\| \*\*`(\w+)`/gm)];
    expect(blocks.toSorted()).toEqual(listed.map((match) => match[1]).toSorted());
    expect(blocks).toHaveLength(20);
    const bare = blocks.filter((it) => !examples.some(({ text }) => text.includes(`- ${it}:`)));
    expect(bare).toEqual([]);
  });

  it.each(examples)('has a right example: $title', (example) => {
    expect(allFaults(whole(example))).toEqual([]);
  });
});
