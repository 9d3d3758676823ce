import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { BrokerLogLine } from '../../../src/main/contract/brokers.ts';
import { followLog, parseLine, readLogEnd } from '../../../src/main/inspect/log-follower.ts';
import { temporaryDir } from '../temporary-dir.ts';
import { until } from '../until.ts';

async function follow(file: string, lastLines = 3) {
  const lines: BrokerLogLine[] = [];
  const follower = followLog({ file, lastLines, onLines: (more) => lines.push(...more) });
  onTestFinished(() => follower.stop());
  const first = await follower.first;
  return { first: first.map(({ text }) => text), lines };
}

describe('the follower of a log', () => {
  it('begins with the last lines and goes on with what is written', async () => {
    const file = join(temporaryDir(), 'broker.log');
    writeFileSync(file, 'a\nb\nc\nd\nunfini');
    const { first, lines } = await follow(file);
    expect(first).toEqual(['b', 'c', 'd']);
    appendFileSync(file, 'shed\ne\n');
    await until(() => lines.length === 2);
    expect(lines.map(({ text }) => text)).toEqual(['unfinished', 'e']);
    expect(lines.map(({ number }) => number)).toEqual([4, 5]);
  });

  it('leaves out what comes too fast, and says how much', async () => {
    const file = join(temporaryDir(), 'broker.log');
    writeFileSync(file, '');
    const { lines } = await follow(file);
    appendFileSync(file, Array.from({ length: 1000 }, (_, index) => `line ${index}\n`).join(''));
    await until(() => lines.at(-1)?.text === 'line 999');
    expect(lines.length).toBeLessThan(1000);
    const skipped = lines.reduce((sum, { skippedCount }) => sum + skippedCount, 0);
    expect(lines.length + skipped).toBe(1000);
  });

  it('begins anew when the file was cut', async () => {
    const file = join(temporaryDir(), 'broker.log');
    writeFileSync(file, 'a long line that was there before\n');
    const { lines } = await follow(file);
    writeFileSync(file, 'new\n');
    await until(() => lines.length === 1);
    expect(lines[0]?.text).toBe('new');
  });

  it('waits for a file that is not there yet', async () => {
    const file = join(temporaryDir(), 'broker.log');
    const { first, lines } = await follow(file);
    expect(first).toEqual([]);
    writeFileSync(file, 'hello\n');
    await until(() => lines.length === 1);
  });
});

it('reads the whole end of a file', async () => {
  const file = join(temporaryDir(), 'broker.log');
  writeFileSync(file, 'a\nb\n');
  expect(await readLogEnd(file)).toBe('a\nb\n');
});

it('takes the lines of the broker’s logger apart', () => {
  expect(parseLine('2026-01-02T03:04:05.678Z WARN [cleaner] orders-0: slow')).toEqual({
    atMs: Date.UTC(2026, 0, 2, 3, 4, 5, 678),
    level: 'WARN',
    area: 'cleaner',
    text: 'orders-0: slow',
  });
  expect(parseLine('    at main.ts')).toMatchObject({ atMs: null, level: 'OTHER' });
});
