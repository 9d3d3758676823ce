/** docs/differences.md: what was asked, and where the answers differ for a reason. */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { handlers } from '../../src/broker/apis/index.ts';
import { kafkaVersion } from '../kafka/jars.ts';
import { versionsOf } from '../wire/scenario/wire.ts';
import { type Difference, differences } from './differences.ts';
import type { Results } from './results.ts';

const file = fileURLToPath(new URL('../../docs/differences.md', import.meta.url));

export function writeTable(results: Results, seed: number): void {
  const numbers = new Map(differences.map((it, index) => [it, index + 1]));
  const { sent, equal, excused } = results.totals();
  const text = `# Differences from Apache Kafka

\`npm run differential\` puts the same requests to Apache Kafka ${kafkaVersion} and to Rivulet and compares
the answers field by field; addresses, folders, random ids, times and the words of error messages
aside. The requests are generated from the tables of the protocol, valid and odd ones, in every
version that is served, and told as stories that build on each other; bytes that are no request are
sent too. This table is of seed ${seed}: ${sent} requests, ${equal} answered alike, ${excused} otherwise
for a reason.

| API | version | requests | alike | with a reason | reasons |
|---|---|---|---|---|---|
${rows(results, numbers).join('\n')}

## Reasons

${differences.map((it, index) => `${index + 1}. ${titleOf(it)}: ${it.reason}.`).join('\n')}
`;
  writeFileSync(file, text);
}

function rows(results: Results, numbers: ReadonlyMap<Difference, number>): string[] {
  return handlers.flatMap(({ api }) => {
    const own = results.rowsOf(api.name);
    return versionsOf(api).map((version) => {
      const { sent, equal, excused } = own.get(version) ?? {
        sent: 0,
        equal: 0,
        excused: new Map(),
      };
      const reasons = [...excused.keys()].map((it) => numbers.get(it as Difference)).toSorted();
      const cells = [api.name, version, sent, equal, sent - equal, reasons.join(', ')];
      return `| ${cells.join(' | ')} |`;
    });
  });
}

function titleOf({ api, label, path, versions }: Difference): string {
  const [from, to] = versions ?? [];
  const range = from === undefined ? '' : from === to ? ` v${from}` : ` v${from}-${to}`;
  const where = [label, path === undefined ? undefined : `\`${path || 'no answer'}\``];
  const told = where.filter((it) => it !== undefined).join(', ');
  return `**${api === '*' ? 'any API' : api}${range}**${told === '' ? '' : ` (${told})`}`;
}
