import { describe, expect, test } from 'vitest';
import type { Workload } from '../../../src/main/contract/models.ts';
import { findingsOf, type Question } from '../../../src/scenario/models/findings.ts';
import {
  rabbitDefault,
  type RabbitSettings,
  rabbitmq,
} from '../../../src/scenario/models/rabbitmq.ts';
import { redisDefault, redisPubSub } from '../../../src/scenario/models/redis-pubsub.ts';
import { runModel } from '../../../src/scenario/models/run.ts';
import { sqs, sqsDefault, type SqsSettings } from '../../../src/scenario/models/sqs.ts';
import { workloadDefault } from '../../../src/scenario/models/workload.ts';

type Change = Partial<Workload>;

function find(events: ReturnType<typeof runModel>, workload: Workload) {
  const findings = findingsOf({ workload, events });
  return (question: Question): { readonly [name: string]: string | number | undefined } => {
    const found = findings.find((finding) => finding.question === question);
    return { ...found?.values, verdict: found?.verdict };
  };
}

function rabbit(settings: Partial<RabbitSettings> = {}, change: Change = {}) {
  const workload = { ...workloadDefault, ...change };
  return find(runModel(rabbitmq({ ...rabbitDefault, ...settings }), workload), workload);
}

function queue(settings: Partial<SqsSettings> = {}, change: Change = {}) {
  const workload = { ...workloadDefault, ...change };
  return find(runModel(sqs({ ...sqsDefault, ...settings }), workload), workload);
}

function redis(change: Change = {}) {
  const workload = { ...workloadDefault, ...change };
  return find(runModel(redisPubSub(redisDefault), workload), workload);
}

describe('RabbitMQ', () => {
  test('shows the late one nothing of before, and everything if its queue was ready', () => {
    expect(rabbit()('late')).toMatchObject({ verdict: 'none', got: 0, all: 24 });
    expect(rabbit({ isLateQueueReady: true })('late')).toMatchObject({ verdict: 'all', got: 24 });
  });

  test('gives every application its copy, but not out of one shared queue', () => {
    expect(rabbit()('everyone')['verdict']).toBe('all');
    expect(rabbit({ queues: 'shared' })('everyone')['verdict']).toBe('some');
  });

  test('replays nothing', () => {
    expect(rabbit()('replay')).toMatchObject({ verdict: 'none', got: 0 });
  });

  test('routes by key, and lets a fanout send everything', () => {
    expect(rabbit()('routing')).toMatchObject({ verdict: 'by-server', unwanted: 0 });
    expect(rabbit({ exchange: 'direct' })('routing')['verdict']).toBe('by-server');
    expect(rabbit({ exchange: 'fanout' })('routing')).toMatchObject({
      verdict: 'by-reader',
      unwanted: 16,
    });
  });

  test('gives what a crashed consumer held to another one, marked', () => {
    const look = rabbit();
    expect(look('crash')).toMatchObject({ verdict: 'saved', lost: 0 });
    expect(look('again')['verdict']).toBe('marked');
  });

  test('breaks the order of a key between two workers, and keeps it with one', () => {
    expect(rabbit({}, { workerCount: 1, crashRecord: null })('order')['verdict']).toBe('kept');
    const two = rabbit({}, { workerCount: 4, workMs: 900, keyCount: 1 })('order');
    expect(two['verdict']).toBe('broken');
  });

  test('lets go of the poison by its limit, and of a classic queue never', () => {
    expect(rabbit()('poison')).toMatchObject({ verdict: 'dead-letter', tries: 4 });
    expect(rabbit({ hasDeadLetters: false })('poison')['verdict']).toBe('dropped');
    const classic = rabbit({ queueType: 'classic' })('poison');
    expect(classic['verdict']).toBe('endless');
    expect(classic).toHaveProperty('tries', expect.any(Number));
    expect(Number(classic['tries'])).toBeGreaterThan(50);
  });

  test('loses in a restart only what was in memory', () => {
    const busy = { serverDownAtMs: 1_500, workMs: 600 };
    expect(rabbit({}, busy)('server')).toMatchObject({ verdict: 'kept', lost: 0 });
    const memory = rabbit({ queueType: 'classic', isDurable: false }, busy)('server');
    expect(memory['verdict']).toBe('lost');
    expect(Number(memory['lost'])).toBeGreaterThan(0);
  });

  test('works twice on what was sent twice', () => {
    expect(rabbit()('resent')).toMatchObject({ verdict: 'twice', copies: 2 });
  });
});

describe('SQS', () => {
  test('hands out again what the crashed one held, once the time is over', () => {
    const crash = queue({ visibilityMs: 5_000, duplicates: 0 })('crash');
    expect(crash).toMatchObject({ verdict: 'saved', lost: 0 });
    expect(Number(crash['afterMs'])).toBeGreaterThanOrEqual(4_900);
  });

  test('as FIFO keeps the order of each key and drops the second send', () => {
    const look = queue({ type: 'fifo' }, { workerCount: 4, workMs: 500 });
    expect(look('order')['verdict']).toBe('kept');
    expect(look('resent')).toMatchObject({ verdict: 'once', copies: 1 });
  });

  test('as standard may break the order and doubles the second send', () => {
    const look = queue({ disorder: 0.6 }, { workMs: 400, keyCount: 1 });
    expect(look('order')['verdict']).toBe('broken');
    expect(look('resent')['verdict']).toBe('twice');
  });

  test('works twice on what takes longer than it is hidden', () => {
    const look = queue({ visibilityMs: 150, maxReceiveCount: null }, { workMs: 400 });
    expect(look('again')['verdict']).toBe('twice');
  });

  test('sends the poison to the dead letters after its receives', () => {
    expect(queue({ maxReceiveCount: 3 })('poison')).toMatchObject({
      verdict: 'dead-letter',
      tries: 3,
    });
  });

  test('is not seen to go down', () => {
    expect(queue({}, { serverDownAtMs: 1_000 })('server')['verdict']).toBe('unseen');
  });
});

describe('Redis Pub/Sub', () => {
  test('shows the late one nothing, replays nothing, tries nothing again', () => {
    const look = redis();
    expect(look('late')['verdict']).toBe('none');
    expect(look('replay')['verdict']).toBe('none');
    expect(look('again')['verdict']).toBe('twice');
    expect(look('routing')['verdict']).toBe('by-server');
  });

  test('loses what the crashed one held, if there is no second one', () => {
    const crash = redis({ workerCount: 1 })('crash');
    expect(crash['verdict']).toBe('lost');
    expect(Number(crash['lost'])).toBeGreaterThan(0);
    const alone = redis({ workerCount: 1, crashRecord: null });
    expect(alone('poison')).toMatchObject({ verdict: 'forgotten', tries: 1 });
    // Nobody was there to get it.
    expect(redis({ workerCount: 1 })('poison')).toMatchObject({ verdict: 'unseen', tries: 0 });
  });

  test('loses in a restart what subscribers had not finished', () => {
    const look = redis({ serverDownAtMs: 2_000, workerCount: 1, workMs: 600, crashRecord: null });
    expect(look('server')['verdict']).toBe('lost');
  });
});

describe('every model', () => {
  const models = [
    ['rabbitmq', rabbit],
    ['sqs', queue],
  ] as const;

  test.each(models)('%s gives the same run for the same seed', (_, look) => {
    expect(look({}, { seed: 11 })('order')).toEqual(look({}, { seed: 11 })('order'));
  });

  test('says that it was not asked what was not', () => {
    const nothing = {
      lateAtMs: null,
      crashRecord: null,
      replayAtMs: null,
      poisonRecord: null,
      resentRecord: null,
    };
    const look = rabbit({}, nothing);
    for (const question of ['late', 'replay', 'poison', 'resent', 'server'] as const) {
      expect(look(question)['verdict']).toBe('not-asked');
    }
    expect(look('crash')['verdict']).toBe('no-crash');
    expect(look('again')['verdict']).toBe('never');
  });

  test('gets the records in order, also after the server was away', () => {
    const workload = { ...workloadDefault, serverDownAtMs: 700 };
    const events = runModel(rabbitmq(rabbitDefault), workload);
    const sent = events.flatMap((event) => (event.kind === 'sent' ? [event.record] : []));
    expect(sent).toEqual(sent.toSorted((left, right) => left - right));
    expect(sent).toHaveLength(25);
  });

  test('ends every run, whatever the workload', () => {
    for (let seed = 0; seed < 40; seed += 1) {
      const change = {
        seed,
        recordCount: 1 + (seed % 30),
        workerCount: 1 + (seed % 5),
        sendIntervalMs: 10 + seed * 13,
        workMs: 1 + seed * 40,
        serverDownAtMs: seed % 2 === 0 ? null : seed * 50,
        returnAfterMs: seed % 3 === 0 ? null : seed * 20,
      };
      expect(rabbit({}, change)('server')['verdict']).toBeDefined();
      expect(queue({ type: seed % 2 === 0 ? 'fifo' : 'standard' }, change)('late')).toBeDefined();
      expect(redis(change)('late')['verdict']).toBeDefined();
    }
  });
});
