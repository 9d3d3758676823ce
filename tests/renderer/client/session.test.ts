import { describe, expect, test } from 'vitest';
import { takeToken } from '../../../src/renderer/client/session.ts';

describe('the token in the address', () => {
  test.each([
    ['#token=abc-_9', 'abc-_9', ''],
    ['#/topics/orders?token=abc', 'abc', '#/topics/orders'],
    ['#/topics/orders?token=abc&x=1', 'abc', '#/topics/orders?x=1'],
    ['#/topics?x=1&token=abc', 'abc', '#/topics?x=1'],
  ])('%s', (hash, token, rest) => {
    expect(takeToken(hash)).toEqual({ token, hash: rest });
  });

  test.each(['', '#', '#/topics/token=abc', '#/topics?x=token', '#/messages?mytoken=abc'])(
    'is not in %j',
    (hash) => {
      expect(takeToken(hash)).toBe(null);
    },
  );
});
