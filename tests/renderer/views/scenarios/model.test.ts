import { describe, expect, test } from 'vitest';
import type { ScenarioRun, ServiceRun } from '../../../../src/main/contract/index.ts';
import { graphOf } from '../../../../src/scenario/edit/graph.ts';
import {
  edgeRates,
  isActive,
  isQueueing,
  outcomeOf,
  parseSpeed,
  speedText,
} from '../../../../src/renderer/views/scenarios/model.ts';

const serviceRun: ServiceRun = {
  phase: 'up',
  instanceCount: 1,
  upCount: 1,
  delivery: 'at-least-once',
  deliveryReason: null,
  trouble: { slowFactor: 1, failEvery: 0 },
  latencyMs: null,
  inCount: 0,
  outCount: 0,
  failedCount: 0,
  retriedCount: 0,
  deadLetteredCount: 0,
  lag: 0,
  inPerS: 0,
  outPerS: 0,
  rowCount: 0,
  lastError: null,
};

describe('a run', () => {
  const run: ScenarioRun = {
    runId: 'r',
    scenario: 'shop',
    bootstrap: '127.0.0.1:9092',
    phase: 'running',
    isPaused: false,
    events: [],
    speed: 1,
    seed: 1,
    startedAtMs: 0,
    endedAtMs: null,
    error: null,
    services: {},
    topics: {},
    expectations: {},
  };

  test('is active until it ended', () => {
    expect(isActive(run)).toBe(true);
    expect(isActive({ ...run, phase: 'draining' })).toBe(true);
    expect(isActive({ ...run, phase: 'finished' })).toBe(false);
    expect(isActive(null)).toBe(false);
  });

  test('holds when all expectations do, fails when one does', () => {
    const holds = { status: 'holds', detail: '' } as const;
    const fails = { status: 'fails', detail: '' } as const;
    const pending = { status: 'pending', detail: '' } as const;
    expect(outcomeOf({ ...run, expectations: { a: holds } }).outcome).toBe('holds');
    expect(outcomeOf({ ...run, expectations: { a: holds, b: pending } }).outcome).toBe('open');
    expect(outcomeOf({ ...run, expectations: { a: holds, b: fails } })).toEqual({
      outcome: 'fails',
      failCount: 1,
    });
  });

  test('has a queue when more waits than is on its way', () => {
    expect(isQueueing({ ...serviceRun, lag: 3, inPerS: 5 })).toBe(false);
    expect(isQueueing({ ...serviceRun, lag: 40, inPerS: 5 })).toBe(true);
    expect(isQueueing({ ...serviceRun, lag: 1, phase: 'down' })).toBe(true);
    expect(isQueueing({ ...serviceRun, lag: null })).toBe(false);
    expect(isQueueing(undefined)).toBe(false);
  });

  test('tells a rate where the figures are of one line alone', () => {
    const graph = graphOf({
      topics: [{ name: 'orders' }, { name: 'payments' }],
      services: [
        { name: 'order', generate: [{ topic: 'orders' }] },
        {
          name: 'payment',
          consume: [{ topic: 'orders', steps: [{ produce: { topic: 'payments' } }] }],
        },
        { name: 'analytics', consume: [{ topic: 'orders' }, { topic: 'payments' }] },
      ],
    });
    const topic = {
      inCount: 0,
      outCount: 0,
      failedCount: 0,
      retriedCount: 0,
      deadLetteredCount: 0,
    };
    const rates = edgeRates(graph, {
      ...run,
      services: {
        order: { ...serviceRun, outPerS: 5 },
        payment: { ...serviceRun, inPerS: 4, outPerS: 4 },
        analytics: { ...serviceRun, inPerS: 9 },
      },
      topics: { orders: { ...topic, inPerS: 5 }, payments: { ...topic, inPerS: 4 } },
    });
    expect(rates).toEqual({
      'write service/order topic/orders': 5,
      'read topic/orders service/payment': 4,
      'write service/payment topic/payments': 4,
    });
    expect(edgeRates(graph, null)).toEqual({});
  });

  test('knows its speeds by name', () => {
    expect(parseSpeed(speedText('max'))).toBe('max');
    expect(parseSpeed(speedText(0.5))).toBe(0.5);
    expect(parseSpeed('9')).toBe(1);
  });
});
