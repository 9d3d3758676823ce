/**
 * Foreign clients behind one interface. Those with a program of their own take these words:
 *
 *   produce BOOTSTRAP FILE TOPIC:CODEC …   every line `key TAB value` of the file into each topic
 *   consume BOOTSTRAP FOLDER COUNT TOPIC … from the beginning into FOLDER/TOPIC, in order of arrival
 *   member BOOTSTRAP GROUP TOPIC           `assigned P P …` per generation, until SIGTERM
 */
import { openSync } from 'node:fs';
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { run, Running } from './run.ts';
import { type Java, java, kcat, python, type Toolchain } from './toolchains.ts';

export const codecs = ['none', 'gzip', 'snappy', 'lz4', 'zstd'] as const;
export type Codec = (typeof codecs)[number];
export type Job = { readonly topic: string; readonly codec: Codec };

export interface Client {
  readonly name: string;
  /** What it can write. */
  readonly codecs: readonly Codec[];
  /** What it can read in a reasonable time. */
  readonly reads: readonly Codec[];
  produce(bootstrap: string, file: string, jobs: readonly Job[]): Promise<void>;
  consume(
    bootstrap: string,
    folder: string,
    count: number,
    topics: readonly string[],
  ): Promise<void>;
  /** undefined: it does not tell its assignment. */
  readonly member?: (bootstrap: string, group: string, topic: string) => Running;
}

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** A client that is a program of ours around a library. */
function program(
  name: string,
  codecList: readonly Codec[],
  command: (args: readonly string[]) => [string, readonly string[]],
): Client {
  const jobsOf = (jobs: readonly Job[]) => jobs.map(({ topic, codec }) => `${topic}:${codec}`);
  return {
    name,
    codecs: codecList,
    reads: codecList,
    produce: async (bootstrap, file, jobs) => {
      await run(...command(['produce', bootstrap, file, ...jobsOf(jobs)]));
    },
    consume: async (bootstrap, folder, count, topics) => {
      await run(...command(['consume', bootstrap, folder, `${count}`, ...topics]));
    },
    member: (bootstrap, group, topic) =>
      new Running(...command(['member', bootstrap, group, topic])),
  };
}

function nodeClient(name: string, codecList: readonly Codec[]): Client {
  return program(name, codecList, (args) => [
    process.execPath,
    [here(`./node/${name}.ts`), ...args],
  ]);
}

function kcatClient(): Client {
  const tab = '\t';
  return {
    name: 'kcat',
    codecs,
    reads: codecs,
    produce: async (bootstrap, file, jobs) => {
      for (const { topic, codec } of jobs) {
        const settings = ['-z', codec, '-X', 'acks=all', '-X', 'linger.ms=20'];
        await run('kcat', [
          '-P',
          '-q',
          '-b',
          bootstrap,
          '-t',
          topic,
          '-K',
          tab,
          ...settings,
          '-l',
          file,
        ]);
      }
    },
    consume: async (bootstrap, folder, _count, topics) => {
      for (const topic of topics) {
        const quick = ['-X', 'fetch.wait.max.ms=50'];
        const args = [
          '-C',
          '-q',
          '-b',
          bootstrap,
          '-t',
          topic,
          '-o',
          'beginning',
          '-e',
          '-K',
          tab,
          ...quick,
        ];
        await toFile('kcat', args, `${folder}/${topic}`);
      }
    },
    member: (bootstrap, group, topic) => {
      const fast = ['session.timeout.ms=6000', 'heartbeat.interval.ms=500'].flatMap((it) => [
        '-X',
        it,
      ]);
      return new Running('kcat', ['-b', bootstrap, ...fast, '-G', group, topic]);
    },
  };
}

/** Kafka's console tools start a machine for each topic; the java client reads the other codecs. */
function consoleTools(tools: Java): Client {
  const toolsPackage = 'org.apache.kafka.tools';
  return {
    name: 'console-tools',
    codecs,
    reads: ['none', 'zstd'],
    produce: async (bootstrap, file, jobs) => {
      for (const { topic, codec } of jobs) {
        const properties = ['parse.key=true', 'key.separator=\t'].flatMap((it) => [
          '--reader-property',
          it,
        ]);
        const args = [
          '--bootstrap-server',
          bootstrap,
          '--topic',
          topic,
          '--compression-codec',
          codec,
        ];
        const [command, words] = tools.command(`${toolsPackage}.ConsoleProducer`, [
          ...args,
          ...properties,
        ]);
        await run(command, words, { input: file });
      }
    },
    consume: async (bootstrap, folder, count, topics) => {
      for (const topic of topics) {
        const args = ['--bootstrap-server', bootstrap, '--topic', topic, '--from-beginning'];
        const limits = ['--max-messages', `${count}`, '--timeout-ms', '30000'];
        const print = [
          '--formatter-property',
          'print.key=true',
          '--command-property',
          'fetch.max.wait.ms=50',
        ];
        const className = `${toolsPackage}.consumer.ConsoleConsumer`;
        const [command, words] = tools.command(className, [...args, ...limits, ...print]);
        await toFile(command, words, `${folder}/${topic}`);
      }
    },
  };
}

function toFile(command: string, args: readonly string[], file: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['ignore', openSync(file, 'w'), 'pipe'] });
    let complaint = '';
    child.stderr?.on('data', (chunk: Buffer) => (complaint += chunk.toString()));
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`${command} ended with ${code}: ${complaint.slice(-2000)}`));
    });
  });
}

export type Candidate = { readonly name: string; readonly client: Toolchain<Client> };

/** All clients there are; those whose toolchain is missing say why. */
export async function allClients(): Promise<Candidate[]> {
  const [javaTools, pythonTool, kcatTool] = await Promise.all([java(), python(), kcat()]);
  const on = <T>(name: string, toolchain: Toolchain<T>, make: (tools: T) => Client): Candidate => ({
    name,
    client: toolchain.isReady ? { isReady: true, tools: make(toolchain.tools) } : toolchain,
  });
  const npm: Toolchain<null> = { isReady: true, tools: null };
  return [
    on('kcat', kcatTool, kcatClient),
    on('java', javaTools, (tools) =>
      program('java', codecs, (args) => tools.command('Client', args)),
    ),
    on('confluent-kafka', pythonTool, (executable) =>
      program('confluent-kafka', codecs, (args) => [
        executable,
        [here('./python/client.py'), ...args],
      ]),
    ),
    on('kafkajs', npm, () => nodeClient('kafkajs', ['none', 'gzip'])),
    on('platformatic', npm, () => nodeClient('platformatic', codecs)),
    on('console-tools', javaTools, consoleTools),
  ];
}
