/**
 * Writes the table of served APIs into README.md, between its two markers, from the list of
 * handlers. `--check` only says whether the table is true (exit code 1 when it is not).
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
  const readme = readFileSync(readmePath, 'utf8');
  const wanted = withCoverage(readme);
  if (!process.argv.includes('--check')) {
    writeFileSync(readmePath, wanted);
  } else if (readme !== wanted) {
    console.error('README.md: the table of served APIs is out of date; run npm run coverage-table');
    process.exitCode = 1;
  }
}
