import { expect, it } from 'vitest';
import { tickOf } from '../../../src/main/throughput/foreign.ts';

it('knows records in from offsets, by topic and partition', () => {
  const before = {
    atMs: 7,
    ends: new Map([
      ['a-b-0', 5],
      ['a-b-1', 7],
    ]),
  };
  const ends = new Map([
    ['a-b-0', 15],
    ['a-b-1', 7],
    ['new-0', 3],
  ]);
  const { topics, partitions, brokers } = tickOf(before, { atMs: 2_007, ends });
  expect(topics['a-b']?.recordsIn).toBe(5);
  expect(topics['new']?.recordsIn).toBe(0);
  expect(partitions).toEqual({ 'a-b-0': topics['a-b'] });
  expect(brokers).toEqual({});
});
