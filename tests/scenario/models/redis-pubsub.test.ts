import { expect, test } from 'vitest';
import { redisPubSub } from '../../../src/scenario/models/redis-pubsub.ts';
import { Played } from './playing.ts';

const play = (channels: 'per-kind' | 'one' = 'per-kind') => new Played(redisPubSub({ channels }));

test('every subscriber gets every message, also those of one application', () => {
  const played = play();
  played.connect('orders-1');
  played.connect('orders-2');
  expect(played.publish(0)).toEqual(['0>orders-1', '0>orders-2']);
});

test('a message without a subscriber is gone', () => {
  const played = play();
  played.publish(0);
  expect(played.effects).toMatchObject([{ kind: 'drop', reason: 'no-subscriber' }]);
  expect(played.connect('orders-1')).toEqual([]);
});

test('patterns choose between channels; one channel brings everything', () => {
  const played = play();
  played.connect('refunds-1');
  expect(played.publish(0, 1, 2)).toEqual(['2>refunds-1']);
  const plain = play('one');
  plain.connect('refunds-1');
  expect(plain.publish(0, 2)).toEqual(['0>refunds-1', '2>refunds-1']);
});

test('who is cut off misses what is sent meanwhile, and nothing comes again', () => {
  const played = play();
  played.connect('audit-1');
  played.publish(0);
  played.input({ kind: 'reject', delivery: played.last(0).delivery });
  played.input({ kind: 'disconnect', consumer: 'audit-1' });
  played.publish(1);
  expect(played.connect('audit-1')).toEqual([]);
  expect(played.publish(2)).toEqual(['2>audit-1']);
});

test('a restart cuts everybody off; there is no replay', () => {
  const played = play();
  played.connect('audit-1');
  played.input({ kind: 'server-down' });
  expect(played.publish(0)).toEqual([]);
  expect(played.input({ kind: 'replay', reader: 'audit' })).toMatchObject([
    { kind: 'replay-refused' },
  ]);
});
