import { describe, expect, it } from 'vitest';
import { Given } from '../../../src/cli/kafka-tools/given.ts';
import { readOptions } from '../../../src/cli/kafka-tools/options.ts';

const known = {
  topic: { value: 'TOPIC', help: '' },
  'to-latest': { help: '' },
  'to-offset': { value: 'N', help: '' },
  state: { value: 'STATE', isValueOptional: true, help: '' },
} as const;

const read = (...words: readonly string[]) => new Given(readOptions(known, words));

describe('options of Kafka’s tools', () => {
  it('take values after a space or an equals sign', () => {
    expect(read('--topic', 'a', '--topic=b').texts('topic')).toEqual(['a', 'b']);
    expect(read('--to-offset', '-3').integer('to-offset')).toBe(-3);
  });

  it('may lack a value where that is allowed', () => {
    expect(read('--state').text('state')).toBe('');
    expect(read('--state', 'Stable').text('state')).toBe('Stable');
    expect(read('--state', '--to-latest').text('state')).toBe('');
    expect(() => read('--topic', '--to-latest')).toThrow('Option topic requires an argument');
  });

  it('may be shortened while only one fits', () => {
    expect(read('--top', 'a').text('topic')).toBe('a');
    expect(() => read('--to')).toThrow('ambiguous');
  });

  it('refuse what is not known', () => {
    expect(() => read('--colour')).toThrow('colour is not a recognized option');
    expect(() => read('orders')).toThrow('orders is not a recognized option');
    expect(() => read('--to-offset', 'x').integer('to-offset')).toThrow(
      "Cannot parse argument 'x'",
    );
  });
});
