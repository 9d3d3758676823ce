/** A cluster as a user starts one: `rivulet up` in a data folder of its own, on free ports. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const command = fileURLToPath(new URL('../../bin/rivulet', import.meta.url));
const startTimeoutMs = 60_000;
const stopTimeoutMs = 30_000;

export type TestBroker = { readonly id: number; readonly port: number; readonly pid: number };

export type TestCluster = {
  /** `host:port,host:port,…` */
  readonly bootstrap: string;
  readonly brokers: readonly TestBroker[];
  /** Of the first broker. */
  readonly controller: string;
  readonly dataDir: string;
  /** The folder of one broker's logs. */
  logDirOf(brokerId: number): string;
  /** Ends the processes; the data stays. */
  halt(): Promise<void>;
  stop(): Promise<void>;
};

type Ready = {
  readonly bootstrap: string;
  readonly brokers: readonly TestBroker[];
};
type ClusterFile = { readonly brokers: readonly { readonly controllerPort: number }[] };

export async function startCluster(brokerCount: number): Promise<TestCluster> {
  const dataDir = mkdtempSync(join(tmpdir(), 'rivulet-clients-'));
  const port = await freePorts(brokerCount);
  const args = ['up', '--json', '--no-ui', '--restart', 'never'];
  const child = spawn(
    command,
    [...args, '--brokers', `${brokerCount}`, '--port', `${port}`, '--data', dataDir],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  try {
    const { bootstrap, brokers } = await readyLine(child);
    const file = JSON.parse(readFileSync(join(dataDir, 'cluster.json'), 'utf8')) as ClusterFile;
    return {
      bootstrap,
      brokers,
      controller: `127.0.0.1:${file.brokers[0].controllerPort}`,
      dataDir,
      logDirOf: (brokerId) => join(dataDir, `broker-${brokerId}`),
      halt: () => end(child),
      stop: async () => {
        await end(child);
        rmSync(dataDir, { recursive: true, force: true });
      },
    };
  } catch (error) {
    await end(child);
    throw error;
  }
}

function readyLine(child: ChildProcess): Promise<Ready> {
  return new Promise((resolve, reject) => {
    let out = '';
    let complaint = '';
    const fail = (why: string) => {
      clearTimeout(timer);
      reject(new Error(`rivulet up ${why}\n${out}${complaint}`));
    };
    const timer = setTimeout(() => fail(`was not ready in ${startTimeoutMs} ms`), startTimeoutMs);
    child.once('exit', (code) => fail(`ended with code ${code}`));
    child.stderr?.on('data', (chunk: Buffer) => {
      complaint += chunk.toString();
    });
    child.stdout?.on('data', (chunk: Buffer) => {
      out += chunk.toString();
      const [line, rest] = out.split('\n', 2);
      if (rest === undefined || !line.includes('"event":"ready"')) return;
      clearTimeout(timer);
      resolve(JSON.parse(line) as Ready);
    });
  });
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), stopTimeoutMs);
  await ended;
  clearTimeout(timer);
}

/** The first of `count` ports in a row that are free now. */
async function freePorts(count: number): Promise<number> {
  for (let attempt = 0; attempt < 50; attempt++) {
    const first = 20_000 + Math.floor(Math.random() * 12_000);
    const ports = Array.from({ length: count }, (_, index) => first + index);
    if ((await Promise.all(ports.map(isFree))).every(Boolean)) return first;
  }
  throw new Error(`no ${count} free ports in a row`);
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
