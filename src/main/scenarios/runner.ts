/** Entry of the runner process: one run, told what to do over its IPC channel. */
import { writeFileSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { loadScenario } from '../../scenario/load.ts';
import { Run } from './run.ts';
import { runFileName } from './run-folder.ts';
import type { RunnerEvent, RunnerRequest, RunOptions } from './run-messages.ts';

let run: Run | null = null;
let isOver = false;

process.on('message', (request: RunnerRequest) => {
  if (request.type === 'start') void start(request.options);
  else if (run) void handle(run, request).catch(noteFault);
});
process.on('SIGTERM', () => run?.stop());
// The terminal's Ctrl-C reaches the whole group; the parent says what is to be done.
process.on('SIGINT', () => {});
// Whoever started the run is gone: no services without somebody who watches. A thread inside of a
// query can not be ended, and `exit` would wait for it.
process.on('disconnect', () => {
  const isHaunted = run?.services.all.some((service) => service.isHaunted) === true;
  if (isOver && !isHaunted) process.exit(0);
  else process.kill(process.pid, 'SIGKILL');
});

async function handle(
  current: Run,
  request: Exclude<RunnerRequest, { type: 'start' }>,
): Promise<void> {
  const { actions } = current;
  switch (request.type) {
    case 'set-speed':
      return current.setSpeed(request.speed);
    case 'set-paused':
      return current.setPaused(request.isPaused);
    case 'step':
      return current.step(request.service);
    case 'set-service':
      return actions.setService(request.service, request.isUp, 'person');
    case 'scale':
      return actions.scale(request.service, request.instanceCount, 'person');
    case 'trouble':
      return actions.trouble(request.service, request.trouble, 'person');
    case 'rebuild':
      return actions.rebuild(request.service, 'person');
    case 'event':
      return current.note(request.event);
    case 'finish':
      return current.finish();
    case 'stop':
      return current.stop();
  }
}

/** What a person asked for and could not be done is told in the run; the run goes on. */
function noteFault(error: unknown): void {
  const detail = error instanceof Error ? error.message : String(error);
  run?.note({ atMs: Date.now(), by: 'run', kind: 'say', subject: '', detail });
}

async function start(options: RunOptions): Promise<void> {
  const scenario = loadScenario(options.source, options.file);
  mkdirSync(options.runDir, { recursive: true });
  const runFile = join(options.runDir, runFileName);
  const running = { pid: process.pid, runId: options.runId, scenario: scenario.name };
  writeFileSync(runFile, `${JSON.stringify(running)}\n`);
  run = new Run(options, scenario, tell);
  const last = await run.execute();
  rmSync(runFile, { force: true });
  tell({ type: 'ended', run: last });
  isOver = true;
  process.disconnect?.();
}

function tell(event: RunnerEvent): void {
  if (process.connected) process.send?.(event);
}
