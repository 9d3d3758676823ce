/**
 * What the foreign clients need, installed on first use into a cache folder of the user. A
 * toolchain that is missing gives the reason, with which its tests are skipped.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { kafkaJars } from '../kafka/jars.ts';
import { once, prepared, present, type Toolchain } from '../support/toolchain.ts';
import { run } from './run.ts';

export type { Toolchain };

// aiokafka reads and writes snappy, lz4 and zstd with cramjam.
const pythonPackages = ['confluent-kafka==2.16.1', 'aiokafka==0.14.0', 'cramjam==2.14.0'];
const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const installTimeoutMs = 300_000;

export type Java = {
  readonly classPath: string;
  /** Runs a class of Kafka's or ours. */
  command(className: string, args: readonly string[], heap?: string): [string, string[]];
};

/** The files of a folder that end so, each with its content. */
function sourcesIn(folder: string, ending: string): { files: string[]; content: string } {
  const files = readdirSync(folder)
    .filter((name) => name.endsWith(ending))
    .toSorted()
    .map((name) => join(folder, name));
  return { files, content: files.map((file) => readFileSync(file, 'utf8')).join('') };
}

/** Java 17 and Maven; Kafka's jars and our classes beside them. */
export function java(): Promise<Toolchain<Java>> {
  return prepared(async () => {
    await present('javac', ['-version'], 'install a JDK, 17 or newer');
    const { libs } = await kafkaJars();
    const { files, content } = sourcesIn(here('./java'), '.java');
    const classes = await once('classes', content, async (folder) => {
      await run('javac', ['-nowarn', '-cp', libs, '-d', folder, ...files]);
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

/** A Python with confluent-kafka and aiokafka, in a virtual environment. */
export function python(): Promise<Toolchain<string>> {
  return prepared(async () => {
    await present('python3', ['-m', 'venv', '--help'], 'install Python 3 with venv');
    const folder = await once('python', pythonPackages.join(' '), async (target) => {
      await run('python3', ['-m', 'venv', target], { timeoutMs: installTimeoutMs });
      const words = ['install', '-q', ...pythonPackages];
      await run(join(target, 'bin', 'pip'), words, { timeoutMs: installTimeoutMs });
    });
    return join(folder, 'bin', 'python');
  });
}

/** Go; the driver built with franz-go and kadm, by its path. */
export function go(): Promise<Toolchain<string>> {
  return prepared(async () => {
    await present('go', ['version'], 'install Go, 1.26 or newer');
    const source = here('./go');
    const { content } = sourcesIn(source, '.go');
    const sums = readFileSync(join(source, 'go.sum'), 'utf8');
    const folder = await once('go', content + sums, async (target) => {
      const words = ['build', '-C', source, '-o', join(target, 'driver'), '.'];
      await run('go', words, { timeoutMs: installTimeoutMs });
    });
    return join(folder, 'driver');
  });
}

export function kcat(): Promise<Toolchain<string>> {
  return prepared(async () => {
    await present('kcat', ['-V'], 'install it (Debian: apt-get install kcat)');
    return 'kcat';
  });
}
