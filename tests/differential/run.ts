/** `npm run differential`: see options.ts. */
import { apacheKafkaJars } from '../kafka/jars.ts';
import { runDifferential } from './differential.ts';
import { type Options, readOptions, usage } from './options.ts';
import type { Results } from './results.ts';
import { writeTable } from './table.ts';

const widthMax = 300;

async function main(options: Options): Promise<void> {
  const jars = await apacheKafkaJars();
  if (!jars.isReady) {
    console.log(`skipped: ${jars.reason}`);
    return;
  }
  const results = await runDifferential(options, jars.tools);
  report(results, options);
}

function report(results: Results, options: Options): void {
  const cut = (value: unknown) => {
    const text = JSON.stringify(value) ?? 'undefined';
    return options.isVerbose || text.length <= widthMax ? text : `${text.slice(0, widthMax)}…`;
  };
  for (const { count, versions, first } of results.groups()) {
    console.log(`\n${first.api} v${versions}: ${first.path || 'the answer'} (${count} times)`);
    console.log(`  kafka    ${cut(first.kafka)}`);
    console.log(`  rivulet  ${cut(first.rivulet)}`);
    console.log(`  asked    ${first.label}, v${first.version}: ${cut(first.request)}`);
    if (!options.isVerbose) continue;
    console.log(`  kafka's answer    ${cut(first.answers[0])}`);
    console.log(`  rivulet's answer  ${cut(first.answers[1])}`);
  }
  const unused = options.isWhole ? results.unused() : [];
  for (const { api, label, path, reason } of unused)
    console.log(`\nno longer needed: ${[api, label, path].filter(Boolean).join(', ')}: ${reason}`);
  if (options.isWhole) writeTable(results, options.seed);
  const { sent, equal, excused, different } = results.totals();
  console.log(
    `\n${sent} requests: ${equal} answered alike, ${excused} with a reason, ${different} not`,
  );
  if (different > 0 || unused.length > 0) process.exitCode = 1;
}

try {
  const options = readOptions(process.argv.slice(2));
  if (options === undefined) console.log(usage);
  else await main(options);
} catch (error) {
  console.error(error);
  process.exitCode = 2;
}
