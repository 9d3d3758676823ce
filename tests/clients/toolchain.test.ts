import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';

const cache = mkdtempSync(join(tmpdir(), 'rivulet-cache-'));

beforeAll(() => vi.stubEnv('XDG_CACHE_HOME', cache));
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(cache, { recursive: true });
});

it('installs a toolchain once when several test files ask for it, and again after a failure', async () => {
  const { once } = await import('../support/toolchain.ts');
  let runs = 0;
  const install = async () => {
    runs++;
    await sleep(50);
    if (runs === 1) throw new Error('the network is away');
  };
  const asked = [1, 2, 3].map(() => once('tool', 'version 1', install));
  const results = await Promise.allSettled(asked);
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(2);
  expect(runs).toBe(2);
  await once('tool', 'version 1', install);
  await once('tool', 'version 2', install);
  expect(runs).toBe(3);
});
