import { describe, expect, test } from 'vitest';
import type { ClusterEntry } from '../../../../src/main/contract/index.ts';
import {
  connectionForm,
  type ConnectionForm,
  connectionFormEmpty,
  connectionParams,
  formProblems,
  foreignRows,
  isPort,
  localRows,
  nameProblem,
  nextName,
  portsOf,
  securityOf,
} from '../../../../src/renderer/views/settings/model.ts';

const base = { phase: 'ready', bootstrap: 'h:1', brokerCount: 1, createdAtMs: 0 } as const;
const local: ClusterEntry = {
  ...base,
  kind: 'local',
  name: 'Orders',
  isDefault: false,
  dir: '/x',
  sizeBytes: 1,
};
const foreign: ClusterEntry = {
  ...base,
  kind: 'foreign',
  name: 'Prod',
  isDefault: false,
  security: {
    tls: { ca: null, isVerified: true },
    sasl: { mechanism: 'scram-sha-512', username: 'me' },
  },
  hasPassword: true,
  isReadOnly: true,
};
const clusters = { a: local, b: foreign };

describe('names', () => {
  test('are given and not given twice', () => {
    expect(nameProblem('  ', clusters)).toBe('nameMissing');
    expect(nameProblem(' Prod ', clusters)).toBe('nameTaken');
    expect(nameProblem('Prod', clusters, 'Prod')).toBe(null);
    expect(nameProblem('New', clusters)).toBe(null);
  });

  test('of copies count on', () => {
    expect(nextName('Orders', clusters)).toBe('Orders 2');
    const more = { ...clusters, c: { ...local, name: 'Orders 2' } };
    expect(nextName('Orders', more)).toBe('Orders 3');
    expect(nextName('Orders 2', more)).toBe('Orders 3');
  });
});

test('the list is told apart', () => {
  expect(localRows(clusters).map(({ id }) => id)).toEqual(['a']);
  expect(foreignRows(clusters).map(({ id }) => id)).toEqual(['b']);
});

test('ports', () => {
  expect(portsOf('127.0.0.1:9092,[::1]:9093')).toEqual([9092, 9093]);
  expect(portsOf('')).toEqual([]);
  expect([80, 1023, 65_536, 9092.5, Number.NaN].filter(isPort)).toEqual([]);
  expect([1024, 9092, 65_535].every(isPort)).toBe(true);
});

describe('a connection', () => {
  const good: ConnectionForm = {
    ...connectionFormEmpty,
    name: 'Stage',
    bootstrap: 'a:9092, b:9092',
  };

  test('as it was saved is the form again, without its password', () => {
    const [row] = foreignRows(clusters);
    const form = connectionForm(row!);
    expect(form).toMatchObject({ isEncrypted: true, mechanism: 'scram-sha-512', password: null });
    expect(connectionParams(form)).toEqual({ bootstrap: 'h:1', security: foreign.security });
    expect(formProblems(form, clusters, 'Prod')).toEqual({});
  });

  test('starts harmless', () => {
    expect(connectionFormEmpty.isReadOnly).toBe(true);
    expect(securityOf(connectionFormEmpty)).toEqual({ tls: null, sasl: null });
    expect(formProblems(good, clusters, null)).toEqual({});
  });

  test.each(['a', 'a:', ':9092', 'a:99999', 'a:1,,b:2', 'http://a:9092', 'a b:1', '::1:9092'])(
    'has no address %j',
    (bootstrap) => {
      const problems = formProblems({ ...good, bootstrap }, clusters, null);
      expect(problems).toEqual({ bootstrap: 'bootstrapForm' });
    },
  );

  test('says all that is missing', () => {
    const form: ConnectionForm = {
      ...connectionFormEmpty,
      isEncrypted: true,
      ca: 'no certificate',
      mechanism: 'plain',
    };
    expect(formProblems(form, clusters, null)).toEqual({
      name: 'nameMissing',
      bootstrap: 'bootstrapMissing',
      username: 'usernameMissing',
      ca: 'caForm',
    });
  });

  test('takes an IPv6 address in brackets', () => {
    expect(formProblems({ ...good, bootstrap: '[::1]:9092' }, clusters, null)).toEqual({});
  });

  test('sends a typed password, also an empty one', () => {
    expect(connectionParams({ ...good, password: '' })).toMatchObject({ password: '' });
    expect('password' in connectionParams(good)).toBe(false);
  });
});
