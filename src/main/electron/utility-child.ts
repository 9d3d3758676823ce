/**
 * Children of the packaged app: its executable cannot run as Node (a fuse is off), so brokers and
 * runners are utility processes. `utility-entry.ts` gives them the channel that a fork has.
 */
import { createWriteStream } from 'node:fs';
import type { UtilityProcess } from 'electron';
import { openLog, type StartChild } from '../cluster/child.ts';

type Fork = (
  entry: string,
  args: string[],
  options: { execArgv: string[]; stdio: 'pipe'; serviceName: string },
) => Pick<UtilityProcess, 'pid' | 'postMessage' | 'kill' | 'stdout' | 'stderr' | 'on'>;

/** `entryFile` is the built utility-entry. */
export function utilityChild(
  fork: Fork,
  entryFile: string,
  kill: (pid: number, signal: NodeJS.Signals) => void = (pid, signal) =>
    void process.kill(pid, signal),
): StartChild {
  return ({ entry, execArgv, logFile }, listener) => {
    const log = createWriteStream(logFile, { fd: openLog(logFile) });
    const child = fork(entryFile, [entry], {
      execArgv: [...execArgv],
      stdio: 'pipe',
      serviceName: 'Rivulet broker',
    });
    let pid = child.pid ?? -1;
    let signalSent: NodeJS.Signals | null = null;
    let isEnded = false;
    /** A process has its pid a moment later; what is told before then waits for it. */
    const waiting: NodeJS.Signals[] = [];
    const deliver = (signal: NodeJS.Signals) => {
      if (isEnded) return;
      if (pid === -1) return void waiting.push(signal);
      if (signal === 'SIGKILL') signalSent = signal;
      try {
        kill(pid, signal);
      } catch (error) {
        // It ended just now; its end is on its way as an event.
        if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
      }
    };
    child.stdout?.pipe(log, { end: false });
    child.stderr?.pipe(log, { end: false });
    child.on('spawn', () => {
      pid = child.pid ?? -1;
      listener.onPid?.(pid);
      for (const signal of waiting.splice(0)) deliver(signal);
    });
    child.on('message', (message: unknown) => listener.onMessage(message));
    child.on('exit', (code) => {
      isEnded = true;
      const end = () => listener.onEnd(signalSent ? null : code, signalSent, null);
      // What it wrote last is the reason of its end.
      log.end(end);
    });
    return {
      get pid() {
        return pid;
      },
      send: (message) => {
        if (!isEnded) child.postMessage(message);
      },
      signal: deliver,
    };
  };
}
