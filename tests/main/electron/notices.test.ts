import { describe, expect, it } from 'vitest';
import type { BrokerExit, ClusterEvent } from '../../../src/main/contract/cluster.ts';
import { noticeGate, noticeOf } from '../../../src/main/electron/notices.ts';
import { wordsIn } from '../../../src/main/electron/words.ts';

const say = wordsIn('en');

function exited(reason: BrokerExit['reason'], message = ''): ClusterEvent {
  const exit = { atMs: 0, code: null, signal: 'SIGKILL', reason, message };
  return { id: 1, atMs: 0, kind: 'broker-exited', brokerId: 2, exit };
}

describe('a notification', () => {
  it('tells that a broker died and what follows', () => {
    expect(noticeOf(exited('killed'), 'always', say)).toEqual({
      title: 'Broker 2 died',
      body: 'It is being started again.',
      route: '#/cluster',
    });
    expect(noticeOf(exited('disk-full', 'The disk is full.'), 'never', wordsIn('ko'))).toEqual({
      title: '브로커 2 종료됨',
      body: 'The disk is full. 직접 시작할 때까지 멈춰 있어요.',
      route: '#/cluster',
    });
  });

  it.each(['stopped', 'killed-by-user'] as const)(
    'says nothing of a broker that was %s',
    (reason) => {
      expect(noticeOf(exited(reason), 'always', say)).toBe(null);
    },
  );

  it('tells of damage once, when it is found', () => {
    const damage = {
      id: 1,
      atMs: 0,
      kind: 'replica-damaged',
      brokerId: 1,
      topic: 'orders',
      partition: 0,
      offset: 7,
      file: 'x.log',
    } as const;
    expect(noticeOf({ ...damage, state: 'found' }, 'always', say)?.body).toBe(
      'orders-0 on broker 1, from offset 7.',
    );
    expect(noticeOf({ ...damage, state: 'repaired' }, 'always', say)).toBe(null);
  });

  it('comes once a minute for the same broker', () => {
    let nowMs = 0;
    const isNews = noticeGate(() => nowMs);
    const notice = { title: 'Broker 1 died', body: '', route: '#/cluster' };
    expect([isNews(notice), isNews(notice), isNews({ ...notice, title: 'Broker 2 died' })]).toEqual(
      [true, false, true],
    );
    nowMs = 60_001;
    expect(isNews(notice)).toBe(true);
  });
});
