import { describe, expect, test } from 'vitest';
import {
  deduplicationMs,
  sqs,
  sqsDefault,
  type SqsSettings,
} from '../../../src/scenario/models/sqs.ts';
import { messageOf, Played } from './playing.ts';

/** Neither disorder nor duplicates, unless a test is about them. */
function play(settings: Partial<SqsSettings> = {}, seed = 1) {
  return new Played(sqs({ ...sqsDefault, disorder: 0, duplicates: 0, ...settings }), seed);
}

function ask(played: ReturnType<typeof play>, consumer = 'orders-1') {
  return played.given({ kind: 'poll', consumer });
}

describe('a message that was handed out', () => {
  test('is hidden for the visibility timeout, and then comes again', () => {
    const played = play({ visibilityMs: 5_000 });
    played.connect('orders-1');
    played.connect('orders-2');
    played.publish(0);
    expect(ask(played)).toEqual(['0>orders-1']);
    expect(ask(played, 'orders-2')).toEqual([]);
    played.tick();
    expect(played.nowMs).toBe(5_000);
    expect(played.last(0)).toMatchObject({ consumer: 'orders-2', isMarked: true, count: 2 });
  });

  test('is gone once it was deleted', () => {
    const played = play();
    played.connect('orders-1');
    played.publish(0);
    ask(played);
    played.input({ kind: 'acknowledge', delivery: played.last(0).delivery });
    played.nowMs = 60_000;
    expect(ask(played)).toEqual([]);
  });

  test('stays hidden when its consumer dies: nobody tells the queue', () => {
    const played = play({ visibilityMs: 5_000 });
    played.connect('orders-1');
    played.publish(0);
    ask(played);
    played.input({ kind: 'disconnect', consumer: 'orders-1' });
    played.connect('orders-2');
    expect(ask(played, 'orders-2')).toEqual([]);
    played.tick();
    expect(played.last(0).consumer).toBe('orders-2');
  });

  test('goes to the dead letters after its last receive', () => {
    const played = play({ maxReceiveCount: 2, visibilityMs: 100 });
    played.connect('orders-1');
    played.publish(0);
    ask(played);
    ask(played);
    played.tick();
    expect(played.last(0).count).toBe(2);
    ask(played);
    played.tick();
    expect(played.effects.at(-1)).toMatchObject({ kind: 'dead-letter', reader: 'orders' });
  });

  test('comes for ever without a dead-letter queue', () => {
    const played = play({ maxReceiveCount: null, visibilityMs: 100 });
    played.connect('orders-1');
    played.publish(0);
    for (let round = 1; round <= 20; round += 1) {
      ask(played);
      if (round > 1) played.tick();
    }
    expect(played.last(0).count).toBeGreaterThan(10);
  });
});

describe('a queue', () => {
  test('loses what is older than its retention', () => {
    const played = play({ retentionMs: 60_000 });
    played.publish(0);
    while (played.nowMs < 60_000 && played.tick());
    expect(played.effects).toContainEqual(
      expect.objectContaining({ kind: 'drop', reason: 'expired', reader: 'orders' }),
    );
    played.connect('orders-1');
    expect(ask(played)).toEqual([]);
  });

  test('of each application gets only the kinds that its filter policy lets through', () => {
    const played = play();
    played.publish(0, 1, 2);
    const counts = played.state.queues.map(({ reader, messages }) => [reader, messages.length]);
    expect(counts).toEqual([
      ['orders', 3],
      ['audit', 3],
      ['refunds', 1],
    ]);
  });

  test('that all share hands each message to one of them', () => {
    const played = play({ queues: 'shared' });
    played.connect('orders-1');
    played.connect('audit-1');
    played.publish(0);
    expect([...ask(played), ...ask(played, 'audit-1')]).toEqual(['0>orders-1']);
  });

  test('knows no replay, and is not seen to go down', () => {
    const played = play();
    expect(played.input({ kind: 'replay', reader: 'audit' })).toMatchObject([
      { kind: 'replay-refused' },
    ]);
    expect(sqs(sqsDefault).breaksConnections).toBe(false);
  });
});

describe('a standard queue', () => {
  const orderOf = (disorder: number) => {
    const played = play({ disorder }, 5);
    played.connect('orders-1');
    played.publish(...Array.from({ length: 30 }, (_, record) => record));
    const taken: number[] = [];
    for (let round = 0; round < 30; round += 1) {
      taken.push(...ask(played).map((text) => Number.parseInt(text, 10)));
    }
    return taken;
  };

  test('usually keeps the order, but need not', () => {
    const inOrder = Array.from({ length: 30 }, (_, record) => record);
    expect(orderOf(0)).toEqual(inOrder);
    const mixed = orderOf(0.3);
    expect(mixed).not.toEqual(inOrder);
    expect(mixed.toSorted((left, right) => left - right)).toEqual(inOrder);
  });

  test('may hand a message out twice', () => {
    const played = play({ duplicates: 1 });
    played.connect('orders-1');
    played.connect('orders-2');
    played.publish(0);
    expect([...ask(played), ...ask(played, 'orders-2')]).toEqual(['0>orders-1', '0>orders-2']);
  });

  test('keeps both copies of what was sent twice', () => {
    const played = play();
    played.publish(0);
    played.input({ kind: 'publish', message: messageOf(0, 1) });
    expect(played.state.queues[0]?.messages).toHaveLength(2);
  });
});

describe('a FIFO queue', () => {
  test('hands out nothing of a group while one of it is out', () => {
    const played = play({ type: 'fifo' });
    played.connect('orders-1');
    played.connect('orders-2');
    // 0 and 2 are of one group, 1 is of another.
    played.publish(0, 2, 1);
    expect(ask(played)).toEqual(['0>orders-1']);
    expect(ask(played, 'orders-2')).toEqual(['1>orders-2']);
    expect(ask(played)).toEqual([]);
    expect(played.given({ kind: 'acknowledge', delivery: played.last(0).delivery })).toEqual([
      '2>orders-1',
    ]);
  });

  test('lets a second send through only after five minutes', () => {
    const played = play({ type: 'fifo' });
    played.publish(0);
    played.nowMs = deduplicationMs - 1;
    played.input({ kind: 'publish', message: messageOf(0, 1) });
    expect(played.effects).toContainEqual(
      expect.objectContaining({ kind: 'drop', reason: 'duplicate' }),
    );
    played.nowMs = deduplicationMs;
    played.input({ kind: 'publish', message: messageOf(0, 1) });
    expect(played.state.queues[0]?.messages).toHaveLength(2);
  });

  test('takes no receipt whose time is over', () => {
    const played = play({ type: 'fifo', visibilityMs: 100 });
    played.connect('orders-1');
    played.publish(0);
    ask(played);
    const { delivery } = played.last(0);
    played.nowMs = 150;
    played.input({ kind: 'acknowledge', delivery });
    expect(ask(played)).toEqual(['0>orders-1']);
  });
});
