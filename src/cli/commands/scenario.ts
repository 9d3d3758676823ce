/** `rivulet scenario …`. */
import { dirname } from 'node:path';
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
import { openScenario, scenarioDirs } from '../open-scenario.ts';
import { bootstrapOf, dataDirOf } from '../target.ts';

/** Where the file does not say. */
const defaultLimit = 500;
const speedMin = 0.1;
const speedMax = 1_000;

export const list: Command = {
  usage: '[--data DIR]',
  summary: 'List the scenarios of a data folder and those that come with Rivulet',
  options: dataOption,
  positionals: { min: 0, max: 0 },
  examples: ['rivulet scenario list', 'rivulet scenario list --json'],
  run: async ({ values }, output) => {
    const { listScenarios } = await import('../../main/scenarios/library.ts');
    const scenarios = listScenarios(await scenarioDirs(values));
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
  options: { source: { type: 'boolean', help: 'Print the YAML itself' }, ...dataOption },
  positionals: { min: 1, max: 1 },
  examples: [
    'rivulet scenario show e-commerce',
    'rivulet scenario show ./mine.rivulet.yaml --source',
  ],
  run: async ({ values, positionals }, output) => {
    const file = await openScenario(positionals[0] ?? '', values);
    if (values.source === true) {
      output.raw(file.source);
      return;
    }
    const { describeScenario } = await import('../../main/scenarios/library.ts');
    const scenario = describeScenario(file);
    output.json(scenario);
    output.text(`${scenario.title.en} · ${scenario.title.ko}\n\n${scenario.description.en}\n`);
    output.table(
      ['SERVICE', 'INSTANCES', 'CONSUMES', 'PRODUCES', 'CALLS', 'TABLES'],
      scenario.services.map(({ name, instanceCount, consumes, produces, calls, tables }) => [
        name,
        String(instanceCount),
        ...[consumes, produces, calls, tables].map((names) => names.join(', ') || '-'),
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
    'With --until-done the exit code is 1 when an expectation fails.\n' +
    'Code (functions, addresses, files to replay) of a file is run only when you say that you\n' +
    'trust it: on a terminal you are asked once, elsewhere --trust says so.',
  options: {
    speed: { type: 'string', value: '0.1x…1000x|max', help: 'How fast (default 1x)' },
    'until-done': { type: 'boolean', help: 'Generate a number of events, process all, and end' },
    limit: { type: 'string', value: 'N', help: 'How many events of each generator (until done)' },
    orders: { type: 'string', value: 'N', help: 'The same as --limit' },
    seed: { type: 'string', value: 'N', help: 'The same seed gives the same events' },
    trust: { type: 'boolean', help: 'The code in the file may run' },
    'clean-up': { type: 'boolean', help: 'Afterwards delete the topics and groups it made' },
    ...clusterOptions,
  },
  positionals: { min: 1, max: 1 },
  examples: [
    'rivulet scenario run e-commerce',
    'rivulet scenario run e-commerce --speed max --until-done --limit 1000 --json',
    'rivulet scenario run ./mine.rivulet.yaml --bootstrap localhost:9092 --seed 7',
  ],
  run: async ({ values, positionals }, output) => {
    const speed = speedOf(values);
    const seed = integer(values, 'seed') ?? Math.trunc(Math.random() * 2 ** 31);
    const count = integer(values, 'limit', { min: 1 }) ?? integer(values, 'orders', { min: 1 });
    const isUntilDone = values['until-done'] === true;
    if (count !== undefined && !isUntilDone) throw new UsageError('--limit needs --until-done');
    const { checkedScenario } = await import('../../main/scenarios/library.ts');
    const scenario = checkedScenario(await openScenario(positionals[0] ?? '', values));
    await confirmCode(scenario, values, output);
    const limit = isUntilDone ? (count ?? scenario.definition.doneAfter ?? defaultLimit) : null;
    const bootstrap = await bootstrapOf(values);
    const { runScenario } = await import('../run-scenario.ts');
    const dataDir = dataDirOf(values);
    const isCleanedUp = values['clean-up'] === true;
    const request = { scenario, bootstrap, dataDir, speed, seed, limit, isCleanedUp };
    const last = await runScenario(request, output);
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

/** Code that came with Rivulet, and what somebody confirmed before, needs no word. */
async function confirmCode(
  { file, definition }: ScenarioFile,
  values: Values,
  output: Output,
): Promise<void> {
  const { libraryDir } = await import('../../main/scenarios/library.ts');
  const { needsTrust, Trust } = await import('../../main/scenarios/trust.ts');
  if (dirname(file) === libraryDir) return;
  const trust = new Trust(dataDirOf(values));
  if (trust.isTrusted(definition)) return;
  if (values.trust !== true && !(await isConfirmed(definition, output))) {
    throw needsTrust(definition.name);
  }
  trust.trust(definition);
}

/** Shows the code and asks; where nobody can answer, no. */
async function isConfirmed(
  definition: ScenarioFile['definition'],
  output: Output,
): Promise<boolean> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) return false;
  const { codeOf } = await import('../../scenario/code.ts');
  const { createInterface } = await import('node:readline/promises');
  output.note(`${definition.name} has code that came from elsewhere:\n`);
  for (const piece of codeOf(definition)) output.note(`${piece.trimEnd()}\n`);
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await lines.question('Run it? [y/N] ');
  lines.close();
  return /^y(es)?$/i.test(answer.trim());
}

/** `2`, `2x`, `0.5x` or `max`. */
function speedOf(values: Values): Speed {
  const word = text(values, 'speed') ?? '1x';
  if (word === 'max') return 'max';
  const speed = Number(word.replace(/x$/, ''));
  if (speed >= speedMin && speed <= speedMax) return speed;
  throw new UsageError(
    `--speed is ${speedMin}x to ${speedMax}x or max, not ${JSON.stringify(word)}`,
  );
}

function summarize(last: ScenarioRun, output: Output): void {
  const services = Object.entries(last.services).map(([name, item]) => [
    name,
    {
      in: item.inCount,
      out: item.outCount,
      ...troubles(item),
      rows: item.rowCount,
      lag: item.lag,
      latencyMs: item.latencyMs,
      delivery: item.delivery,
    },
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
    events: last.events,
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
