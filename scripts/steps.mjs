// The checks and test runners of this repository: how each is started, and how many tests it counts.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { node24Env, requireNode24, root } from './node24.mjs';

const reports = mkdtempSync(join(tmpdir(), 'rivulet-reports-'));
process.on('exit', () => rmSync(reports, { recursive: true, force: true }));

const zones = [
  'src/broker',
  'src/main',
  'src/main/contract',
  'src/scenario',
  'src/renderer',
  'src/cli',
  'tests',
];

/** In the order of a full run. `count` reads a runner's report; without it a step is one test. */
export const steps = {
  format: { commands: () => [tool('@biomejs/biome/bin/biome', 'format', '--colors=off')] },
  lint: { commands: () => [tool('oxlint/bin/oxlint', '--quiet')] },
  types: {
    commands: () =>
      zones.filter(holdsTypeScript).map((zone) => tool('typescript/bin/tsc', '-p', zone)),
  },
  // Unit tests often wait for brokers: one worker more than there are cores of a small machine.
  unit: vitest('unit', '--maxWorkers=3'),
  sim: vitest('sim'),
  wire: vitest('wire'),
  clients: vitest('clients'),
  e2e: {
    // Playwright calls it an error when there are no tests.
    commands: () =>
      holdsFile('tests/e2e', (name) => name.endsWith('.spec.ts'))
        ? [tool('@playwright/test/cli.js', 'test', '--reporter=list,json')]
        : [],
    // Playwright colours its workers' output itself, and warns when it is told not to.
    env: { PLAYWRIGHT_JSON_OUTPUT_NAME: join(reports, 'e2e.json'), NO_COLOR: undefined },
    report: join(reports, 'e2e.json'),
    count: ({ stats }) => ({
      passed: stats.expected + stats.flaky,
      failed: stats.unexpected,
      skipped: stats.skipped,
    }),
  },
};

/**
 * Runs one step and returns { passed, failed, skipped }. Its output is shown as it comes, or with
 * `quiet` only when something failed.
 */
export async function runStep(name, { quiet = false, args = [] } = {}) {
  const step = steps[name];
  const commands = step.commands();
  if (commands.length === 0) return { passed: 0, failed: 0, skipped: 0 };

  let succeeded = true;
  for (const command of commands) {
    const result = await run([...command, ...args], step.env, quiet);
    if (!result.succeeded) process.stdout.write(result.output);
    succeeded &&= result.succeeded;
  }
  if (step.report === undefined) {
    return { passed: succeeded ? 1 : 0, failed: succeeded ? 0 : 1, skipped: 0 };
  }
  const counts = countReport(step);
  // A runner that crashed, or that failed outside its tests, is a failure of its own.
  if (!succeeded && counts.failed === 0) counts.failed = 1;
  return counts;
}

function vitest(project, ...args) {
  const report = join(reports, `${project}.json`);
  return {
    commands: () => [
      [
        ...tool('vitest/vitest.mjs', 'run', `--project=${project}`, '--passWithNoTests', ...args),
        '--reporter=dot',
        '--reporter=json',
        `--outputFile.json=${report}`,
      ],
    ],
    report,
    count: (run) => ({
      passed: run.numPassedTests,
      failed: run.numFailedTests + run.testResults.filter(failedToLoad).length,
      skipped: run.numPendingTests + run.numTodoTests,
    }),
  };
}

/** A test file that failed before its first test counts as one. */
function failedToLoad(file) {
  return (
    file.status === 'failed' && file.assertionResults.every(({ status }) => status !== 'failed')
  );
}

function countReport(step) {
  try {
    return step.count(JSON.parse(readFileSync(step.report, 'utf8')));
  } catch {
    return { passed: 0, failed: 0, skipped: 0 };
  }
}

function tool(path, ...args) {
  return [requireNode24(), join(root, 'node_modules', path), ...args];
}

function run([command, ...args], env, quiet) {
  const child = spawn(command, args, {
    cwd: root,
    env: { ...node24Env(), ...(process.stdout.isTTY ? {} : { NO_COLOR: '1' }), ...env },
    stdio: ['ignore', quiet ? 'pipe' : 'inherit', quiet ? 'pipe' : 'inherit'],
  });
  const chunks = [];
  child.stdout?.on('data', (chunk) => chunks.push(chunk));
  child.stderr?.on('data', (chunk) => chunks.push(chunk));
  return new Promise((resolve) => {
    const end = (succeeded) => resolve({ succeeded, output: Buffer.concat(chunks) });
    child.once('close', (code) => end(code === 0));
    child.once('error', (error) => {
      chunks.push(Buffer.from(`${error.message}\n`));
      end(false);
    });
  });
}

function holdsTypeScript(folder) {
  return holdsFile(folder, (name) => /\.tsx?$/.test(name));
}

function holdsFile(folder, accepts) {
  const path = join(root, folder);
  return existsSync(path) && readdirSync(path, { recursive: true }).some(accepts);
}
