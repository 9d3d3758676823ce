/** `rivulet scenario …`. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { ScenarioRun, Speed } from '../../main/contract/scenarios.ts';
import type { ScenarioFile } from '../../main/scenarios/library.ts';
import {
  clusterOptions,
  type Command,
  dataOption,
  integer,
  type Output,
  text,
  UsageError,
  type Values,
} from '../command.ts';
import { bootstrapOf, dataDirOf } from '../target.ts';

export const list: Command = {
  usage: '',
  summary: 'List the scenarios that come with Rivulet',
  options: {},
  positionals: { min: 0, max: 0 },
  examples: ['rivulet scenario list'],
  run: async (_args, output) => {
    const { listScenarios } = await import('../../main/scenarios/library.ts');
    const scenarios = listScenarios();
    for (const scenario of scenarios) output.json(scenario);
    output.table(
      ['NAME', 'TITLE', '제목', 'SERVICES', 'TOPICS'],
      scenarios.map(({ name, title, serviceCount, topicCount, error }) => [
        name,
        error ?? title.en,
        title.ko,
        String(serviceCount),
        String(topicCount),
      ]),
    );
  },
};

export const show: Command = {
  usage: 'NAME|FILE',
  summary: 'Show services, topics and expectations of a scenario',
  options: { source: { type: 'boolean', help: 'Print the YAML itself' } },
  positionals: { min: 1, max: 1 },
  examples: ['rivulet scenario show e-commerce', 'rivulet scenario show ./mine.yaml --source'],
  run: async ({ values, positionals }, output) => {
    const file = await openScenario(positionals[0] ?? '');
    if (values.source === true) {
      output.raw(file.source);
      return;
    }
    const { describeScenario } = await import('../../main/scenarios/library.ts');
    const scenario = describeScenario(file);
    output.json(scenario);
    output.text(`${scenario.title.en} · ${scenario.title.ko}\n\n${scenario.description.en}\n`);
    output.table(
      ['SERVICE', 'CONSUMES', 'PRODUCES', 'TABLE'],
      scenario.services.map(({ name, consumes, produces, table }) => [
        name,
        consumes.join(', ') || '-',
        produces.join(', ') || '-',
        table ?? '-',
      ]),
    );
    output.text('');
    for (const { name, title } of scenario.expectations) output.text(`  ${name}: ${title.en}`);
  },
};

export const run: Command = {
  usage: 'NAME|FILE [options]',
  summary: 'Run a scenario on the cluster until Ctrl-C, or until it is done',
  details:
    'With --json a line per second tells the state and the last line is the event "summary".\n' +
    'With --until-done the exit code is 1 when an expectation fails.',
  options: {
    speed: { type: 'string', value: '0.5x…10x|max', help: 'How fast (default 1x)' },
    'until-done': { type: 'boolean', help: 'Generate a number of events, process all, and end' },
    orders: { type: 'string', value: 'N', help: 'How many events (with --until-done)' },
    seed: { type: 'string', value: 'N', help: 'The same seed gives the same events' },
    ...clusterOptions,
  },
  positionals: { min: 1, max: 1 },
  examples: [
    'rivulet scenario run e-commerce',
    'rivulet scenario run e-commerce --speed max --until-done --orders 1000 --json',
    'rivulet scenario run ./mine.yaml --bootstrap localhost:9092 --seed 7',
  ],
  run: async ({ values, positionals }, output) => {
    const speed = speedOf(values);
    const seed = integer(values, 'seed') ?? Math.trunc(Math.random() * 2 ** 31);
    const count = integer(values, 'orders', { min: 1 });
    const isUntilDone = values['until-done'] === true;
    if (count !== undefined && !isUntilDone) throw new UsageError('--orders needs --until-done');
    const scenario = await openScenario(positionals[0] ?? '');
    const limit = isUntilDone ? (count ?? scenario.definition.doneAfter) : null;
    const bootstrap = await bootstrapOf(values);
    const { runScenario } = await import('../run-scenario.ts');
    const dataDir = dataDirOf(values);
    const last = await runScenario({ scenario, bootstrap, dataDir, speed, seed, limit }, output);
    summarize(last, output);
    if (last.phase === 'failed') throw new Error(last.error ?? 'the run failed');
    const failed = Object.entries(last.expectations).filter(([, { status }]) => status === 'fails');
    if (failed.length > 0) {
      const names = failed.map(([name, { detail }]) => `${name} (${detail})`);
      throw new Error(`not as expected: ${names.join(', ')}`);
    }
  },
};

export const stop: Command = {
  usage: '[NAME]',
  summary: 'Stop the running scenario of a data folder',
  options: dataOption,
  positionals: { min: 0, max: 1 },
  examples: ['rivulet scenario stop', 'rivulet scenario stop e-commerce'],
  run: async ({ values, positionals }, output) => {
    const { stopScenario } = await import('../run-scenario.ts');
    const stopped = await stopScenario(dataDirOf(values), positionals[0]);
    output.json({ event: 'scenario-stopped', ...stopped });
    output.text(`The scenario ${stopped.scenario} is stopped.`);
  },
};

async function openScenario(word: string): Promise<ScenarioFile> {
  const { findScenario, readScenario } = await import('../../main/scenarios/library.ts');
  const isFile = /[/\\.]/.test(word) || existsSync(word);
  return isFile ? readScenario(resolve(word), word) : findScenario(word);
}

/** `2`, `2x`, `0.5x` or `max`. */
function speedOf(values: Values): Speed {
  const word = text(values, 'speed') ?? '1x';
  if (word === 'max') return 'max';
  const speed = Number(word.replace(/x$/, ''));
  if (speed >= 0.5 && speed <= 10) return speed;
  throw new UsageError(`--speed is 0.5x to 10x or max, not ${JSON.stringify(word)}`);
}

function summarize(last: ScenarioRun, output: Output): void {
  const services = Object.entries(last.services).map(([name, item]) => [
    name,
    { in: item.inCount, out: item.outCount, ...troubles(item), rows: item.rowCount, lag: item.lag },
  ]);
  const topics = Object.entries(last.topics).map(([name, item]) => [
    name,
    { in: item.inCount, out: item.outCount, ...troubles(item) },
  ]);
  output.json({
    event: 'summary',
    scenario: last.scenario,
    runId: last.runId,
    phase: last.phase,
    seed: last.seed,
    durationMs: (last.endedAtMs ?? Date.now()) - last.startedAtMs,
    services: Object.fromEntries(services),
    topics: Object.fromEntries(topics),
    expectations: last.expectations,
    error: last.error,
  });
  output.text('');
  output.table(
    ['SERVICE', 'IN', 'OUT', 'FAILED', 'RETRIED', 'DEAD-LETTERED', 'ROWS', 'LAG'],
    Object.entries(last.services).map(([name, item]) => [
      name,
      String(item.inCount),
      String(item.outCount),
      String(item.failedCount),
      String(item.retriedCount),
      String(item.deadLetteredCount),
      String(item.rowCount),
      String(item.lag ?? '-'),
    ]),
  );
  output.text('');
  for (const [name, { status, detail }] of Object.entries(last.expectations)) {
    output.text(`${status.padEnd(8)}${name}: ${detail}`);
  }
}

function troubles(item: {
  readonly failedCount: number;
  readonly retriedCount: number;
  readonly deadLetteredCount: number;
}) {
  return {
    failed: item.failedCount,
    retried: item.retriedCount,
    deadLettered: item.deadLetteredCount,
  };
}
