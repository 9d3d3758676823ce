import { describe, expect, test } from 'vitest';
import type {
  Scenario,
  ScenarioRun,
  ScenarioService,
  ServiceRun,
} from '../../../../src/main/contract/index.ts';
import { inFlowOrder, layOut } from '../../../../src/renderer/views/scenarios/layout.ts';
import {
  flowSeconds,
  isActive,
  isQueueing,
  outcomeOf,
  parseSpeed,
  queueStrokes,
  speedText,
} from '../../../../src/renderer/views/scenarios/model.ts';

const text = { en: '', ko: '' };
const service = (name: string, consumes: string[], produces: string[]): ScenarioService => ({
  name,
  title: text,
  description: text,
  consumes,
  produces,
  table: null,
});
/** The shop: the order service reads what its own orders led to. */
const shop = [
  service('analytics', ['orders', 'payments'], []),
  service('order', ['payments', 'shipments'], ['orders']),
  service('payment', ['orders'], ['payments', 'orders.dlq']),
  service('stock', ['payments'], ['stock-updates']),
  service('shipping', ['stock-updates'], ['shipments']),
];
const scenario: Scenario = {
  name: 'shop',
  title: text,
  description: text,
  services: shop,
  topics: ['orders.dlq', 'shipments', 'stock-updates', 'payments', 'orders', 'unused'].map(
    (name) => ({
      name,
      title: text,
      partitionCount: 3,
    }),
  ),
  expectations: [],
  source: '',
  isOwn: false,
};

describe('the picture', () => {
  test('stands in the order of the flow, circles and readers included', () => {
    expect(inFlowOrder(shop).map(({ name }) => name)).toEqual([
      'order',
      'payment',
      'stock',
      'shipping',
      'analytics',
    ]);
  });

  test('orders topics by who writes them first', () => {
    const { bars } = layOut(scenario, 1140);
    expect(bars.map(({ topic }) => topic)).toEqual([
      'orders',
      'payments',
      'orders.dlq',
      'stock-updates',
      'shipments',
      'unused',
    ]);
  });

  test('fills the width, and is wider than it when there is no room', () => {
    expect(layOut(scenario, 1140).width).toBe(1140);
    expect(layOut(scenario, 300).width).toBeGreaterThan(900);
  });

  test('lines end at their box and their bar, inside the picture', () => {
    const { boxes, bars, lines, width } = layOut(scenario, 1140);
    expect(lines).toHaveLength(2 + 3 + 3 + 2 + 2);
    for (const line of lines) {
      const box = boxes.find((candidate) => candidate.service.name === line.service)!;
      const bar = bars.find((candidate) => candidate.topic === line.topic)!;
      expect(line.x).toBeGreaterThan(box.x);
      expect(line.x).toBeLessThan(box.x + box.width);
      expect(line.y2).toBe(bar.y);
      expect(bar.x2).toBeGreaterThanOrEqual(line.x);
      expect(bar.x2).toBeLessThanOrEqual(width + 26);
    }
  });

  test('knows where a lag is the queue of one topic', () => {
    const { lines } = layOut(scenario, 1140);
    const only = lines.filter(({ isOnlyInput }) => isOnlyInput).map(({ service: name }) => name);
    expect(only).toEqual(['payment', 'stock', 'shipping']);
  });
});

const serviceRun: ServiceRun = {
  phase: 'up',
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
    phase: 'running',
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

  test('draws few strokes for large queues, none for none', () => {
    expect([0, 1, 3, 9, 1_000_000].map(queueStrokes)).toEqual([0, 1, 2, 3, 9]);
  });

  test('moves the faster the more flows, and not at all for nothing', () => {
    expect(flowSeconds(0)).toBe(null);
    expect(flowSeconds(100)).toBeLessThan(flowSeconds(1)!);
  });

  test('knows its speeds by name', () => {
    expect(parseSpeed(speedText('max'))).toBe('max');
    expect(parseSpeed(speedText(0.5))).toBe(0.5);
    expect(parseSpeed('9')).toBe(1);
  });
});
