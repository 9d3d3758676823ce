/**
 * Writes the table of served APIs into README.md, between its two markers, from the list of
 * handlers.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { handlers } from '../src/broker/apis/index.ts';

const begin = '<!-- coverage:begin -->';
const end = '<!-- coverage:end -->';
const readmePath = new URL('../README.md', import.meta.url);

/** The README with the table of today's handlers in it. */
export function withCoverage(readme: string): string {
  const head = readme.slice(0, readme.indexOf(begin) + begin.length);
  const tail = readme.slice(readme.indexOf(end));
  return `${head}\n${table()}\n${tail}`;
}

function table(): string {
  const rows = [...handlers]
    .sort((a, b) => a.api.key - b.api.key)
    .map(({ api, listeners }) => {
      const where = listeners.includes('broker') ? 'clients' : 'nodes';
      return `| ${api.key} | ${api.name} | ${api.minVersion}–${api.maxVersion} | ${where} |`;
    });
  return ['| key | API | versions | used by |', '|---|---|---|---|', ...rows].join('\n');
}

if (import.meta.main) {
  writeFileSync(readmePath, withCoverage(readFileSync(readmePath, 'utf8')));
}
