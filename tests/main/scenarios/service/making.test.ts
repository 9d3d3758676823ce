/** What generators make, and when. */
import { describe, expect, it } from 'vitest';
import { Expressions } from '../../../../src/main/scenarios/expressions/expressions.ts';
import { eventMaker, type Made } from '../../../../src/main/scenarios/service/event-maker.ts';
import { Gate } from '../../../../src/main/scenarios/service/gate.ts';
import { rateAt, Schedule } from '../../../../src/main/scenarios/service/rate.ts';
import { readReplay } from '../../../../src/main/scenarios/service/replay.ts';
import type { Tools } from '../../../../src/main/scenarios/blocks/tools.ts';
import type { GeneratorDefinition } from '../../../../src/scenario/definition/scenario.ts';

const tools = { expressions: new Expressions() } as unknown as Tools;

function make(definition: Partial<GeneratorDefinition>, count: number, seed = 1): readonly Made[] {
  const maker = eventMaker({
    definition: { topic: 't', ratePerS: 10, ...definition },
    index: 0,
    place: { service: 's', instance: 0, seed },
    runId: 'run',
    lines: null,
    tools,
    check: () => {},
  });
  return Array.from({ length: count }, (_, index) => maker(index + 1, 1_000 + index) as Made);
}

const contents = (made: readonly Made[]) =>
  made.map(({ record }) => [record.key, record.value, record.id]);

describe('a generator', () => {
  const definition: Partial<GeneratorDefinition> = {
    entities: { prefix: 'c-', count: 100, hot: { count: 2, share: 0.5 } },
    let: { amount: '$int(1, 1000)' },
    value: {
      id: '$id',
      n: '$sequence',
      amount: '$amount',
      uuid: '$uuid()',
      name: '$fake("person.fullName")',
    },
  };

  it('makes the same for the same seed, and else for another', () => {
    expect(contents(make(definition, 50))).toEqual(contents(make(definition, 50)));
    expect(contents(make(definition, 50, 2))).not.toEqual(contents(make(definition, 50)));
  });

  it('has hot keys', () => {
    const keys = make(definition, 2_000).map(({ record }) => record.key);
    const hot = keys.filter((key) => key === 'c-1' || key === 'c-2').length;
    expect(hot).toBeGreaterThan(850);
    expect(hot).toBeLessThan(1_150);
  });

  it('loses, doubles and delays some of a hundred', () => {
    const made = make(
      { lostPercent: 20, duplicatePercent: 10, late: { percent: 30, byMs: 500 } },
      3_000,
    );
    const share = (is: (item: Made) => boolean) => made.filter(is).length / made.length;
    expect(share(({ copies }) => copies === 0)).toBeCloseTo(0.2, 1);
    expect(share(({ copies }) => copies === 2)).toBeCloseTo(0.08, 1);
    expect(share(({ lateBy }) => lateBy === 5)).toBeCloseTo(0.3, 1);
  });
});

describe('a schedule', () => {
  it('counts evenly without a curve', () => {
    const schedule = new Schedule({ ratePerS: 4 });
    expect([1, 2, 3, 5].map((sequence) => schedule.timeMs(sequence))).toEqual([0, 250, 500, 1_000]);
  });

  it('follows ramps, waves and bursts, and never goes back', () => {
    const curves: readonly NonNullable<GeneratorDefinition['curve']>[] = [
      { ramp: { from: 0, to: 100, overS: 10 } },
      { wave: { low: 0, high: 20, everyS: 10 } },
      { burst: { factor: 10, everyS: 10, forS: 2 } },
    ];
    for (const curve of curves) {
      const schedule = new Schedule({ ratePerS: 10, curve });
      const times = Array.from({ length: 300 }, (_, index) => schedule.timeMs(index + 1));
      expect(times).toEqual(times.toSorted((left, right) => left - right));
      // Asked again from the beginning, it says the same.
      expect(schedule.timeMs(1)).toBe(times[0]);
      expect(schedule.timeMs(200)).toBe(times[199]);
    }
    expect(rateAt({ ratePerS: 10, curve: { burst: { factor: 10, everyS: 10, forS: 2 } } }, 9)).toBe(
      100,
    );
    expect(rateAt({ ratePerS: 10, curve: { ramp: { from: 0, to: 100, overS: 10 } } }, 5)).toBe(50);
  });
});

describe('replay', () => {
  it('reads CSV with numbers, and NDJSON', () => {
    expect(readReplay({ format: 'csv', text: 'id,n,code\na,1.5,007\nb,-2,x' }, '')).toEqual([
      { id: 'a', n: 1.5, code: '007' },
      { id: 'b', n: -2, code: 'x' },
    ]);
    expect(readReplay({ format: 'ndjson', text: '{"a":1}\n\n[2]\n' }, '')).toEqual([{ a: 1 }, [2]]);
    expect(() => readReplay({ format: 'ndjson', text: '{"a":1}\nno' }, '')).toThrow('line 2');
  });
});

describe('the gate', () => {
  it('holds back while paused, lets one through for a step, all when opened', async () => {
    let stepped = 0;
    const gate = new Gate(() => {
      stepped += 1;
    });
    expect(await gate.pass(0)).toBe(false);
    gate.setPaused(true);
    const makes = gate.pass(1);
    const handles = gate.pass(0);
    gate.step();
    expect(await handles).toBe(true);
    gate.stepped();
    expect(stepped).toBe(1);
    gate.open();
    expect(await makes).toBe(false);
  });

  it('remembers a step until somebody comes, unless it is taken back', async () => {
    const gate = new Gate(() => {});
    gate.setPaused(true);
    gate.step();
    expect(await gate.pass(0)).toBe(true);
    gate.step();
    gate.cancelStep();
    const waiting = gate.pass(0);
    gate.setPaused(false);
    expect(await waiting).toBe(false);
  });
});
