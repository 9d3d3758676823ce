import { describe, expect, test } from 'vitest';
import type {
  ApiVersions,
  BrokerConnection,
  BrokerLogLine,
} from '../../../../src/main/contract/index.ts';
import {
  connectionRows,
  highlighted,
  lineText,
  shownLines,
  versionRows,
} from '../../../../src/renderer/views/brokers/model.ts';

describe('versions', () => {
  const versions: ApiVersions = {
    apis: {
      Fetch: { key: 1, ranges: { 1: { min: 4, max: 17 }, 2: { min: 4, max: 16 } } },
      Produce: { key: 0, ranges: { 1: { min: 3, max: 3 }, 2: { min: 3, max: 3 } } },
      Vote: { key: 52, ranges: { 1: { min: 0, max: 1 } } },
    },
    features: {},
    metadataVersions: {},
    silent: [3],
  };

  test('stand side by side, differences marked', () => {
    expect(versionRows(versions, [1, 2, 3])).toEqual([
      { api: 'Produce', key: 0, ranges: { 1: '3', 2: '3' }, isDifferent: false },
      { api: 'Fetch', key: 1, ranges: { 1: '4–17', 2: '4–16' }, isDifferent: true },
      { api: 'Vote', key: 52, ranges: { 1: '0–1', 2: null }, isDifferent: true },
    ]);
  });
});

describe('log lines', () => {
  const line = (number: number, level: BrokerLogLine['level'], text: string): BrokerLogLine => ({
    number,
    atMs: level === 'OTHER' ? null : 1_700_000_000_000,
    level,
    area: level === 'OTHER' ? '' : 'raft',
    text,
    skippedCount: 0,
  });
  const lines = [
    line(1, 'INFO', 'elected'),
    line(2, 'ERROR', 'a request failed'),
    line(3, 'OTHER', '  at handler'),
    line(4, 'WARN', 'slow'),
  ];
  const numbers = (text: string, level: 'all' | 'WARN' | 'ERROR') =>
    shownLines(lines, { text, level }).map(({ number }) => number);

  test('are shown by level, stacks with the line that they belong to', () => {
    expect(numbers('', 'all')).toEqual([1, 2, 3, 4]);
    expect(numbers('', 'WARN')).toEqual([2, 3, 4]);
    expect(numbers('', 'ERROR')).toEqual([2, 3]);
  });

  test('are looked through', () => {
    expect(numbers(' RAFT', 'all')).toEqual([1, 2, 4]);
    expect(numbers('handler', 'all')).toEqual([3]);
  });

  test('show where the text is', () => {
    expect(highlighted('An error, Error', 'ERROR')).toEqual([
      { text: 'An ', isHit: false },
      { text: 'error', isHit: true },
      { text: ', ', isHit: false },
      { text: 'Error', isHit: true },
    ]);
    expect(highlighted('x', '')).toEqual([{ text: 'x', isHit: false }]);
  });

  test('are copied as they were written', () => {
    expect(lines.map(lineText).slice(1, 3)).toEqual([
      '2023-11-14T22:13:20.000Z ERROR [raft] a request failed',
      '  at handler',
    ]);
  });
});

test('connections tell what they ask for most', () => {
  const connection = { requests: { Fetch: 90, Metadata: 10 } } as unknown as BrokerConnection;
  const [row] = connectionRows({ c: connection });
  expect(row).toMatchObject({
    id: 'c',
    requestCount: 100,
    mix: [
      { api: 'Fetch', share: 0.9 },
      { api: 'Metadata', share: 0.1 },
    ],
  });
});
