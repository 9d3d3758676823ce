import { describe, expect, test } from 'vitest';
import type { ConfigEntry } from '../../../../src/main/contract/index.ts';
import { shownConfigs, wayBack } from '../../../../src/renderer/ui/config-table/changes.ts';
import {
  kindOf,
  parseTyped,
  problemOf,
  readableValue,
  suggestions,
  type ValueForm,
} from '../../../../src/renderer/ui/config-table/values.ts';

const form = (name: string, more: Partial<ValueForm> = {}): ValueForm => ({
  name,
  type: 'long',
  isSensitive: false,
  choices: null,
  min: null,
  max: null,
  ...more,
});

describe('kinds of values', () => {
  test.each([
    ['retention.ms', {}, 'duration'],
    ['log.retention.hours', { type: 'int' }, 'duration'],
    ['segment.bytes', { type: 'int' }, 'bytes'],
    ['num.io.threads', { type: 'int' }, 'number'],
    ['min.cleanable.dirty.ratio', { type: 'double' }, 'number'],
    ['preallocate', { type: 'boolean' }, 'boolean'],
    ['cleanup.policy', { type: 'list', choices: ['delete', 'compact'] }, 'choices'],
    ['compression.type', { type: 'string', choices: ['gzip'] }, 'choice'],
    ['ssl.key.password', { type: 'password' }, 'secret'],
    ['advertised.listeners', { type: 'string' }, 'text'],
  ] as const)('%s', (name, more, kind) => {
    expect(kindOf(form(name, more))).toBe(kind);
  });
});

describe('values', () => {
  test('are readable where a unit is in the name', () => {
    expect(readableValue(form('retention.ms'), '604800000')).toEqual({ ms: 604_800_000 });
    expect(readableValue(form('log.retention.hours'), '168')).toEqual({ ms: 604_800_000 });
    expect(readableValue(form('segment.bytes'), '1048576')).toEqual({ bytes: 1_048_576 });
    expect(readableValue(form('retention.bytes'), '-1')).toEqual({ isUnlimited: true });
    expect(readableValue(form('flush.ms'), '9223372036854775807')).toEqual({ isUnlimited: true });
    expect(readableValue(form('min.insync.replicas'), '2')).toBe(null);
  });

  test('are typed as people say them', () => {
    expect(parseTyped(form('retention.ms'), '7 d')).toBe('604800000');
    expect(parseTyped(form('retention.ms'), '1h 30min')).toBe('5400000');
    expect(parseTyped(form('retention.ms'), '2일')).toBe('172800000');
    expect(parseTyped(form('log.retention.hours'), '7 d')).toBe('168');
    expect(parseTyped(form('segment.bytes'), '1.5 GiB')).toBe('1610612736');
    expect(parseTyped(form('segment.bytes'), '100 MB')).toBe('100000000');
    expect(parseTyped(form('retention.ms'), '-1')).toBe('-1');
    expect(parseTyped(form('retention.ms'), '9223372036854775807')).toBe('9223372036854775807');
    expect(parseTyped(form('retention.ms'), 'soon')).toBe(null);
    expect(parseTyped(form('retention.ms'), '5 parsecs')).toBe(null);
    expect(parseTyped(form('cleanup.policy', { type: 'list' }), ' compact ')).toBe('compact');
  });

  test('are refused before the cluster is asked', () => {
    expect(problemOf(form('retention.ms', { min: -1 }), '-2')).toEqual({
      kind: 'tooSmall',
      limit: -1,
    });
    expect(problemOf(form('a', { type: 'int', max: 9 }), '10')).toEqual({
      kind: 'tooLarge',
      limit: 9,
    });
    expect(problemOf(form('a', { type: 'int' }), '1.5')).toEqual({ kind: 'notWhole' });
    expect(problemOf(form('a', { type: 'double' }), '1.5')).toBe(null);
    expect(problemOf(form('a', { type: 'int' }), '')).toEqual({ kind: 'notNumber' });
    expect(problemOf(form('retention.ms'), 'x')).toEqual({ kind: 'unreadable' });
    expect(problemOf(form('a', { type: 'string' }), '')).toBe(null);
  });

  test('that are suggested can be read', () => {
    for (const name of ['retention.ms', 'segment.ms', 'retention.bytes', 'segment.bytes']) {
      const all = suggestions(form(name));
      expect(all.length).toBeGreaterThan(2);
      for (const text of all) expect(problemOf(form(name), text), `${name} ${text}`).toBe(null);
    }
    expect(suggestions(form('retention.ms'))).toContain('-1');
    expect(suggestions(form('segment.ms', { min: 1 }))).not.toContain('-1');
  });
});

describe('configs', () => {
  const config = (name: string, source: ConfigEntry['source'], value = '1'): ConfigEntry => ({
    ...form(name),
    value,
    source,
    isReadOnly: false,
    documentation: name === 'b' ? 'About compaction' : '',
    beneath: [],
  });

  test('begin with those that were set here', () => {
    const all = [config('a', 'default'), config('z', 'topic'), config('b', 'broker')];
    const names = (text: string, isOnlySet: boolean) =>
      shownConfigs(all, ['topic'], { text, isOnlySet }).map(({ name }) => name);
    expect(names('', false)).toEqual(['z', 'a', 'b']);
    expect(names('', true)).toEqual(['z']);
    expect(names('COMPACTION', false)).toEqual(['b']);
  });

  test('go back to what was: a value that was set here, or what lay beneath', () => {
    const before = [config('a', 'default'), config('z', 'topic', '7')];
    expect(wayBack(before, { set: { a: '5', z: '8' }, unset: [] }, ['topic'])).toEqual({
      set: { z: '7' },
      unset: ['a'],
    });
    expect(wayBack(before, { set: {}, unset: ['z'] }, ['topic'])).toEqual({
      set: { z: '7' },
      unset: [],
    });
  });

  test('cannot bring back a secret', () => {
    const secret = { ...config('p', 'broker'), isSensitive: true, value: null };
    expect(wayBack([secret], { set: { p: 'x' }, unset: [] }, ['broker'])).toBe(null);
  });
});
