/** Starts broker processes; behind an interface, so that tests start something else. */
import { fork } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, statSync, truncateSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ControlEvent, ControlRequest } from '../../broker/control.ts';

/** One running process. */
export interface BrokerProcess {
  readonly pid: number;
  send(request: ControlRequest): void;
  signal(signal: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT'): void;
}

export type BrokerProcessListener = {
  readonly onEvent: (event: ControlEvent) => void;
  /** `output` is the end of what it wrote to stderr. */
  readonly onExit: (code: number | null, signal: string | null, output: string) => void;
};

export interface BrokerLauncher {
  /** Starts a process whose output goes to `logFile`. */
  launch(logFile: string, listener: BrokerProcessListener): BrokerProcess;
}

/** V8 and Node options of every broker process. */
const brokerExecArgv = [
  // Produce and fetch make many short-lived buffers' wrappers; a roomier nursery promotes fewer.
  '--max-semi-space-size=16',
  // A broker collects once after its start; see its main.ts.
  '--expose-gc',
  '--disable-warning=ExperimentalWarning',
];

const logSizeMaxBytes = 4 * 1024 * 1024;
const outputMaxBytes = 2_000;

/** The broker's entry: TypeScript when this runs from source, else the bundle beside this one. */
export function brokerEntry(): string {
  const isSource = import.meta.url.endsWith('.ts');
  return fileURLToPath(new URL(isSource ? '../../broker/main.ts' : './broker.js', import.meta.url));
}

/** The real launcher: `child_process.fork`, under Node and under Electron alike. */
export function forkLauncher(
  entry: string = brokerEntry(),
  execArgv: readonly string[] = brokerExecArgv,
): BrokerLauncher {
  return { launch: (logFile, listener) => forkBroker(entry, execArgv, logFile, listener) };
}

function forkBroker(
  entry: string,
  execArgv: readonly string[],
  logFile: string,
  listener: BrokerProcessListener,
): BrokerProcess {
  const log = openLog(logFile);
  const logStartBytes = statSync(logFile).size;
  const child = fork(entry, [], {
    execArgv: [...execArgv],
    stdio: ['ignore', log, log, 'ipc'],
    // Ctrl-C in the terminal reaches the whole process group; the supervisor stops brokers in order.
    detached: process.platform !== 'win32',
  });
  closeSync(log);
  child.on('message', (event) => listener.onEvent(event as ControlEvent));
  child.on('error', (error) => {
    // Without a pid it could not be started at all, and no `close` will follow.
    if (child.pid === undefined) listener.onExit(null, null, error.message);
  });
  // Not `exit`: that may come before the last message was read.
  child.on('close', (code, signal) => {
    listener.onExit(code, signal, outputEnd(logFile, logStartBytes));
  });
  return {
    pid: child.pid ?? -1,
    send: (request) => {
      // A process that just ended cannot be told anything; its end is on its way as an event.
      if (child.connected) child.send(request, () => {});
    },
    signal: (signal) => {
      child.kill(signal);
    },
  };
}

function openLog(file: string): number {
  mkdirSync(dirname(file), { recursive: true });
  const log = openSync(file, 'a');
  if (statSync(file).size > logSizeMaxBytes) truncateSync(file);
  return log;
}

function outputEnd(file: string, fromBytes: number): string {
  try {
    return readFileSync(file).subarray(fromBytes).subarray(-outputMaxBytes).toString().trim();
  } catch {
    // The folder was deleted under a running cluster: there is nothing to tell.
    return '';
  }
}
