import { describe, expect, it } from 'vitest';
import { ContractError, isContractError } from '../../../src/main/contract/errors.ts';
import { deserialize, serialize } from '../../../src/main/contract/wire.ts';

describe('an error on the wire', () => {
  it('keeps its code, data and message', () => {
    const error = new ContractError('topic-exists', { topic: 'orders' }, 'It exists.');
    const { e } = deserialize(serialize({ t: 's', i: '1', e: error })) as { e: unknown };
    expect(isContractError(e, 'topic-exists') && e.data.topic).toBe('orders');
    expect((e as Error).message).toBe('It exists.');
  });

  it('of any other class becomes internal, with its message', () => {
    const e = deserialize(serialize(new TypeError('oops')));
    expect(e).toMatchObject({ code: 'internal', message: 'oops' });
  });

  it('is not mistaken for data', () => {
    const value = { text: '{"$error":1}', list: [null, 1, 'a'] };
    expect(deserialize(serialize(value))).toEqual(value);
  });
});
