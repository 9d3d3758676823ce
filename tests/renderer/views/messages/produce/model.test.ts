import { describe, expect, it } from 'vitest';
import { produceOptionsDefault as options } from '../../../../../src/main/contract/index.ts';
import {
  checkJson,
  columnsOf,
  emptyDraft,
  formatJson,
  guessDelimiter,
  guessShape,
  localInput,
  nearestRate,
  noCsv,
  rates,
  sendParams,
  shapeOf,
  withAcks,
  withKeyKind,
} from '../../../../../src/renderer/views/messages/produce/model.ts';
import {
  countOf,
  firstPlaces,
} from '../../../../../src/renderer/views/messages/produce/republish-model.ts';

describe('what is sent for a form', () => {
  const sent = (changes: Partial<typeof emptyDraft>) =>
    sendParams('t', { ...emptyDraft, ...changes }, options);

  it('has a key only when there is one, and no value for a tombstone', () => {
    expect(sent({})).toMatchObject({ key: null, value: { text: emptyDraft.value } });
    expect(sent({ key: 'k', isTombstone: true })).toMatchObject({
      key: { text: 'k' },
      value: null,
    });
    // The message that is sent again had an empty key, which is not the same as none.
    expect(sent({ hasKey: true }).key).toEqual({ text: '' });
  });

  it('has the bytes of a message that nobody wrote over', () => {
    expect(sent({ valueBase64: 'AAE=', value: '0001' }).value).toEqual({ base64: 'AAE=' });
  });

  it('has named headers, and the time in the zone of the reader', () => {
    const headers = [
      { id: 1, name: '', value: 'x' },
      { id: 2, name: 'a', value: '1' },
    ];
    const atMs = 1_700_000_000_123;
    const params = sent({ headers, timestamp: localInput(atMs), partition: 2 });
    expect(params).toMatchObject({ timestampMs: atMs, partition: 2 });
    expect(params.headers).toEqual([{ name: 'a', value: { text: '1' } }]);
    expect(sent({ timestamp: 'nonsense' }).timestampMs).toBeUndefined();
  });

  it('is not idempotent without acks=all', () => {
    expect(withAcks(options, 1)).toMatchObject({ acks: 1, isIdempotent: false });
    expect(withAcks(options, -1).isIdempotent).toBe(true);
  });
});

describe('JSON', () => {
  it('is told from text, and from what was meant as JSON', () => {
    expect(checkJson('{"a": 1}').kind).toBe('valid');
    expect(checkJson('hello').kind).toBe('text');
    expect(checkJson('')).toEqual({ kind: 'text', problem: '' });
    const broken = checkJson('{"a": }');
    expect(broken.kind).toBe('invalid');
    expect(broken.problem).not.toBe('');
    expect(formatJson('{"a":1}')).toBe('{\n  "a": 1\n}');
    expect(formatJson('no')).toBe('no');
  });
});

describe('a file', () => {
  it.each([
    ['a.csv', 'id,name', 'csv'],
    ['a.ndjson', '{"key":"k","value":1}', 'record'],
    ['a.ndjson', '{"topic":"t","key":"k","payload":"v","ts":1,"tstype":"create"}', 'record'],
    ['a.ndjson', '{"value":1,"currency":"EUR"}', 'json'],
    ['a.txt', '[1,2]', 'json'],
    ['a.txt', 'plain', 'text'],
    ['a.txt', '', 'text'],
  ])('%s that begins with %s is %s', (name, line, shape) => {
    expect(guessShape(name, line)).toBe(shape);
  });

  it('has columns by its separator', () => {
    expect(guessDelimiter('a;b;c')).toBe(';');
    expect(guessDelimiter('a\tb')).toBe('\t');
    expect(guessDelimiter('a')).toBe(',');
    expect(columnsOf('\ufeffid;"full ""name""";x\r', ';')).toEqual(['id', 'full "name"', 'x']);
    expect(shapeOf('csv', noCsv)).toMatchObject({ kind: 'csv', delimiter: ',' });
    expect(shapeOf('json', noCsv)).toEqual({ kind: 'value', isJson: true });
  });
});

describe('a load', () => {
  it('has a rate out of steps, the last one without a limit', () => {
    expect(rates[nearestRate(10)]).toBe(10);
    expect(rates[nearestRate(11)]).toBe(100);
    expect(rates[nearestRate(null)]).toBeNull();
  });

  it('keeps the text of its keys when their kind changes', () => {
    const pool = withKeyKind({ kind: 'template', text: 'u{{seq}}' }, 'pool');
    expect(pool).toMatchObject({ kind: 'pool', text: 'u{{seq}}', count: 100 });
    expect(withKeyKind(pool, 'none')).toEqual({ kind: 'none' });
  });
});

describe('republishing', () => {
  const range = {
    kind: 'range',
    topic: 't',
    ranges: { '0': { from: 5, to: 8 }, '1': { from: 9, to: 9 } },
  } as const;

  it('counts what it is about, and looks at the first ones', () => {
    expect(countOf(range)).toBe(3);
    expect(firstPlaces(range).map(({ offset }) => offset)).toEqual([5, 6, 7]);
    const places = [{ topic: 't', partition: 0, offset: 1 }];
    expect(countOf({ kind: 'messages', places })).toBe(1);
    expect(firstPlaces({ kind: 'messages', places })).toEqual(places);
  });
});
