/** All but the three brokers and most of the generated requests, which `npm run differential` adds. */
import { expect, it } from 'vitest';
import { apacheKafkaJars } from '../kafka/jars.ts';
import { runDifferential } from './differential.ts';
import { readOptions } from './options.ts';

const jars = await apacheKafkaJars();
const reason = jars.isReady ? '' : ` (skipped: ${jars.reason})`;

it.skipIf(!jars.isReady)(`Rivulet answers as Apache Kafka does${reason}`, async () => {
  if (!jars.isReady) return;
  const words = ['--only', 'sequences,connections,generated', '--turns', '1'];
  const options = readOptions(words);
  if (options === undefined) throw new Error('no options');
  const results = await runDifferential(options, jars.tools);
  const found = results
    .groups()
    .map(({ first: { api, version, label, path, kafka, rivulet } }) => ({
      where: `${api} v${version}, ${label}: ${path}`,
      kafka,
      rivulet,
    }));
  expect(found).toEqual([]);
  expect(results.totals().sent).toBeGreaterThan(1000);
});
