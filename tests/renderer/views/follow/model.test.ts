import { describe, expect, it } from 'vitest';
import type { FollowedRecord } from '../../../../src/main/contract/index.ts';
import { askingOf, paramsOf } from '../../../../src/renderer/views/follow/asking.ts';
import { layoutOf } from '../../../../src/renderer/views/follow/layout.ts';
import {
  addKnown,
  nothingKnown,
  ofTrace,
  sequenceOf,
  stepsOf,
  tracesOf,
} from '../../../../src/renderer/views/follow/model.ts';

function record(topic: string, timestampMs: number, more: Partial<FollowedRecord> = {}) {
  return {
    topic,
    partition: 0,
    offset: 0,
    timestampMs,
    timestampType: 'create' as const,
    key: 'order-1',
    value: '{}',
    traceId: 't1',
    spanId: null,
    parentSpanId: null,
    event: null,
    producer: null,
    writer: null,
    matches: ['key' as const],
    ...more,
  };
}
const by = (name: string) => ({ writer: { name, by: 'source' as const } });

const order = record('orders', 1_000, { spanId: 'a', ...by('order') });
const payment = record('payments', 1_040, { spanId: 'b', parentSpanId: 'a', ...by('payment') });
const stock = record('stock', 1_060, { spanId: 'c', parentSpanId: 'b', ...by('stock') });
const story = { records: [stock, order, payment], reads: [] };

const told = (known: Parameters<typeof stepsOf>[0]) => {
  const { lanes, arrows } = sequenceOf(stepsOf(known));
  const name = (index: number) => lanes[index]?.id;
  return arrows.map(({ kind, from, to, hopMs }) => [kind, name(from), name(to), hopMs]);
};

describe('a sequence', () => {
  it('goes from who wrote to who read, with the latency of each hop', () => {
    expect(told(story)).toEqual([
      ['write', 'service order', 'topic orders', null],
      ['read', 'topic orders', 'service payment', null],
      ['write', 'service payment', 'topic payments', 40],
      ['read', 'topic payments', 'service stock', null],
      ['write', 'service stock', 'topic stock', 20],
    ]);
    expect(sequenceOf(stepsOf(story)).totalMs).toBe(60);
  });

  it('draws a commit of its own group once, as the read that the answer tells of', () => {
    const place = { topic: 'orders', partition: 0, offset: 0 };
    const reads = [
      { groupId: 'payment-service', ...place, atMs: 1_100 },
      { groupId: 'analytics', ...place, atMs: 1_050 },
      { groupId: 'audit', ...place, atMs: null },
    ];
    const drawn = told({ ...story, reads });
    expect(drawn.filter(([kind]) => kind === 'read')).toEqual([
      ['read', 'topic orders', 'group audit', null],
      ['read', 'topic orders', 'service payment', null],
      ['read', 'topic orders', 'group analytics', 50],
      ['read', 'topic payments', 'service stock', null],
    ]);
    expect(sequenceOf(stepsOf({ ...story, reads })).totalMs).toBe(60);
  });

  it('never shows an answer above what it answers, whatever the clocks say', () => {
    const early = { ...payment, timestampMs: 900 };
    const steps = stepsOf({ records: [early, order], reads: [] });
    expect(steps.map((step) => step.record.topic)).toEqual(['orders', 'payments']);
    expect(
      told({ records: [early, order], reads: [] }).map(([kind, from]) => [kind, from]),
    ).toEqual([
      ['write', 'service order'],
      ['read', 'topic orders'],
      ['write', 'service payment'],
    ]);
  });

  it('infers a parent from the trace alone, and says so', () => {
    const foreign = { ...payment, parentSpanId: null, spanId: 'x' };
    const { arrows } = sequenceOf(stepsOf({ records: [order, foreign], reads: [] }));
    expect(arrows.map(({ evidence }) => evidence)).toEqual([null, 'order', null]);
  });

  it('says that a writer is not known, and by which producer id it is', () => {
    const plain = record('orders', 5, { traceId: null });
    const known = record('orders', 6, { traceId: null, offset: 1, producer: { id: 7, epoch: 0 } });
    const { lanes } = sequenceOf(stepsOf({ records: [plain, known], reads: [] }));
    expect(lanes.filter(({ kind }) => kind === 'unknown').map(({ name }) => name)).toEqual([
      '',
      '7',
    ]);
  });

  it('survives records that name each other as parents', () => {
    const one = record('a', 1, { spanId: 'a', parentSpanId: 'b', ...by('x') });
    const two = record('b', 2, { spanId: 'b', parentSpanId: 'a', ...by('y') });
    expect(stepsOf({ records: [one, two], reads: [] })).toHaveLength(2);
  });
});

describe('what is known', () => {
  it('grows, and a read of which more is known takes the place of the old one', () => {
    const place = { groupId: 'g', topic: 'orders', partition: 0, offset: 0 };
    const first = addKnown(nothingKnown, { records: [order], reads: [{ ...place, atMs: null }] });
    const second = addKnown(first, { records: [payment], reads: [{ ...place, atMs: 5 }] });
    expect(second.records).toHaveLength(2);
    expect(second.reads).toEqual([{ ...place, atMs: 5 }]);
  });

  it('is told apart by trace', () => {
    const other = record('orders', 1, { traceId: 't2', offset: 9 });
    const known = { records: [order, payment, other], reads: [] };
    expect(tracesOf(known.records)).toEqual([
      ['t1', 2],
      ['t2', 1],
    ]);
    expect(ofTrace(known, 't2').records).toEqual([other]);
  });
});

describe('the layout', () => {
  it('takes the room there is, and no less than its words need', () => {
    const sequence = sequenceOf(stepsOf(story));
    expect(layoutOf(sequence, 2_000).widthPx).toBeLessThanOrEqual(2_000);
    expect(layoutOf(sequence, 2_000).lanePx).toBeGreaterThan(layoutOf(sequence, 300).lanePx);
    const ys = layoutOf(sequence, 300).arrows.map(({ y }) => y);
    expect(ys).toEqual(ys.toSorted((left, right) => left - right));
  });
});

describe('a question', () => {
  it('is what the address says', () => {
    const asking = askingOf({ key: 'k', by: 'field', field: 'a.b', topics: 'x,y', range: '1h' });
    expect(paramsOf(asking, 10_000_000)).toEqual({
      text: 'k',
      by: 'field',
      field: 'a.b',
      topics: ['x', 'y'],
      fromMs: 10_000_000 - 3_600_000,
    });
    expect(paramsOf(askingOf({ key: 'k', from: '5', to: 'x' }), 0)).toEqual({
      text: 'k',
      by: 'any',
      fromMs: 5,
    });
  });

  it('is none without a key, or without a field to look in', () => {
    expect(paramsOf(askingOf({}), 0)).toBeNull();
    expect(paramsOf(askingOf({ key: 'k', by: 'field' }), 0)).toBeNull();
  });
});
