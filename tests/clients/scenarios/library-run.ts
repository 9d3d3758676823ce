/** `rivulet scenario run … --until-done --json`, followed line by line. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { ExpectationResult, TopicRun } from '../../../src/main/contract/scenarios.ts';
import { launcher, type RunningCluster } from '../../support/product.ts';

export type ScenarioSummary = {
  readonly event: 'summary';
  readonly phase: string;
  readonly error: string | null;
  readonly durationMs: number;
  readonly expectations: { readonly [name: string]: ExpectationResult };
};
export type ScenarioStatus = {
  readonly event: 'status';
  readonly topics: { readonly [name: string]: TopicRun };
};

/** What has not ended by then is stopped in order, so that the next one can run. */
const limitMs = 90_000;

/** `onStatus` is called about once a second, and not again before it has ended. */
export async function runScenario(
  { bootstrap, dataDir }: RunningCluster,
  words: readonly string[],
  onStatus?: (status: ScenarioStatus) => Promise<void>,
): Promise<ScenarioSummary> {
  const target = ['--until-done', '--json', '--bootstrap', bootstrap, '--data', dataDir];
  const child = spawn(launcher, ['scenario', 'run', ...words, ...target], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const limit = setTimeout(() => child.kill('SIGTERM'), limitMs);
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => {
    errors += chunk.toString();
  });
  let summary: ScenarioSummary | undefined;
  for await (const line of createInterface({ input: child.stdout })) {
    const event = JSON.parse(line) as ScenarioStatus | ScenarioSummary;
    if (event.event === 'status') await onStatus?.(event);
    if (event.event === 'summary') summary = event;
  }
  clearTimeout(limit);
  if (!summary) throw new Error(`${words[0]} ended without a summary: ${errors}`);
  return summary;
}
