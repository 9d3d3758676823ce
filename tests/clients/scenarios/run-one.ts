/** Runs a scenario in the test's own process, on brokers of ours. */
import { join } from 'node:path';
import { type Child, forkChild, type StartChild } from '../../../src/main/cluster/child.ts';
import type { ScenarioRun } from '../../../src/main/contract/scenarios.ts';
import { killLeader } from '../../../src/main/scenarios/leader-kill.ts';
import { Run } from '../../../src/main/scenarios/run.ts';
import type { RunnerEvent, RunOptions } from '../../../src/main/scenarios/run-messages.ts';
import { RunnerProcess } from '../../../src/main/scenarios/runner-process.ts';
import type { ScenarioDefinition } from '../../../src/scenario/definition/scenario.ts';
import type { Brokers } from '../../main/scenarios/brokers.ts';

export type OneRun = {
  readonly run: Run;
  readonly runDir: string;
  readonly told: readonly RunnerEvent[];
  readonly ended: Promise<ScenarioRun>;
};

/** At full speed to the end, unless the options say otherwise. */
export function startRun(
  brokers: Brokers,
  scenario: ScenarioDefinition,
  options: Partial<RunOptions> = {},
): OneRun {
  const told: RunnerEvent[] = [];
  const whole = optionsOf(brokers, scenario, options);
  const run = new Run(whole, scenario, (event) => {
    told.push(event);
    if (event.type !== 'kill-leader') return;
    const kill = (brokerId: number) => brokers.cluster.supervisor.kill(brokerId);
    void killLeader(event, kill).then((done) => run.note({ atMs: Date.now(), ...done }));
  });
  return { run, runDir: whole.runDir, told, ended: run.execute() };
}

/** In a process of its own, as it is outside of tests. */
export function startRunner(brokers: Brokers, scenario: ScenarioDefinition) {
  let child: Child | null = null;
  const start: StartChild = (asked, listener) => {
    child = forkChild(asked, listener);
    return child;
  };
  const options = optionsOf(brokers, scenario, {});
  const listener = { onStatus: () => {}, onEvent: () => {} };
  const runner = new RunnerProcess(options, scenario.name, listener, start);
  return { runner, status: () => runner.latest, pid: () => child?.pid ?? -1 };
}

function optionsOf(
  { dir, cluster }: Brokers,
  scenario: ScenarioDefinition,
  changed: Partial<RunOptions>,
): RunOptions {
  return {
    runId: scenario.name,
    source: JSON.stringify(scenario),
    file: join(dir, `${scenario.name}.rivulet.yaml`),
    bootstrap: cluster.bootstrap,
    runDir: join(dir, 'scenarios', scenario.name),
    speed: 'max',
    seed: 1,
    startedAtMs: Date.now(),
    limit: 100,
    ...changed,
  };
}

/** What happened in a run, in order: `down payment`. */
export function happened({ events }: ScenarioRun): readonly string[] {
  return events.map(({ kind, subject }) => `${kind} ${subject}`.trim());
}
