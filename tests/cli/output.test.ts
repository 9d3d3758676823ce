import { describe, expect, it } from 'vitest';
import { lineFormat, recordJson } from '../../src/cli/message-format.ts';
import { renderTable } from '../../src/cli/output.ts';
import type { RawRecord } from '../../src/main/explorer/fetch.ts';

const record: RawRecord = {
  partition: 1,
  offset: 42,
  timestampMs: 1_000,
  timestampType: 'create',
  key: Buffer.from('k'),
  value: Buffer.from('{"a":1}'),
  headers: [[Buffer.from('h'), Buffer.from('v')]],
};

describe('a table', () => {
  it('has numbers to the right and words to the left, Hangul counted double', () => {
    expect(
      renderTable(
        ['NAME', 'N'],
        [
          ['주문', '5'],
          ['order', '12'],
        ],
      ),
    ).toBe('NAME    N\n주문    5\norder  12\n');
  });

  it('of nothing is its header', () => {
    expect(renderTable(['A', 'B'], [])).toBe('A  B\n');
  });
});

describe('a message', () => {
  it('is a line of JSON', () => {
    expect(recordJson('t', record)).toEqual({
      topic: 't',
      partition: 1,
      offset: 42,
      timestamp: 1_000,
      key: 'k',
      value: { a: 1 },
      headers: { h: 'v' },
    });
    const tombstone = { ...record, key: null, value: null };
    expect(recordJson('t', tombstone)).toMatchObject({ key: null, value: null });
  });

  it('follows a format', () => {
    const lines: string[] = [];
    const output = { isJson: false, raw: (text: string) => lines.push(text) > 0 };
    lineFormat('t', output as never, '%t/%p/%o %k=%v [%h] %s%% %T\\n')(record);
    expect(lines.join('')).toBe('t/1/42 k={"a":1} [h=v] 7% 1000\n');
  });
});
