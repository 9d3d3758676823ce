/**
 * The starter projects are built and run as their README says, and what they leave in the topics is
 * compared with the drawing: so many orders in, so many of everything else out.
 */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { KafkaLink } from '../../../src/main/explorer/kafka-link.ts';
import { readMessages } from '../../../src/main/explorer/read-messages.ts';
import { exportedFiles } from '../../../src/main/scenarios/exports.ts';
import { findScenario } from '../../../src/main/scenarios/library.ts';
import { topicScript } from '../../../src/scenario/export/topics.ts';
import { loadScenario } from '../../../src/scenario/load.ts';
import { everything } from '../../main/scenarios/everything.ts';
import { launcher } from '../../support/product.ts';
import { once, prepared, present, type Toolchain } from '../../support/toolchain.ts';
import { Brokers } from '../brokers.ts';
import { run } from '../run.ts';

type Language = 'typescript' | 'python' | 'kotlin';
/** Builds a project where it lies, and says how it is started. */
type Build = (folder: string) => Promise<readonly [command: string, ...args: string[]]>;

const orderCount = 40;
const installTimeoutMs = 400_000;
const runTimeoutMs = 100_000;
const { definition } = findScenario('e-commerce');
const place = mkdtempSync(join(tmpdir(), 'rivulet-starters-'));

/** Packages are the same for each run: they are fetched once. */
const toolchains: { readonly [Name in Language]: () => Promise<Toolchain<Build>> } = {
  typescript: () =>
    prepared(async () => {
      const manifest = kitFile('typescript', 'package.json');
      const modules = await once('starter-typescript', manifest, async (folder) => {
        writeFileSync(join(folder, 'package.json'), manifest);
        await run(
          'npm',
          ['install', '--prefix', folder, '--no-audit', '--no-fund', '--ignore-scripts'],
          {
            timeoutMs: installTimeoutMs,
          },
        );
      });
      return async (folder) => {
        cpSync(join(modules, 'node_modules'), join(folder, 'node_modules'), { recursive: true });
        await run(process.execPath, [
          join(folder, 'node_modules/typescript/bin/tsc'),
          '-p',
          folder,
        ]);
        return [process.execPath, '--disable-warning=ExperimentalWarning', 'src/main.ts'];
      };
    }),
  python: () =>
    prepared(async () => {
      await present('python3', ['-m', 'venv', '--help'], 'install Python 3 with venv');
      const requirements = kitFile('python', 'requirements.txt');
      const venv = await once('starter-python', requirements, async (folder) => {
        await run('python3', ['-m', 'venv', folder], { timeoutMs: installTimeoutMs });
        const list = join(folder, 'requirements.txt');
        writeFileSync(list, requirements);
        await run(join(folder, 'bin', 'pip'), ['install', '-q', '-r', list], {
          timeoutMs: installTimeoutMs,
        });
      });
      const python = join(venv, 'bin', 'python');
      return async (folder) => {
        await run(python, ['-m', 'compileall', '-q', folder]);
        return [python, 'main.py'];
      };
    }),
  kotlin: () =>
    prepared(async () => {
      await present('mvn', ['-v'], 'install Maven and a JDK, 17 or newer');
      return async (folder) => {
        await run('mvn', ['-q', '-B', '-f', join(folder, 'pom.xml'), 'package'], {
          timeoutMs: installTimeoutMs,
        });
        return ['java', '-Xmx256m', '-XX:TieredStopAtLevel=1', '-jar', 'target/starter.jar'];
      };
    }),
};

function kitFile(language: Language, path: string): string {
  return readFileSync(
    new URL(`../../../resources/starters/${language}/${path}`, import.meta.url),
    'utf8',
  );
}

let brokers: Brokers;
let link: KafkaLink;
const running: (() => Promise<void>)[] = [];

beforeAll(async () => {
  brokers = await Brokers.start({ count: 1 });
  link = new KafkaLink(brokers.bootstrap, 'starters-test');
  await runScenario();
});
afterEach(async () => {
  for (const stop of running.splice(0)) await stop();
});
afterAll(async () => {
  await link?.close();
  await brokers?.stop();
  rmSync(place, { recursive: true, force: true });
});

function write(language: Language, scenario = definition): string {
  const folder = join(place, `${scenario.name}-${language}`);
  for (const { path, text, isExecutable } of exportedFiles(scenario, language)) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text, { mode: isExecutable ? 0o755 : 0o644 });
  }
  return folder;
}

/** Values of a topic from its beginning. */
async function valuesOf(topic: string): Promise<readonly Record<string, unknown>[]> {
  const page = await readMessages(
    link,
    { topic, from: { at: 'beginning' }, limit: 1000 },
    ({ partition, offset, timestampMs, timestampType, value }) => ({
      partition,
      offset,
      timestampMs,
      timestampType,
      key: null,
      value: { kind: 'text' as const, text: value?.toString() ?? '', sizeBytes: 0, isCut: false },
      headers: [],
    }),
  );
  return page.messages.map(
    ({ value }) => JSON.parse(value?.text ?? 'null') as Record<string, unknown>,
  );
}

async function counts(): Promise<{ readonly [topic: string]: number }> {
  const entries = definition.topics.map(
    async ({ name }) => [name, (await valuesOf(name)).length] as const,
  );
  return Object.fromEntries(await Promise.all(entries));
}

/** What the scenario itself leaves in its topics. */
let wanted: { readonly [topic: string]: number };

async function runScenario(): Promise<void> {
  const how = ['--speed', 'max', '--limit', String(orderCount), '--until-done', '--json'];
  const where = ['--bootstrap', brokers.bootstrap, '--data', join(place, 'data')];
  await run(launcher, ['scenario', 'run', 'e-commerce', ...how, ...where]);
  await link.metadata({ isFresh: true });
  wanted = await counts();
  await deleteTopics();
}

/** Made by the script that comes along, with the product's own kafka-topics. */
async function createTopics(folder: string): Promise<void> {
  const env = {
    BOOTSTRAP: brokers.bootstrap,
    KAFKA_TOPICS: `${launcher} kafka-topics`,
    REPLICATION: '1',
  };
  await run('bash', [join(folder, 'create-topics.sh')], { env });
  await link.metadata({ isFresh: true });
}

async function deleteTopics(): Promise<void> {
  for (const { name } of definition.topics) {
    await run(launcher, [
      'kafka-topics',
      '--bootstrap-server',
      brokers.bootstrap,
      '--delete',
      '--topic',
      name,
    ]);
  }
  for (const { name } of definition.services) {
    const words = ['kafka-consumer-groups', '--bootstrap-server', brokers.bootstrap];
    await run(launcher, [...words, '--delete', '--group', `${name}-service`]);
  }
}

function start(folder: string, [command, ...args]: readonly [string, ...string[]]): () => string {
  const env = {
    ...process.env,
    BOOTSTRAP: brokers.bootstrap,
    COUNT: String(orderCount),
    SPEED: '20',
  };
  const child = spawn(command, args, { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  const take = (chunk: Buffer) => (output += chunk.toString());
  child.stdout.on('data', take);
  child.stderr.on('data', take);
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  running.push(async () => {
    child.kill('SIGKILL');
    await ended;
  });
  return () => `${child.exitCode === null ? 'running' : `ended with ${child.exitCode}`}\n${output}`;
}

async function untilCounted(tell: () => string): Promise<void> {
  const deadlineMs = Date.now() + runTimeoutMs;
  for (;;) {
    const now = await counts();
    if (JSON.stringify(now) === JSON.stringify(wanted)) return;
    if (Date.now() > deadlineMs || tell().startsWith('ended')) {
      throw new Error(`${JSON.stringify(now)} instead of ${JSON.stringify(wanted)}\n${tell()}`);
    }
    await sleep(300);
  }
}

it('has a scenario to be equal to', () => {
  expect(wanted).toMatchObject({ orders: orderCount, payments: orderCount, shipments: orderCount });
});

describe.each(['typescript', 'python', 'kotlin'] as const)('the starter in %s', (language) => {
  it('compiles, starts and does what the drawing does', { timeout: 600_000 }, async ({ skip }) => {
    const toolchain = await toolchains[language]();
    if (!toolchain.isReady) return skip(toolchain.reason);
    // Whatever a drawing has compiles.
    await toolchain.tools(write(language, loadScenario(everything, 'everything')));
    const folder = write(language);
    const command = await toolchain.tools(folder);
    await createTopics(folder);
    const tell = start(folder, command);
    await untilCounted(tell);

    const orders = await valuesOf('orders');
    const payments = await valuesOf('payments');
    const ids = orders.map(({ orderId }) => orderId);
    expect(ids).toContain('order-000001');
    expect(new Set(payments.map(({ orderId }) => orderId))).toEqual(new Set(ids));
    const total = (list: typeof orders) =>
      list.reduce((sum, { amount }) => sum + Number(amount), 0);
    expect(total(payments)).toBe(total(orders));
    expect(total(orders)).toBeGreaterThan(0);
    for (const { receipt, paidAt } of payments) {
      expect(receipt).toMatch(/^R-[0-9a-f-]{36}$/);
      expect(Date.parse(String(paidAt))).toBeGreaterThan(Date.now() - 600_000);
    }
    for (const stop of running.splice(0)) await stop();
    await deleteTopics();
  });
});

it('the topic script asks for every topic of the drawing', () => {
  for (const { name } of definition.topics)
    expect(topicScript(definition)).toContain(`--topic ${name} `);
});
