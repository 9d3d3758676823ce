/** `rivulet up --detach`: the same command again, in the background. */
import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { defaultDataDir } from '../main/cluster/data-dir.ts';
import { ContractError, type ErrorJson } from '../main/contract/errors.ts';
import type { Output } from './command.ts';

type Ready = { readonly bootstrap: string; readonly ui: string | null };

/** Starts `up` without `--detach`, waits until it is ready, and leaves it running. */
export async function upDetached(output: Output): Promise<void> {
  const words = process.argv.slice(2).filter((word) => word !== '--detach');
  const logFile = openLogFile(words);
  const logStartBytes = statSync(logFile).size;
  const log = openSync(logFile, 'a');
  const child = spawn(process.execPath, [process.argv[1] ?? '', ...words], {
    detached: true,
    stdio: ['ignore', log, log, 'ipc'],
  });
  closeSync(log);
  const ready = await new Promise<Ready>((settle, reject) => {
    child.once('message', (message) => settle(message as Ready));
    child.once('error', reject);
    child.once('exit', () => {
      reject(errorOf(readFileSync(logFile).subarray(logStartBytes).toString()));
    });
  });
  child.unref();
  child.disconnect();
  output.json(ready);
  output.text(`The cluster is up in the background (process ${child.pid}): ${ready.bootstrap}`);
  if (ready.ui !== null) output.text(`The app: ${ready.ui}`);
  output.text(`Its log: ${logFile} — rivulet down stops it.`);
}

/** What the background process said last, as the error that it was. */
function errorOf(said: string): Error {
  const line = said.trim().split('\n').at(-1) ?? '';
  try {
    const { error } = JSON.parse(line) as { readonly error: ErrorJson };
    return new ContractError(error.code, error.data, error.message);
  } catch {
    return new Error(line.replace(/^rivulet: /, '') || 'the background process ended at once');
  }
}

function openLogFile(words: readonly string[]): string {
  const { values } = parseArgs({
    args: [...words],
    options: { data: { type: 'string' } },
    strict: false,
  });
  const dir = typeof values.data === 'string' ? values.data : defaultDataDir();
  const folder = join(resolve(dir), 'logs');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'up.log');
  closeSync(openSync(file, 'a'));
  return file;
}
