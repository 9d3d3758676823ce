import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  newRunDir,
  newRunId,
  runFileName,
  runningRuns,
  runsDir,
} from '../../../src/main/scenarios/run-folder.ts';
import { temporaryDir } from '../temporary-dir.ts';

function addRun(dataDir: string, runId: string, pid: number): void {
  const dir = join(runsDir(dataDir), runId);
  mkdirSync(dir, { recursive: true });
  writeFileSync(join(dir, runFileName), JSON.stringify({ pid, runId, scenario: 'shop' }));
}

describe('run folders', () => {
  it('tell which runs go on', () => {
    const dataDir = temporaryDir();
    expect(runningRuns(dataDir)).toEqual([]);
    addRun(dataDir, 'a', process.pid);
    addRun(dataDir, 'b', 2 ** 22 + 1);
    expect(runningRuns(dataDir).map(({ runId }) => runId)).toEqual(['a']);
  });

  it('of old runs make room, but not of those that go on', () => {
    const dataDir = temporaryDir();
    addRun(dataDir, '20200101-000000-aaa', process.pid);
    for (let index = 10; index < 25; index += 1) {
      mkdirSync(join(runsDir(dataDir), `202101${index}-000000-aaa`));
    }
    const dir = newRunDir(dataDir, newRunId(Date.now()));
    expect(existsSync(dir)).toBe(false);
    const names = readdirSync(runsDir(dataDir));
    expect(names).toHaveLength(11);
    expect(names).toContain('20200101-000000-aaa');
  });

  it('sort by time', () => {
    expect(newRunId(0) < newRunId(1_000)).toBe(true);
    expect(newRunId(Date.UTC(2026, 6, 31, 14, 25, 30))).toMatch(/^20260731-142530-\w{3}$/);
  });
});
