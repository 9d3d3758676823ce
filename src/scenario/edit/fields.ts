/** What can be said of each part of a scenario, for forms: one table per part, in the file's order. */

export type FieldType =
  /** One line that is a name in the file. */
  | 'name'
  /** In one or both languages; `longText` in Markdown. */
  | 'text'
  | 'longText'
  | 'line'
  | 'integer'
  | 'number'
  | 'milliseconds'
  | 'boolean'
  | 'choice'
  | 'expression'
  /** Name -> expression. */
  | 'expressions'
  /** One expression, or one per name. */
  | 'shape'
  | 'sql'
  | 'code'
  | 'topic'
  | 'topics'
  | 'service'
  | 'table'
  /** Name -> text, or -> one of the options. */
  | 'record'
  /** Two variables. */
  | 'pair'
  /** Anything, written as YAML. */
  | 'yaml'
  /** A fixed time, or one between two. */
  | 'span'
  | 'object'
  /** One of several objects, told apart by their key. */
  | 'variant'
  | 'list'
  | 'steps';

export type Field = {
  readonly key: string;
  readonly type: FieldType;
  readonly isNeeded?: true;
  readonly options?: readonly string[];
  /** The part that it holds: an object, the items of a list, or the variants. */
  readonly part?: PartName;
  readonly variants?: readonly PartName[];
  /** What it is when it is added. */
  readonly initial?: unknown;
};

const needed = (key: string, type: FieldType, more: Partial<Field> = {}): Field => ({
  key,
  type,
  isNeeded: true,
  ...more,
});
const may = (key: string, type: FieldType, more: Partial<Field> = {}): Field => ({
  key,
  type,
  ...more,
});
const choice = (key: string, ...options: string[]): Field => ({ key, type: 'choice', options });

const recordFields: readonly Field[] = [
  may('key', 'expression'),
  may('value', 'shape'),
  may('headers', 'expressions'),
  may('timestamp', 'expression'),
];

/** `block-NAME`: what stands behind a block's name where that is a mapping. */
export const parts = {
  scenario: [
    needed('name', 'name'),
    needed('title', 'text'),
    may('description', 'text'),
    may('category', 'name'),
    may('explanation', 'longText'),
    may('experiment', 'longText'),
    may('doneAfter', 'integer'),
  ],
  topic: [
    needed('name', 'name'),
    may('title', 'text'),
    may('description', 'text'),
    may('partitions', 'integer'),
    may('replication', 'integer'),
    may('config', 'record'),
    may('schema', 'yaml'),
  ],
  service: [
    needed('name', 'name'),
    may('title', 'text'),
    may('description', 'text'),
    may('instances', 'integer'),
    may('group', 'line'),
    choice('delivery', 'at-most-once', 'at-least-once', 'exactly-once'),
    choice('from', 'run', 'beginning'),
    may('isUp', 'boolean'),
    may('generate', 'list', { part: 'generator', initial: { topic: '', ratePerS: 5 } }),
    may('consume', 'list', { part: 'handler', initial: { topic: '' } }),
    may('timers', 'list', {
      part: 'timer',
      initial: { name: 'timer', everyMs: 1000, steps: [] },
    }),
    may('tables', 'list', {
      part: 'table',
      initial: { name: 'rows', key: 'id', columns: { id: 'text' } },
    }),
    may('capture', 'list', { part: 'capture', initial: { table: '', topic: '' } }),
    may('snapshot', 'list', {
      part: 'snapshot',
      initial: { table: '', topic: '', everyCount: 100 },
    }),
    may('serve', 'list', { part: 'endpoint', initial: { path: '/', steps: [] } }),
    may('functions', 'code'),
  ],
  note: [needed('name', 'name'), needed('text', 'text')],
  frame: [needed('name', 'name'), may('title', 'text')],
  link: [may('title', 'text')],
  table: [
    needed('name', 'name'),
    may('title', 'text'),
    needed('key', 'name'),
    needed('columns', 'record', { options: ['text', 'integer', 'real'] }),
    may('rows', 'yaml'),
  ],
  generator: [
    needed('topic', 'topic'),
    needed('ratePerS', 'number'),
    may('curve', 'variant', { variants: ['ramp', 'wave', 'burst'] }),
    may('entities', 'object', { part: 'entities', initial: { count: 100 } }),
    may('count', 'integer'),
    may('replay', 'object', { part: 'replay', initial: { format: 'csv', text: 'id\n1\n' } }),
    may('let', 'expressions'),
    ...recordFields,
    may('write', 'object', { part: 'generatorWrite', initial: { table: '', row: {} } }),
    may('late', 'object', { part: 'late', initial: { percent: 5, byMs: 10_000 } }),
    may('duplicatePercent', 'number'),
    may('lostPercent', 'number'),
  ],
  ramp: [needed('from', 'number'), needed('to', 'number'), needed('overS', 'number')],
  wave: [needed('low', 'number'), needed('high', 'number'), needed('everyS', 'number')],
  burst: [needed('factor', 'number'), needed('everyS', 'number'), needed('forS', 'number')],
  entities: [
    may('prefix', 'line'),
    needed('count', 'integer'),
    may('hot', 'object', { part: 'hot', initial: { count: 1, share: 0.5 } }),
  ],
  hot: [needed('count', 'integer'), needed('share', 'number')],
  replay: [
    { key: 'format', type: 'choice', options: ['csv', 'ndjson'], isNeeded: true },
    may('file', 'line'),
    may('text', 'code'),
    may('isRepeated', 'boolean'),
  ],
  late: [needed('percent', 'number'), needed('byMs', 'milliseconds')],
  generatorWrite: [needed('table', 'table'), needed('row', 'expressions')],
  handler: [
    needed('topic', 'topic'),
    may('steps', 'steps'),
    may('retry', 'object', { part: 'retry', initial: { times: 3 } }),
    may('deadLetter', 'topic'),
  ],
  retry: [
    needed('times', 'integer'),
    may('backOffMs', 'milliseconds'),
    may('factor', 'number'),
    may('maxMs', 'milliseconds'),
  ],
  timer: [needed('name', 'name'), needed('everyMs', 'milliseconds'), needed('steps', 'steps')],
  capture: [needed('table', 'table'), needed('topic', 'topic'), may('key', 'expression')],
  snapshot: [needed('table', 'table'), needed('topic', 'topic'), needed('everyCount', 'integer')],
  endpoint: [needed('path', 'line'), needed('steps', 'steps'), may('reply', 'shape')],
  expectation: [
    needed('name', 'name'),
    may('title', 'text'),
    needed('left', 'sql'),
    choice('is', '=', '!=', '<', '<=', '>', '>='),
    needed('right', 'sql'),
    may('always', 'boolean'),
  ],
  scriptEvent: [
    may('atS', 'number'),
    may('after', 'object', { part: 'after', initial: { topic: '', count: 100 } }),
    may('down', 'service'),
    may('up', 'service'),
    may('slow', 'object', { part: 'slow', initial: { service: '', factor: 10 } }),
    may('failEvery', 'object', { part: 'failEvery', initial: { service: '', count: 5 } }),
    may('instances', 'object', { part: 'instances', initial: { service: '', count: 2 } }),
    may('poison', 'object', { part: 'ofTopic', initial: { topic: '' } }),
    may('redrive', 'object', { part: 'ofTopic', initial: { topic: '' } }),
    may('killLeader', 'object', { part: 'ofTopic', initial: { topic: '' } }),
    may('rebuild', 'service'),
    may('say', 'text'),
  ],
  after: [needed('topic', 'topic'), needed('count', 'integer')],
  slow: [needed('service', 'service'), needed('factor', 'number')],
  failEvery: [needed('service', 'service'), needed('count', 'integer')],
  instances: [needed('service', 'service'), needed('count', 'integer')],
  ofTopic: [needed('topic', 'topic')],
  'block-produce': [needed('topic', 'topic'), ...recordFields],
  'block-route': [needed('to', 'expression'), needed('topics', 'topics'), ...recordFields],
  'block-outbox': [needed('topic', 'topic'), ...recordFields],
  'block-join': [
    needed('with', 'topic'),
    may('key', 'expression'),
    may('withKey', 'expression'),
    needed('withinMs', 'milliseconds'),
    choice('kind', 'inner', 'left'),
    needed('as', 'pair'),
  ],
  'block-aggregate': [
    may('key', 'expression'),
    may('window', 'variant', { variants: ['tumbling', 'hopping', 'session'] }),
    may('time', 'expression'),
    needed('fields', 'yaml'),
    choice('emit', 'each', 'closed'),
    may('late', 'topic'),
  ],
  tumbling: [needed('sizeMs', 'milliseconds'), may('graceMs', 'milliseconds')],
  hopping: [
    needed('sizeMs', 'milliseconds'),
    needed('advanceMs', 'milliseconds'),
    may('graceMs', 'milliseconds'),
  ],
  session: [needed('gapMs', 'milliseconds'), may('graceMs', 'milliseconds')],
  'block-deduplicate': [needed('key', 'expression'), may('withinMs', 'milliseconds')],
  'block-enrich': [needed('table', 'table'), needed('key', 'expression'), needed('as', 'name')],
  'block-write': [
    needed('table', 'table'),
    needed('row', 'expressions'),
    choice('conflict', 'keep', 'update', 'add', 'insert'),
    may('unless', 'expression'),
  ],
  'block-sql': [needed('run', 'sql'), may('params', 'expressions'), may('as', 'name')],
  'block-call': [
    may('service', 'service'),
    may('path', 'line'),
    may('url', 'line'),
    choice('method', 'GET', 'POST', 'PUT', 'PATCH', 'DELETE'),
    may('body', 'shape'),
    may('timeoutMs', 'milliseconds'),
    may('as', 'name'),
  ],
  'block-fail': [
    needed('message', 'line'),
    may('rate', 'number'),
    may('every', 'integer'),
    may('when', 'expression'),
    may('isFinal', 'boolean'),
  ],
  branchItem: [may('when', 'expression'), needed('steps', 'steps')],
  'block-saga': [
    needed('id', 'expression'),
    needed('steps', 'steps'),
    needed('compensate', 'object', { part: 'compensate' }),
  ],
  compensate: [
    needed('on', 'topic'),
    may('id', 'expression'),
    may('when', 'expression'),
    needed('steps', 'steps'),
  ],
} as const satisfies { readonly [part: string]: readonly FieldIn[] };

/** As `Field`, with the names of parts unchecked: the table itself says which there are. */
type FieldIn = Omit<Field, 'part' | 'variants'> & {
  readonly part?: string;
  readonly variants?: readonly string[];
};

export type PartName =
  | 'after'
  | 'block-aggregate'
  | 'block-call'
  | 'block-deduplicate'
  | 'block-enrich'
  | 'block-fail'
  | 'block-join'
  | 'block-outbox'
  | 'block-produce'
  | 'block-route'
  | 'block-saga'
  | 'block-sql'
  | 'block-write'
  | 'branchItem'
  | 'burst'
  | 'capture'
  | 'compensate'
  | 'endpoint'
  | 'entities'
  | 'expectation'
  | 'failEvery'
  | 'frame'
  | 'generator'
  | 'generatorWrite'
  | 'handler'
  | 'hopping'
  | 'hot'
  | 'instances'
  | 'late'
  | 'link'
  | 'note'
  | 'ofTopic'
  | 'ramp'
  | 'replay'
  | 'retry'
  | 'scenario'
  | 'scriptEvent'
  | 'service'
  | 'session'
  | 'slow'
  | 'snapshot'
  | 'table'
  | 'timer'
  | 'topic'
  | 'tumbling'
  | 'wave';

export function fieldsOf(part: PartName): readonly Field[] {
  return parts[part] as readonly Field[];
}
