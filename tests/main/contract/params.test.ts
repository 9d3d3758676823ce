import { describe, expect, it } from 'vitest';
import { paramSchemas } from '../../../src/main/contract/params.ts';

const good: readonly (readonly [keyof typeof paramSchemas, unknown])[] = [
  ['app.info', undefined],
  ['app.info', null],
  ['topics.create', { topic: 'a', partitionCount: 3, configs: { 'retention.ms': '1' } }],
  ['messages.read', { topic: 'a', from: { at: 'older', than: { 0: 5 } }, limit: 10 }],
  ['messages.produce', { topic: 'a', value: null, key: { base64: 'AAE=' } }],
  [
    'groups.resetOffsets',
    { groupId: 'g', topic: 'a', target: { to: 'shift-by', by: -3 }, isDryRun: true },
  ],
  ['scenarios.run', { name: 'e-commerce', speed: 'max' }],
  ['live.open', { stream: 'group', params: { groupId: 'g' } }],
  ['live.open', { stream: 'tail', params: { topic: 'a', query: { mode: 'text', text: 'x' } } }],
];

const bad: readonly (readonly [keyof typeof paramSchemas, unknown, string])[] = [
  ['app.info', {}, ''],
  ['topics.create', { topic: '' }, 'topic'],
  ['topics.create', { topic: 'a', partitionCount: 0 }, 'partitionCount'],
  ['topics.create', { topic: 'a', extra: 1 }, ''],
  ['messages.read', { topic: 'a', from: { at: 'somewhere' }, limit: 10 }, 'from.at'],
  ['messages.read', { topic: 'a', from: { at: 'end' }, limit: 1_000_000 }, 'limit'],
  ['messages.produce', { topic: 'a', value: 'text' }, 'value'],
  ['scenarios.run', { name: 'x', speed: 1_001 }, 'speed'],
  ['scenarios.run', { name: 'x', speed: 1, isTrusted: 'yes' }, 'isTrusted'],
  ['scenarios.scale', { service: 'x', instanceCount: 65 }, 'instanceCount'],
  ['live.open', { stream: 'group', params: {} }, 'params.groupId'],
  ['live.open', { stream: 'nothing', params: {} }, 'stream'],
  ['live.close', { id: 'x' }, 'id'],
];

describe('params', () => {
  it.each(good)('%s takes %j', (method, params) => {
    expect(paramSchemas[method].safeParse(params).success).toBe(true);
  });

  it.each(bad)('%s refuses %j at %s', (method, params, path) => {
    const parsed = paramSchemas[method].safeParse(params);
    expect(parsed.error?.issues.map((issue) => issue.path.join('.'))).toContain(path);
  });
});
