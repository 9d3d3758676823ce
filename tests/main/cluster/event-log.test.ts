import { describe, expect, it } from 'vitest';
import { ChangeCounter, EventLog } from '../../../src/main/cluster/event-log.ts';

describe('changes told by every broker', () => {
  it('are news once', () => {
    const once = new ChangeCounter();
    for (const id of [1, 2, 3]) once.join(id);
    expect([1, 2, 3].map((id) => once.isNews(id, 'a'))).toEqual([true, false, false]);
  });

  it('are news again when they happen again, whoever is late', () => {
    const once = new ChangeCounter();
    once.join(1);
    once.join(2);
    expect([once.isNews(1, 'a'), once.isNews(1, 'b'), once.isNews(1, 'a')]).toEqual([
      true,
      true,
      true,
    ]);
    expect([once.isNews(2, 'a'), once.isNews(2, 'b'), once.isNews(2, 'a')]).toEqual([
      false,
      false,
      false,
    ]);
  });

  it('are history while a broker replays them', () => {
    const once = new ChangeCounter();
    expect(once.isNews(1, 'a')).toBe(false);
    once.join(1);
    expect(once.isNews(1, 'a')).toBe(true);
    once.forget(1);
    expect(once.isNews(1, 'a')).toBe(false);
    once.join(1);
    expect(once.isNews(1, 'a')).toBe(true);
  });
});

describe('the log', () => {
  it('numbers events and keeps the last 500', () => {
    const log = new EventLog();
    const seen: number[] = [];
    log.onEvent(({ id }) => seen.push(id));
    for (let count = 0; count < 510; count += 1) log.append({ kind: 'broker-frozen', brokerId: 1 });
    expect(seen.at(-1)).toBe(510);
    expect([log.recent.length, log.recent[0]?.id]).toEqual([500, 11]);
  });
});
