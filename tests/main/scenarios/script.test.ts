import { describe, expect, it } from 'vitest';
import { RunClock } from '../../../src/main/scenarios/run-clock.ts';
import { Script } from '../../../src/main/scenarios/script.ts';

const nothing = new Map<string, number>();

describe('a script', () => {
  it('goes by the seconds of the run, in its own order', () => {
    const script = new Script([
      { atS: 20, down: 'payment' },
      { atS: 10, up: 'payment' },
    ]);
    const at = (seconds: number) => script.take({ seconds, written: nothing, isIdle: false });
    expect(at(19)).toBeNull();
    expect(at(20)?.event).toEqual({ atS: 20, down: 'payment' });
    // It was due before, and waited for the one that stands before it.
    expect(at(20)?.event).toEqual({ atS: 10, up: 'payment' });
    expect(script.isDone).toBe(true);
    expect(at(21)).toBeNull();
  });

  it('goes by the records of a topic', () => {
    const script = new Script([{ after: { topic: 'orders', count: 5 }, say: 'five' }]);
    const written = (count: number) => new Map([['orders', count]]);
    expect(script.take({ seconds: 99, written: written(4), isIdle: false })).toBeNull();
    const due = script.take({ seconds: 0, written: written(7), isIdle: false });
    expect(due).toMatchObject({ event: { say: 'five' }, isSkipped: false });
  });

  it('does not wait where waiting changes nothing, and leaves out what cannot come', () => {
    const script = new Script([
      { atS: 600, down: 'payment' },
      { after: { topic: 'orders', count: 1_000 }, say: 'many' },
    ]);
    const idle = { seconds: 1, written: nothing, isIdle: true };
    expect(script.take(idle)).toMatchObject({ event: { down: 'payment' }, isSkipped: false });
    expect(script.take(idle)).toMatchObject({ event: { say: 'many' }, isSkipped: true });
    expect(script.isDone).toBe(true);
  });
});

describe('the clock of a run', () => {
  it('passes with the speed, and not while it is paused', () => {
    let nowMs = 0;
    const clock = new RunClock(2, () => nowMs);
    nowMs = 1_000;
    expect(clock.seconds).toBe(2);
    clock.setPaused(true);
    nowMs = 5_000;
    clock.setPaused(false);
    expect(clock.seconds).toBe(2);
    clock.setSpeed('max');
    nowMs = 6_000;
    expect(clock.seconds).toBe(3);
  });
});
