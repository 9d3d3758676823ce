import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { withTables } from '../../scripts/configs-table.ts';

it('docs/configs.md lists the keys of today (npm run configs-table)', () => {
  const page = readFileSync(new URL('../../docs/configs.md', import.meta.url), 'utf8');
  expect(page).toBe(withTables(page));
});
