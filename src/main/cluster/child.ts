/**
 * A child process that is spoken to in messages. Under Node and in an unpackaged Electron it is
 * forked; the packaged app, which cannot run as Node, starts utility processes instead.
 */
import { fork } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';

export type Child = {
  /** -1: not yet known, or it could not be started. */
  readonly pid: number;
  readonly send: (message: object) => void;
  readonly signal: (signal: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT') => void;
};

export type ChildOptions = {
  readonly entry: string;
  readonly execArgv: readonly string[];
  /** What it writes goes to the end of this file. */
  readonly logFile: string;
  /** Not reached by Ctrl-C in the terminal of its parent. */
  readonly isDetached: boolean;
};

export type ChildListener = {
  readonly onMessage: (message: unknown) => void;
  /** Where the process has its id only after a moment. */
  readonly onPid?: ((pid: number) => void) | undefined;
  /** Once, after the last message; `error`: it could not even be started. */
  readonly onEnd: (code: number | null, signal: string | null, error: string | null) => void;
};

export type StartChild = (options: ChildOptions, listener: ChildListener) => Child;

/** `child_process.fork`. */
export const forkChild: StartChild = (options, listener) => {
  const { entry, execArgv, logFile, isDetached } = options;
  const log = openLog(logFile);
  const child = fork(entry, [], {
    execArgv: [...execArgv],
    stdio: ['ignore', log, log, 'ipc'],
    detached: isDetached && process.platform !== 'win32',
  });
  closeSync(log);
  child.on('message', (message) => listener.onMessage(message));
  child.on('error', (error) => {
    // Without a pid it could not be started at all, and no `close` will follow.
    if (child.pid === undefined) listener.onEnd(null, null, error.message);
  });
  // Not `exit`: that may come before the last message was read.
  child.on('close', (code, signal) => listener.onEnd(code, signal, null));
  return {
    pid: child.pid ?? -1,
    send: (message) => {
      // A process that just ended cannot be told anything; its end is on its way as an event.
      if (child.connected) child.send(message, () => {});
    },
    signal: (signal) => void child.kill(signal),
  };
};

/** The file to write at the end of, made with its folder where it is missing. */
export function openLog(file: string): number {
  mkdirSync(dirname(file), { recursive: true });
  return openSync(file, 'a');
}
