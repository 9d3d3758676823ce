import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { withCoverage } from '../../scripts/coverage-table.ts';

it("the README's table of served APIs is that of the handlers (npm run coverage-table)", () => {
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
  expect(readme).toBe(withCoverage(readme));
});
