import { describe, expect, it } from 'vitest';
import { lineReader } from '../../../src/cli/kafka-tools/line-reader.ts';
import { recordFormat } from '../../../src/cli/kafka-tools/record-format.ts';

const text = (bytes: Buffer | null) => bytes?.toString() ?? null;

describe('lines of the console producer', () => {
  it('are values, unless keys and headers are asked for', () => {
    const line = lineReader({})('a:b', 1);
    expect([line.key, text(line.value), line.headers]).toEqual([null, 'a:b', []]);
  });

  it('hold headers, key and value with the separators that were given', () => {
    const read = lineReader({
      'parse.key': 'true',
      'key.separator': ':',
      'parse.headers': 'TRUE',
      'headers.delimiter': '|',
      'headers.key.separator': '=',
      'null.marker': 'NULL',
    });
    const { key, value, headers } = read('h=1,i=NULL|k:NULL', 1);
    expect([text(key), value]).toEqual(['k', null]);
    expect(headers.map(([name, content]) => [text(name), text(content)])).toEqual([
      ['h', '1'],
      ['i', null],
    ]);
  });

  it('say which line lacks a separator, or pass when errors are to be ignored', () => {
    const properties = { 'parse.key': 'true', 'key.separator': ':' };
    expect(() => lineReader(properties)('x', 7)).toThrow(
      "No key separator found on line number 7: 'x'",
    );
    const forgiving = lineReader({ ...properties, 'ignore.error': 'true' })('x', 7);
    expect([forgiving.key, text(forgiving.value)]).toEqual([null, 'x']);
    expect(() => lineReader({ 'headers.separator': ':' })).toThrow('may not be equal');
  });
});

describe('records of the console consumer', () => {
  const record = {
    partition: 2,
    offset: 7,
    timestampMs: 5,
    timestampType: 'append',
    key: null,
    value: Buffer.from([0, 0, 1, 0]),
    headers: [[Buffer.from('h'), null]],
  } as const;

  it('show what is switched on, in Kafka’s order', () => {
    const names = ['timestamp', 'partition', 'offset', 'headers', 'key'];
    const format = recordFormat({
      ...Object.fromEntries(names.map((name) => [`print.${name}`, 'true'])),
      'key.separator': ' ',
      'null.literal': '-',
      'value.deserializer': 'org.apache.kafka.common.serialization.IntegerDeserializer',
    });
    expect(format(record).toString()).toBe('LogAppendTime:5 Partition:2 Offset:7 h:- - 256\n');
  });

  it('keep the bytes of values as they are', () => {
    expect(recordFormat({})(record)).toEqual(Buffer.from([0, 0, 1, 0, 10]));
    expect(() => recordFormat({ 'value.deserializer': 'com.example.Order' })).toThrow('not known');
  });
});
