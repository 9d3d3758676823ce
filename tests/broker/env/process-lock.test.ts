import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { takeLock } from '../../../src/broker/env/process-lock.ts';

let dir: string;
let path: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'rivulet-lock-'));
  path = join(dir, '.lock');
});
afterEach(() => rmSync(dir, { recursive: true }));

const content = (pid: number, start = ''): string => `${pid} ${start}`.trim();

describe('takeLock', () => {
  it('takes what nobody holds and gives it back', () => {
    const lock = takeLock(path);
    expect(lock.ok).toBe(true);
    expect(Number.parseInt(readFileSync(path, 'utf8'), 10)).toBe(process.pid);
    if (lock.ok) lock.release();
    expect(() => readFileSync(path)).toThrow('ENOENT');
  });

  it('names the living process that holds it', () => {
    writeFileSync(path, content(process.ppid));
    expect(takeLock(path)).toEqual({ ok: false, pid: process.ppid });
  });

  it('takes over from a process that has ended', async () => {
    const child = spawn(process.execPath, ['-e', '']);
    await new Promise((resolve) => child.once('exit', resolve));
    writeFileSync(path, content(child.pid ?? 0));
    expect(takeLock(path).ok).toBe(true);
  });

  it.runIf(process.platform === 'linux')(
    'takes over from a pid that means another process now',
    () => {
      writeFileSync(path, content(process.ppid, '1'));
      expect(takeLock(path).ok).toBe(true);
    },
  );

  it('takes over what cannot be read', () => {
    writeFileSync(path, 'not a pid');
    expect(takeLock(path).ok).toBe(true);
  });
});
