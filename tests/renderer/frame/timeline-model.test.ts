import { describe, expect, test } from 'vitest';
import type { ClusterEvent } from '../../../src/main/contract/index.ts';
import { entriesOf, sentenceOf, toneOf } from '../../../src/renderer/frame/timeline-model.ts';
import type { Key, Values } from '../../../src/renderer/i18n/index.ts';

const t = (key: Key, values: Values = {}) => `${key} ${Object.values(values).join(' ')}`.trim();

let nextId = 0;
const leader = (atMs: number, partition: number, to: number, leaderEpoch = 1): ClusterEvent => ({
  id: ++nextId,
  atMs,
  kind: 'leader-changed',
  topic: 'orders',
  partition,
  leader: to,
  leaderEpoch,
  isr: [to],
});
const exit = (reason: 'stopped' | 'killed-by-user' | 'crashed'): ClusterEvent => ({
  id: ++nextId,
  atMs: 0,
  kind: 'broker-exited',
  brokerId: 2,
  exit: { atMs: 0, code: null, signal: null, reason, message: '' },
});

describe('the timeline', () => {
  test('stands newest first', () => {
    const entries = entriesOf([exit('stopped'), leader(10, 0, 1)]);
    expect(entries.map(({ event }) => event.kind)).toEqual(['leader-changed', 'broker-exited']);
  });

  test('tells changes of many partitions by one cause in one line', () => {
    const entries = entriesOf([leader(0, 0, 1), leader(100, 1, 3), leader(200, 2, 1)]);
    expect(entries.map(({ others }) => others.length)).toEqual([0, 1]);
    expect(sentenceOf(entries[1]!, t)).toBe('frame.evLeader orders-0 1 1, frame.evMore 1');
  });

  test('keeps changes apart that are seconds apart', () => {
    expect(entriesOf([leader(0, 0, 1), leader(5000, 1, 1)])).toHaveLength(2);
  });

  test('leaves out the first leader of a new partition', () => {
    expect(entriesOf([leader(0, 0, 1, 0)])).toEqual([]);
  });

  test('tells a stop, a kill and a crash apart', () => {
    const sentence = (event: ClusterEvent) => sentenceOf(entriesOf([event])[0]!, t);
    expect(sentence(exit('stopped'))).toBe('frame.evBrokerStopped 2');
    expect(sentence(exit('killed-by-user'))).toBe('frame.evBrokerKilled 2');
    expect(sentence(exit('crashed'))).toBe('frame.evBrokerExited 2 cluster.exit-crashed');
    expect(toneOf(exit('stopped'))).toBe('plain');
    expect(toneOf(exit('crashed'))).toBe('bad');
  });

  test('says when a partition or the cluster has no head', () => {
    const [entry] = entriesOf([leader(0, 3, -1)]);
    expect(sentenceOf(entry!, t)).toBe('frame.evNoLeader orders-3');
  });
});
