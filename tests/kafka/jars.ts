/** Apache Kafka's jars, got with Maven once and kept in the user's cache folder. */
import { copyFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run, tryRun } from '../clients/run.ts';
import { once, prepared, present, type Toolchain } from '../support/toolchain.ts';

export const kafkaVersion = '4.3.0';
const oldestJava = 17;
const installTimeoutMs = 300_000;
const pom = fileURLToPath(new URL('./pom.xml', import.meta.url));

export type KafkaJars = {
  /** A class path, all of Kafka and its tools. */
  readonly libs: string;
  readonly javaVersion: string;
};

/** Throws where Java or Maven is missing; the message says what to install. */
export async function kafkaJars(): Promise<KafkaJars> {
  const { code, stderr } = await tryRun('java', ['-version'], { timeoutMs: 30_000 });
  if (code !== 0) throw new Error(`java is missing: install Java ${oldestJava} or newer`);
  const javaVersion = /version "([\d.]+)/.exec(stderr)?.[1] ?? 'unknown';
  if (!(Number.parseInt(javaVersion, 10) >= oldestJava))
    throw new Error(`Java ${oldestJava} is needed, this is ${javaVersion}`);
  const folder = await once('kafka', readFileSync(pom, 'utf8'), async (target) => {
    await present('mvn', ['-version'], 'install Maven');
    copyFileSync(pom, join(target, 'pom.xml'));
    const goal = ['dependency:copy-dependencies', `-DoutputDirectory=${join(target, 'libs')}`];
    const args = ['-q', '-B', '-f', join(target, 'pom.xml'), ...goal];
    await run('mvn', args, { timeoutMs: installTimeoutMs });
  });
  return { libs: join(folder, 'libs', '*'), javaVersion };
}

export const apacheKafkaJars = (): Promise<Toolchain<KafkaJars>> => prepared(kafkaJars);
