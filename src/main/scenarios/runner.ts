/** Entry of the runner process: one run, told what to do over its IPC channel. */
import { writeFileSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { loadScenario } from './load.ts';
import { Run } from './run.ts';
import type { RunnerEvent, RunnerRequest } from './run-messages.ts';
import { runFileName } from './run-folder.ts';

let run: Run | null = null;

process.on('message', (request: RunnerRequest) => {
  switch (request.type) {
    case 'start':
      void start(request.options);
      return;
    case 'set-speed':
      run?.setSpeed(request.speed);
      return;
    case 'set-service':
      run?.setService(request.service, request.isUp);
      return;
    case 'finish':
      run?.finish();
      return;
    case 'stop':
      run?.stop();
  }
});
process.on('SIGTERM', () => run?.stop());
// The terminal's Ctrl-C reaches the whole group; the parent says what is to be done.
process.on('SIGINT', () => {});
// Whoever started the run is gone: no services without somebody who watches.
process.on('disconnect', () => process.exit(0));

async function start(options: Extract<RunnerRequest, { type: 'start' }>['options']): Promise<void> {
  const scenario = loadScenario(options.source, options.file);
  mkdirSync(options.runDir, { recursive: true });
  const runFile = join(options.runDir, runFileName);
  const running = { pid: process.pid, runId: options.runId, scenario: scenario.name };
  writeFileSync(runFile, `${JSON.stringify(running)}\n`);
  run = new Run(options, scenario, (status) => tell({ type: 'status', run: status }));
  const last = await run.execute();
  rmSync(runFile, { force: true });
  tell({ type: 'ended', run: last });
  process.disconnect?.();
}

function tell(event: RunnerEvent): void {
  if (process.connected) process.send?.(event);
}
