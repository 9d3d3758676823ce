/** `npm run bench`: the same work on Rivulet and on Apache Kafka, in turns. `--help` tells the options. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { tryRun } from '../clients/run.ts';
import { python, type Toolchain } from '../clients/toolchains.ts';
import { apacheKafkaJars, type KafkaJars, kafkaVersion } from '../kafka/jars.ts';
import { apacheKafka } from './apache-kafka.ts';
import type { Samples, WorkName } from './figures.ts';
import { type Options, readOptions, usage } from './options.ts';
import { endAll } from './processes.ts';
import { pictures } from './picture.ts';
import { machine, markdown, pictureFile, type Result, table } from './report.ts';
import { rivulet } from './rivulet.ts';
import { Lab } from './lab.ts';
import { runRound } from './round.ts';

const onceOnly: readonly WorkName[] = ['large'];
const docs = fileURLToPath(new URL('../../docs', import.meta.url));

async function main(options: Options): Promise<void> {
  if (!existsSync('/proc/self/stat')) throw new Error('Linux is needed: CPU is read from /proc');
  const load = await python();
  if (!load.isReady) throw new Error(load.reason);
  const peer = await apacheKafkaJars();
  const engines = peer.isReady ? [rivulet, apacheKafka(peer.tools)] : [rivulet];
  const left = peer.isReady ? [] : [`Apache Kafka was left out: ${peer.reason}.`];
  for (const line of left) console.error(line);

  const samples: Record<string, Samples> = {};
  for (let round = 0; round < options.rounds; round++) {
    for (const engine of round % 2 === 0 ? engines : engines.toReversed()) {
      console.error(`round ${round + 1} of ${options.rounds}: ${engine.name}`);
      const jars = peer.isReady ? peer.tools : undefined;
      const lab = new Lab(load.tools, jars, options.sizes, (samples[engine.name] ??= {}));
      await runRound(engine, lab, worksOf(options, round));
    }
  }
  const { rounds, sizes, isQuick } = options;
  const date = new Date().toISOString();
  const versions = await versionsOf(load.tools, peer);
  report({ date, isQuick, rounds, sizes, machine: machine(), versions, samples, left }, options);
}

/** The long ones are done once. */
function worksOf({ works }: Options, round: number): ReadonlySet<WorkName> {
  return round === 0 ? works : new Set([...works].filter((name) => !onceOnly.includes(name)));
}

async function versionsOf(
  pythonPath: string,
  peer: Toolchain<KafkaJars>,
): Promise<Record<string, string>> {
  const ask = ['-c', 'import confluent_kafka; print(confluent_kafka.libversion()[0])'];
  const librdkafka = (await tryRun(pythonPath, ask)).stdout.trim();
  if (!peer.isReady) return { librdkafka };
  return { 'Apache Kafka': kafkaVersion, Java: peer.tools.javaVersion, librdkafka };
}

function report(result: Result, { out }: Options): void {
  console.log(table(result.samples));
  if (out === undefined) return;
  mkdirSync(out, { recursive: true });
  writeFileSync(join(out, 'benchmarks.json'), `${JSON.stringify(result, null, 2)}\n`);
  writeFileSync(join(out, 'benchmarks.md'), markdown(result));
  mkdirSync(join(out, 'images'), { recursive: true });
  for (const { work, svg } of pictures(result.samples))
    writeFileSync(join(out, pictureFile(work)), svg);
}

function optionsOrEnd(): Options {
  try {
    const options = readOptions(process.argv.slice(2), docs);
    if (options !== undefined) return options;
    console.log(usage);
    process.exit(0);
  } catch (error) {
    console.error(`bench: ${(error as Error).message}\n\n${usage}`);
    process.exit(2);
  }
}

const options = optionsOrEnd();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => {
    void endAll().then(() => process.exit(128 + constants.signals[signal]));
  });
}
try {
  await main(options);
} catch (error) {
  console.error(`bench: ${(error as Error).message}`);
  process.exitCode = 1;
} finally {
  await endAll();
}
