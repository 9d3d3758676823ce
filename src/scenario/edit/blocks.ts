/** The building blocks of behaviour: in which order they are offered, and what each is at first. */
import type { Field, PartName } from './fields.ts';

export type BlockName =
  | 'map'
  | 'let'
  | 'filter'
  | 'split'
  | 'branch'
  | 'produce'
  | 'route'
  | 'outbox'
  | 'join'
  | 'aggregate'
  | 'deduplicate'
  | 'enrich'
  | 'write'
  | 'sql'
  | 'call'
  | 'delay'
  | 'fail'
  | 'saga'
  | 'run'
  | 'log';

/** What stands behind its name: one field of its own kind, a list of branches, or a mapping. */
export type Block = {
  readonly group: 'change' | 'send' | 'state' | 'time' | 'trouble' | 'code';
  readonly field: Pick<Field, 'type'> & { readonly part?: PartName };
  readonly initial: unknown;
};

const inner = (part: PartName) => ({ type: 'object', part }) as const;

export const blocks: { readonly [Name in BlockName]: Block } = {
  map: { group: 'change', field: { type: 'shape' }, initial: { id: 'id' } },
  filter: { group: 'change', field: { type: 'expression' }, initial: 'true' },
  split: { group: 'change', field: { type: 'expression' }, initial: 'items' },
  branch: {
    group: 'change',
    field: { type: 'list', part: 'branchItem' },
    initial: [{ when: 'true', steps: [] }],
  },
  let: { group: 'change', field: { type: 'expressions' }, initial: { name: 'id' } },
  produce: { group: 'send', field: inner('block-produce'), initial: { topic: '' } },
  route: {
    group: 'send',
    field: inner('block-route'),
    initial: { to: '"topic"', topics: [] },
  },
  outbox: { group: 'send', field: inner('block-outbox'), initial: { topic: '' } },
  call: { group: 'send', field: inner('block-call'), initial: { service: '', path: '/' } },
  write: { group: 'state', field: inner('block-write'), initial: { table: '', row: {} } },
  enrich: {
    group: 'state',
    field: inner('block-enrich'),
    initial: { table: '', key: 'id', as: 'row' },
  },
  sql: { group: 'state', field: inner('block-sql'), initial: { run: 'SELECT 1 AS one' } },
  deduplicate: { group: 'state', field: inner('block-deduplicate'), initial: { key: 'id' } },
  saga: {
    group: 'state',
    field: inner('block-saga'),
    initial: { id: 'id', steps: [], compensate: { on: '', steps: [] } },
  },
  aggregate: {
    group: 'time',
    field: inner('block-aggregate'),
    initial: { window: { tumbling: { sizeMs: 10_000 } }, fields: { count: 'count' } },
  },
  join: {
    group: 'time',
    field: inner('block-join'),
    initial: { with: '', withinMs: 60_000, as: ['left', 'right'] },
  },
  delay: { group: 'trouble', field: { type: 'span' }, initial: 50 },
  fail: {
    group: 'trouble',
    field: inner('block-fail'),
    initial: { rate: 0.1, message: 'It did not work' },
  },
  run: { group: 'code', field: { type: 'name' }, initial: 'handle' },
  log: { group: 'code', field: { type: 'expression' }, initial: '"seen " & $key' },
};

export const blockNames = Object.keys(blocks) as readonly BlockName[];

export function isBlockName(name: string): name is BlockName {
  return name in blocks;
}
