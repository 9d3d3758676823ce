import { describe, expect, test } from 'vitest';
import {
  rabbitDefault,
  type RabbitSettings,
  rabbitmq,
} from '../../../src/scenario/models/rabbitmq.ts';
import { Played } from './playing.ts';

function play(settings: Partial<RabbitSettings> = {}) {
  return new Played(rabbitmq({ ...rabbitDefault, ...settings }));
}

const waitingOf = (played: ReturnType<typeof play>, name: string) =>
  played.state.queues
    .find((queue) => queue.name === name)
    ?.waiting.map(({ message }) => message.record);

describe('an exchange', () => {
  test('of type topic copies into every queue whose binding matches', () => {
    const played = play();
    played.publish(0, 2);
    expect(waitingOf(played, 'orders')).toEqual([0, 2]);
    expect(waitingOf(played, 'audit')).toEqual([0, 2]);
    expect(waitingOf(played, 'refunds')).toEqual([2]);
  });

  test('of type direct compares the whole key', () => {
    const played = play({ exchange: 'direct' });
    played.publish(0, 1, 2);
    expect(waitingOf(played, 'orders')).toEqual([0, 1, 2]);
    expect(waitingOf(played, 'refunds')).toEqual([2]);
  });

  test('of type fanout looks at no key', () => {
    const played = play({ exchange: 'fanout' });
    played.publish(0, 1);
    expect(waitingOf(played, 'refunds')).toEqual([0, 1]);
  });

  test('drops what no queue is bound for', () => {
    const played = new Played({
      ...rabbitmq(rabbitDefault),
      create: (_readers, seed) => rabbitmq(rabbitDefault).create([], seed),
    });
    played.publish(0);
    expect(played.effects).toMatchObject([{ kind: 'drop', reason: 'no-queue' }]);
  });
});

describe('a queue', () => {
  test('holds nothing from before it was bound, unless it was declared beforehand', () => {
    const late = play();
    late.publish(0, 1);
    expect(late.connect('analytics-1')).toEqual([]);
    expect(late.publish(2)).toContain('2>analytics-1');

    const ready = play({ isLateQueueReady: true });
    ready.publish(0, 1);
    expect(ready.connect('analytics-1')).toEqual(['0>analytics-1', '1>analytics-1']);
  });

  test('gives each message to one of its consumers, in turn', () => {
    const played = play();
    played.connect('orders-1');
    played.connect('orders-2');
    expect(played.publish(0, 1, 2)).toEqual(['0>orders-1', '1>orders-2', '2>orders-1']);
  });

  test('gives a consumer no more than its prefetch until it acknowledges', () => {
    const played = play({ prefetch: 2 });
    played.connect('orders-1');
    expect(played.publish(0, 1, 2)).toEqual(['0>orders-1', '1>orders-1']);
    const { delivery } = played.last(0);
    expect(played.given({ kind: 'acknowledge', delivery })).toEqual(['2>orders-1']);
  });

  test('that all applications share gives a message to one of them', () => {
    const played = play({ queues: 'shared' });
    played.connect('orders-1');
    played.connect('audit-1');
    expect(played.publish(0, 1)).toEqual(['0>orders-1', '1>audit-1']);
  });

  test('forgets what was acknowledged: there is no replay', () => {
    const played = play();
    expect(played.input({ kind: 'replay', reader: 'audit' })).toMatchObject([
      { kind: 'replay-refused' },
    ]);
  });
});

describe('what comes back', () => {
  test('goes where it was, marked as redelivered, when a connection breaks', () => {
    const played = play({ queueType: 'classic', prefetch: 2 });
    played.connect('orders-1');
    played.publish(0, 1, 2);
    played.input({ kind: 'disconnect', consumer: 'orders-1' });
    expect(waitingOf(played, 'orders')).toEqual([0, 1, 2]);
    played.connect('orders-2');
    expect(played.last(0)).toMatchObject({ consumer: 'orders-2', isMarked: true, count: null });
  });

  test('goes to the end of a quorum queue without a limit', () => {
    const played = play({ deliveryLimit: null, prefetch: 1 });
    played.connect('orders-1');
    played.publish(0, 1, 2);
    played.input({ kind: 'reject', delivery: played.last(0).delivery });
    expect(played.last(1).consumer).toBe('orders-1');
    expect(waitingOf(played, 'orders')).toEqual([2, 0]);
  });

  test('is counted by a quorum queue, and dead-lettered past the limit', () => {
    const played = play({ deliveryLimit: 2 });
    played.connect('orders-1');
    played.publish(0);
    for (const count of [1, 2, 3]) {
      expect(played.last(0)).toMatchObject({ count, isMarked: count > 1 });
      played.input({ kind: 'reject', delivery: played.last(0).delivery });
    }
    expect(played.effects.at(-1)).toMatchObject({ kind: 'dead-letter', reader: 'orders' });
    expect(played.effects.filter(({ kind }) => kind === 'deliver')).toHaveLength(3);
  });

  test('is dropped past the limit where there is no dead-letter exchange', () => {
    const played = play({ deliveryLimit: 0, hasDeadLetters: false });
    played.connect('orders-1');
    played.publish(0);
    played.input({ kind: 'reject', delivery: played.last(0).delivery });
    expect(played.effects.at(-1)).toMatchObject({ kind: 'drop', reason: 'delivery-limit' });
  });

  test('comes back to a classic queue for ever', () => {
    const played = play({ queueType: 'classic' });
    played.connect('orders-1');
    played.publish(0);
    for (let round = 0; round < 50; round += 1) {
      played.input({ kind: 'reject', delivery: played.last(0).delivery });
    }
    expect(played.effects.filter(({ kind }) => kind === 'deliver')).toHaveLength(51);
  });
});

describe('a restart of the server', () => {
  test('takes what was only in memory', () => {
    const played = play({ queueType: 'classic', isDurable: false, prefetch: 1 });
    played.connect('orders-1');
    played.publish(0, 1);
    played.input({ kind: 'server-down' });
    const lost = played.effects.filter(
      (effect) => effect.kind === 'drop' && effect.reader === 'orders',
    );
    expect(lost).toMatchObject([{ reason: 'not-durable' }, { reason: 'not-durable' }]);
  });

  test('leaves what is durable, and marks what was out', () => {
    const played = play({ queueType: 'classic', prefetch: 1 });
    played.connect('orders-1');
    played.publish(0, 1);
    played.input({ kind: 'server-down' });
    played.input({ kind: 'server-up' });
    played.connect('orders-1');
    expect(played.last(0).isMarked).toBe(true);
    played.input({ kind: 'acknowledge', delivery: played.last(0).delivery });
    expect(played.last(1).isMarked).toBe(false);
  });

  test('takes nothing from a quorum queue, whatever its messages say', () => {
    const played = play({ queueType: 'quorum', isDurable: false });
    played.publish(0);
    played.input({ kind: 'server-down' });
    expect(waitingOf(played, 'orders')).toEqual([0]);
  });
});
