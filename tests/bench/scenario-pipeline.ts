/**
 * How fast a scenario runs: a generator and two services that read, change and write every event,
 * at full speed, brokers, runner and command line on one machine. Prints events a second over the
 * middle of the run, and the CPU of each process in that time.
 * `node tests/bench/scenario-pipeline.ts [--events N] [--brokers N] [--replication N] [--rows]`
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { launcher, startCluster } from '../support/product.ts';
import { cpuSeconds, end, launch } from './processes.ts';

const { values } = parseArgs({
  options: {
    events: { type: 'string', default: '1000000' },
    brokers: { type: 'string', default: '3' },
    replication: { type: 'string', default: '3' },
    rows: { type: 'boolean', default: false },
  },
});
const eventCount = Number(values.events);

const row = `
          - write: { table: last_seen, row: { sensor: sensor, reading: doubled }, conflict: update }`;

/** Only what both variants share is measured; `--rows` has the last service keep a row per key. */
const scenario = `
format: 2
name: pipeline-bench
title: Pipeline
topics:
${['readings', 'doubled', 'alerts']
  .map((name) => `  - { name: ${name}, partitions: 3, replication: ${values.replication} }`)
  .join('\n')}
services:
  - name: sensors
    generate:
      - topic: readings
        ratePerS: 100000
        entities: { prefix: sensor-, count: 1000 }
        value: { sensor: $entity, number: $sequence, reading: '$int(1, 100)' }
  - name: doubler
    consume:
      - topic: readings
        steps:
          - produce:
              topic: doubled
              value: { sensor: sensor, number: number, doubled: reading * 2 }
  - name: alarm
    tables:
      - { name: last_seen, key: sensor, columns: { sensor: text, reading: integer } }
    consume:
      - topic: doubled
        steps:${values.rows ? row : ''}
          - produce:
              topic: alerts
              value: { sensor: sensor, number: number, level: 'doubled > 150 ? "high" : "low"' }
`;

type Sample = {
  readonly atMs: number;
  readonly handled: number;
  readonly cpu: Map<string, number>;
};
type Status = {
  readonly event: string;
  readonly services?: { readonly [name: string]: { readonly inCount?: number } };
};

const folder = mkdtempSync(join(tmpdir(), 'rivulet-bench-'));
const file = join(folder, 'pipeline.rivulet.yaml');
writeFileSync(file, scenario);
const cluster = await startCluster(Number(values.brokers));
const samples: Sample[] = [];
let handled = 0;
try {
  const words = ['scenario', 'run', file, '--until-done', '--limit', String(eventCount)];
  const run = launch(launcher, [...words, '--speed', 'max', '--json', '--data', cluster.dataDir]);
  const timer = setInterval(() => {
    const cpu = new Map(cluster.brokers.map(({ id, pid }) => [`broker ${id}`, cpuSeconds([pid])]));
    const runner = runnerPid();
    if (runner !== null) cpu.set('runner', cpuSeconds([runner]));
    if (cluster.process.pid) cpu.set('supervisor', cpuSeconds([cluster.process.pid]));
    if (run.pid) cpu.set('command line', cpuSeconds([run.pid]));
    samples.push({ atMs: performance.now(), handled, cpu });
  }, 100);
  if (run.stdout) {
    for await (const line of createInterface({ input: run.stdout })) {
      const status = JSON.parse(line) as Status;
      handled = status.services?.['alarm']?.inCount ?? handled;
    }
  }
  clearInterval(timer);
  await end(run);
  print();
} finally {
  await cluster.stop();
  rmSync(folder, { recursive: true, force: true });
}

/** The process in which all services of the run are threads. */
function runnerPid(): number | null {
  try {
    const dir = join(cluster.dataDir, 'scenarios', 'runs');
    const [name = ''] = readdirSync(dir);
    return (JSON.parse(readFileSync(join(dir, name, 'running.json'), 'utf8')) as { pid: number })
      .pid;
  } catch {
    // Not begun yet, or over.
    return null;
  }
}

/** Without the start of the services, while engines still compile, and without the end of the run. */
function print(): void {
  const from = samples.find((sample) => sample.handled > eventCount * 0.3);
  const to = samples.findLast((sample) => sample.handled < eventCount * 0.95);
  if (!from || !to || to.handled <= from.handled) {
    console.log(`too short to be measured: ${handled} of ${eventCount} events`);
    process.exitCode = 1;
    return;
  }
  const seconds = (to.atMs - from.atMs) / 1000;
  const rate = (to.handled - from.handled) / seconds;
  console.log(`${Math.round(rate).toLocaleString('en')} events/s through three services`);
  let total = 0;
  for (const [name, before] of from.cpu) {
    const share = ((to.cpu.get(name) ?? before) - before) / seconds;
    total += share;
    console.log(`${name}: ${(share * 100).toFixed(0)} % of a core`);
  }
  console.log(`together: ${(total * 100).toFixed(0)} % over ${seconds.toFixed(1)} s`);
}
