import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { parseBrokerConfig, parseTopicConfig } from '../../../src/broker/config.ts';
import { createNodeEnv } from '../../../src/broker/env/env-node.ts';
import { DiskError, type Env } from '../../../src/broker/env/env.ts';
import { LogManager } from '../../../src/broker/log/log-manager.ts';
import { headersOf, isCrcValid } from '../../../src/broker/protocol/record-batch.ts';
import { batchOf, clusterId, readAll, topicId } from './support.ts';

const folder = mkdtempSync(join(tmpdir(), 'rivulet-small-disk-'));
const broker = parseBrokerConfig({
  'node.id': '1',
  'process.roles': 'broker',
  'rivulet.log.flush.bytes': '300000',
});
const config = { ...parseTopicConfig({}, broker), segmentBytes: 1_000_000 };

/** Why there is no small disk; undefined when there is one. */
function mount(): string | undefined {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=8m', 'tmpfs', folder], { stdio: 'pipe' });
    return undefined;
  } catch (error) {
    return `no file system of 8 MB can be mounted here: ${String(error).split('\n')[0]}`;
  }
}

const obstacle = mount();
const note = obstacle === undefined ? '' : `: skipped, ${obstacle}`;

afterAll(() => {
  if (obstacle === undefined) execFileSync('umount', ['-l', folder]);
  rmSync(folder, { recursive: true, force: true });
});

const batch = (): Buffer => batchOf(5, { sizeBytes: 4000, timestampMs: Date.now() });

function open(): { manager: LogManager; failures: unknown[] } {
  const env: Env = { ...createNodeEnv(), logger: { info() {}, warn() {}, error() {} } };
  const dataDir = join(folder, 'data');
  const manager = LogManager.open(env, { dataDir, nodeId: 1, clusterId, broker });
  const failures: unknown[] = [];
  manager.onFailure((error) => void failures.push(error));
  manager.start();
  return { manager, failures };
}

describe.skipIf(obstacle !== undefined)(`a small disk${note}`, () => {
  it('that fills up takes nothing that was acknowledged, and goes on with space again', async () => {
    const ballast = join(folder, 'ballast');
    writeFileSync(ballast, Buffer.alloc(2_000_000));
    const { manager, failures } = open();
    const log = manager.getOrCreate('orders', 0, topicId, config);
    let acked = 0;
    let problem: unknown;
    while (problem === undefined) {
      try {
        log.appendAsLeader(batch(), 1, 'client');
        acked += 5;
      } catch (error) {
        problem = error;
      }
    }
    expect(problem).toBeInstanceOf(DiskError);
    expect((problem as DiskError).code).toBe('full');
    expect(failures).toEqual([problem]);
    const before = await readAll(log);
    manager.close({ clean: false, brokerEpoch: -1 });
    rmSync(ballast);
    const again = open();
    const reopened = again.manager.getOrCreate('orders', 0, topicId, config);
    expect(reopened.logEndOffset).toBeGreaterThanOrEqual(acked);
    const after = await readAll(reopened);
    expect(after.subarray(0, before.length).equals(before)).toBe(true);
    for (const header of headersOf(after)) expect(isCrcValid(after, header)).toBe(true);
    reopened.appendAsLeader(batch(), 1, 'client');
    await reopened.flush();
    expect(again.failures).toEqual([]);
    again.manager.close({ clean: true, brokerEpoch: 1 });
  });
});
