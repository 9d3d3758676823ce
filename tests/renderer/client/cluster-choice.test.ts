import { describe, expect, test } from 'vitest';
import { takeCluster } from '../../../src/renderer/client/cluster-choice.ts';

describe('the cluster that an address names', () => {
  test.each([
    ['#/home?cluster=ab12', 'ab12', '#/home'],
    ['#/topics/orders?cluster=ab12&x=1', 'ab12', '#/topics/orders?x=1'],
    ['#/topics?x=1&cluster=default', 'default', '#/topics?x=1'],
    ['#/topics?x=1&cluster=default&y=2', 'default', '#/topics?x=1&y=2'],
  ])('%s', (hash, id, rest) => {
    expect(takeCluster(hash)).toEqual({ id, hash: rest });
  });

  test.each(['', '#/cluster', '#/topics/cluster=a', '#/topics?mycluster=a'])(
    'is not in %j',
    (hash) => {
      expect(takeCluster(hash)).toBe(null);
    },
  );
});
