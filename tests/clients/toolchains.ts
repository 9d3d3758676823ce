/**
 * What the foreign clients need, installed on first use into a cache folder of the user. A
 * toolchain that is missing gives the reason, with which its tests are skipped.
 */
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run, tryRun } from './run.ts';

export type Toolchain<T> =
  | { readonly isReady: true; readonly tools: T }
  | { readonly isReady: false; readonly reason: string };

const confluentVersion = '2.16.1';
const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'rivulet-tests');
const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const installTimeoutMs = 300_000;

export type Java = {
  readonly classPath: string;
  /** Runs a class of Kafka's or ours. */
  command(className: string, args: readonly string[], heap?: string): [string, string[]];
};

async function prepared<T>(prepare: () => Promise<T>): Promise<Toolchain<T>> {
  try {
    return { isReady: true, tools: await prepare() };
  } catch (error) {
    const [reason] = (error as Error).message.split('\n');
    return { isReady: false, reason };
  }
}

async function present(command: string, args: readonly string[], hint: string): Promise<void> {
  const { code } = await tryRun(command, args, { timeoutMs: 30_000 });
  if (code !== 0) throw new Error(`${command} is missing: ${hint}`);
}

/** Done once per content: the folder is complete when its stamp is there. */
async function once(
  name: string,
  content: string,
  install: (folder: string) => Promise<void>,
): Promise<string> {
  const digest = createHash('sha256').update(content).digest('hex').slice(0, 12);
  const folder = join(cache, `${name}-${digest}`);
  const stamp = join(folder, 'installed');
  if (existsSync(stamp)) return folder;
  mkdirSync(folder, { recursive: true });
  await install(folder);
  writeFileSync(stamp, '');
  return folder;
}

/** Java 17 and Maven; Kafka's jars and our class beside them. */
export function java(): Promise<Toolchain<Java>> {
  return prepared(async () => {
    await present('javac', ['-version'], 'install a JDK, 17 or newer');
    await present('mvn', ['-version'], 'install Maven');
    const [pom, source] = [here('./java/pom.xml'), here('./java/Client.java')];
    const jars = await once('java', readFileSync(pom, 'utf8'), async (folder) => {
      copyFileSync(pom, join(folder, 'pom.xml'));
      const goal = ['dependency:copy-dependencies', `-DoutputDirectory=${join(folder, 'libs')}`];
      const args = ['-q', '-B', '-f', join(folder, 'pom.xml'), ...goal];
      await run('mvn', args, { timeoutMs: installTimeoutMs });
    });
    const libs = join(jars, 'libs', '*');
    const classes = await once('classes', readFileSync(source, 'utf8'), async (folder) => {
      await run('javac', ['-cp', libs, '-d', folder, source]);
    });
    const classPath = `${classes}:${libs}`;
    const flags = ['-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-Xshare:auto'];
    return {
      classPath,
      command: (className, args, heap = '-Xmx256m') => [
        'java',
        [heap, ...flags, '-cp', classPath, className, ...args],
      ],
    };
  });
}

/** A Python with confluent-kafka, in a virtual environment. */
export function python(): Promise<Toolchain<string>> {
  return prepared(async () => {
    await present('python3', ['-m', 'venv', '--help'], 'install Python 3 with venv');
    const folder = await once('python', confluentVersion, async (target) => {
      await run('python3', ['-m', 'venv', target], { timeoutMs: installTimeoutMs });
      const packages = ['install', '-q', `confluent-kafka==${confluentVersion}`];
      await run(join(target, 'bin', 'pip'), packages, { timeoutMs: installTimeoutMs });
    });
    return join(folder, 'bin', 'python');
  });
}

export function kcat(): Promise<Toolchain<string>> {
  return prepared(async () => {
    await present('kcat', ['-V'], 'install it (Debian: apt-get install kcat)');
    return 'kcat';
  });
}
