import { describe, expect, it } from 'vitest';
import type { ScenarioRun } from '../../../src/main/contract/scenarios.ts';
import { RunJournal } from '../../../src/main/scenarios/run-journal.ts';
import { RunRecorder } from '../../../src/main/scenarios/run-recorder.ts';
import { openStore } from '../../../src/main/store/store.ts';

const run = { runId: 'a', startedAtMs: 1 } as ScenarioRun;
const line = (index: number) =>
  ({ atMs: index, instance: 0, level: 'info', message: `line ${index}` }) as const;
const flow = (sequence: number) => ({
  sequence,
  atMs: 1,
  service: 'shop',
  topic: 'orders',
  kind: 'write' as const,
  partition: 0,
  offset: sequence,
  key: 'a',
});

describe('what a run tells', () => {
  it('is kept within bounds, for each service', () => {
    const journal = new RunJournal();
    const lines = Array.from({ length: 700 }, (_, index) => line(index));
    const seen: string[][] = [];
    const stop = journal.watchLog('shop', (log) => seen.push(log.lines.map((one) => one.message)));
    journal.take({ type: 'log', service: 'shop', lines });
    journal.take({ type: 'log', service: 'bank', lines: [line(1)] });
    expect(seen.map(({ length }) => length)).toEqual([0, 500]);
    expect(seen.at(-1)?.[0]).toBe('line 200');
    stop();
    journal.take({ type: 'log', service: 'shop', lines: [line(1)] });
    expect(seen).toHaveLength(2);
  });

  it('is forgotten when another run begins', () => {
    const journal = new RunJournal();
    const samples = Array.from({ length: 300 }, (_, index) => flow(index));
    journal.take({ type: 'flow', samples });
    journal.take({ type: 'log', service: 'shop', lines: [line(1)] });
    const counts: number[] = [];
    journal.watchFlow(({ samples: now }) => counts.push(now.length));
    journal.watchLog('shop', ({ lines }) => counts.push(lines.length));
    journal.begin(run);
    expect(counts).toEqual([200, 1, 0, 0]);
    expect(journal.run).toBe(run);
  });
});

describe('what is kept of a run', () => {
  it('is thinner the longer it goes on, and whole at its end', () => {
    const store = openStore(':memory:');
    const recorder = new RunRecorder(store.scenarioRuns, 'shop');
    for (let index = 1; index <= 5_000; index += 1) {
      recorder.take({ type: 'sample', sample: { atMs: index, services: {} } });
    }
    recorder.take({ type: 'made', clusterId: 'one', topics: ['orders'], groups: [] });
    recorder.save(run);
    const samples = store.scenarioRuns.read('a')?.samples ?? [];
    expect(samples.length).toBeGreaterThan(500);
    expect(samples.length).toBeLessThan(1_200);
    const gaps = samples.slice(1).map(({ atMs }, index) => atMs - (samples[index]?.atMs ?? 0));
    expect(new Set(gaps).size).toBe(1);
    expect(store.scenarioRuns.made('one', 'shop').topics).toEqual(['orders']);
    store.close();
  });
});
