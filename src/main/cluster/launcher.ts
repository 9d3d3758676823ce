/** Starts broker processes; behind an interface, so that tests start something else. */
import { closeSync, readFileSync, statSync, truncateSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { ControlEvent, ControlRequest } from '../../broker/control.ts';
import { forkChild, openLog, type StartChild } from './child.ts';

/** One running process. */
export interface BrokerProcess {
  readonly pid: number;
  send(request: ControlRequest): void;
  signal(signal: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT'): void;
}

export type BrokerProcessListener = {
  readonly onEvent: (event: ControlEvent) => void;
  /** Where the process has its id only after a moment; until then it is -1. */
  readonly onPid?: (pid: number) => void;
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

/** The real launcher; `start` is how the platform at hand starts a child. */
export function forkLauncher(
  entry: string = brokerEntry(),
  execArgv: readonly string[] = brokerExecArgv,
  start: StartChild = forkChild,
): BrokerLauncher {
  return {
    launch: (logFile, listener) => {
      const logStartBytes = prepareLog(logFile);
      // The supervisor stops brokers in order, whoever pressed Ctrl-C.
      const options = { entry, execArgv, logFile, isDetached: true };
      return start(options, {
        onMessage: (event) => listener.onEvent(event as ControlEvent),
        onPid: listener.onPid,
        onEnd: (code, signal, error) => {
          listener.onExit(code, signal, error ?? outputEnd(logFile, logStartBytes));
        },
      });
    },
  };
}

/** Answers from where on the log is this process's. */
function prepareLog(file: string): number {
  closeSync(openLog(file));
  if (statSync(file).size > logSizeMaxBytes) truncateSync(file);
  return statSync(file).size;
}

function outputEnd(file: string, fromBytes: number): string {
  try {
    return readFileSync(file).subarray(fromBytes).subarray(-outputMaxBytes).toString().trim();
  } catch {
    // The folder was deleted under a running cluster: there is nothing to tell.
    return '';
  }
}
