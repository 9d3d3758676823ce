import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { temporaryDir } from '../main/temporary-dir.ts';

const entry = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));

function rivulet(...words: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [entry, ...words], {
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

describe('the command', () => {
  it('shows help and ends well', () => {
    const { status, stdout, stderr } = rivulet('topics', '--help');
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toContain('rivulet topics COMMAND');
  });

  it('ends with 2 on wrong usage', () => {
    const { status, stdout, stderr } = rivulet('topics', 'paint');
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toContain('there is no command paint');
  });

  it('ends with 1 on failure, and keeps stdout clean for programs', () => {
    const dir = temporaryDir();
    const { status, stdout, stderr } = rivulet('status', '--data', dir, '--json');
    expect([status, stdout]).toEqual([1, '']);
    expect(JSON.parse(stderr)).toMatchObject({ error: { code: 'not-running', data: { dir } } });
  });

  it('prints its version', () => {
    expect(rivulet('--version').stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});
