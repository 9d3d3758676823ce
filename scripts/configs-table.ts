/** Writes the tables of all config keys into docs/configs.md, between its two markers. */
import { readFileSync, writeFileSync } from 'node:fs';
import { brokerKeys } from '../src/broker/config/broker-keys.ts';
import { clientMetricsKeys, groupKeys } from '../src/broker/config/group-keys.ts';
import type { Key, KeyTable, UpdateMode } from '../src/broker/config/keys.ts';
import { replicationQuotaKeys } from '../src/broker/config/quota-keys.ts';
import { topicKeys, topicSynonyms } from '../src/broker/config/topic-keys.ts';
import { whyUnhonoured } from '../src/broker/config/unhonoured.ts';

const begin = '<!-- configs:begin -->';
const end = '<!-- configs:end -->';
const pagePath = new URL('../docs/configs.md', import.meta.url);

/** The page with the tables of today's keys in it. */
export function withTables(page: string): string {
  const head = page.slice(0, page.indexOf(begin) + begin.length);
  const tail = page.slice(page.indexOf(end));
  return `${head}\n${tables()}\n${tail}`;
}

const whereSet: Readonly<Record<UpdateMode, string>> = {
  'read-only': 'at start',
  'per-broker': 'at start, one broker',
  'cluster-wide': 'at start, one broker, all brokers',
};

type Row = readonly string[];

function tables(): string {
  const honoured = (table: KeyTable, cells: (name: string, key: Key) => Row) =>
    rowsOf(table, (name) => whyUnhonoured(name) === undefined, cells);
  const topicCells = (name: string, key: Key): Row => [
    code(name),
    value(key),
    topicSynonyms[name] === undefined ? '' : code(topicSynonyms[name]),
    key.doc,
  ];
  const brokerCells = (name: string, key: Key): Row => [
    code(name),
    value(key),
    whereSet[key.update],
    key.doc,
  ];
  const plainCells = (name: string, key: Key): Row => [code(name), value(key), key.doc];
  return [
    '\n## Topics\n',
    table(['key', 'default', "from the broker's", 'what it does'], honoured(topicKeys, topicCells)),
    '\n## Brokers\n',
    table(
      ['key', 'default', 'may be set', 'what it does'],
      honoured({ ...brokerKeys, ...replicationQuotaKeys }, brokerCells),
    ),
    '\n## Groups\n',
    'Kept, told and checked against the bounds of the broker; the groups they are for are not served yet.\n',
    table(['key', 'default', 'what it does'], honoured(groupKeys, plainCells)),
    '\n## Client metrics\n',
    table(['key', 'default', 'what it does'], honoured(clientMetricsKeys, plainCells)),
    '\n## Taken, but without effect\n',
    'They are told by DescribeConfigs like all others. A broker that is started with another value\n' +
      'than the default says so in its log, naming the key.\n',
    table(
      ['key', 'of', 'default', 'may be set', 'why nothing goes by it'],
      [
        ...rowsOf(topicKeys, isIdle, (name, key) => idleCells(name, key, 'topic', 'topic')),
        ...rowsOf(brokerKeys, isIdle, (name, key) =>
          idleCells(name, key, 'broker', whereSet[key.update]),
        ),
      ],
    ),
    '',
  ].join('\n');
}

const isIdle = (name: string): boolean => whyUnhonoured(name) !== undefined;

function idleCells(name: string, key: Key, of: string, where: string): Row {
  return [code(name), of, value(key), where, whyUnhonoured(name) ?? ''];
}

function rowsOf(
  keys: KeyTable,
  isShown: (name: string) => boolean,
  cells: (name: string, key: Key) => Row,
): Row[] {
  return Object.entries(keys)
    .filter(([name]) => isShown(name))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, key]) => cells(name, key));
}

function table(head: Row, rows: readonly Row[]): string {
  const line = (cells: Row) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), `|${'---|'.repeat(head.length)}`, ...rows.map(line)].join('\n');
}

const code = (text: string): string => `\`${text}\``;

function value({ fallback, options }: Key): string {
  if (fallback === null || options.hasNoDefault) return 'none';
  return fallback === '' ? 'empty' : code(fallback);
}

if (import.meta.main) {
  writeFileSync(pagePath, withTables(readFileSync(pagePath, 'utf8')));
}
