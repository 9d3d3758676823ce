import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { utilityChild } from '../../../src/main/electron/utility-child.ts';
import { temporaryDir } from '../temporary-dir.ts';
import { until } from '../until.ts';

/** A utility process as Electron shows it: its id only after `spawn`. */
class FakeProcess extends EventEmitter {
  pid: number | undefined;
  readonly stdout = new PassThrough();
  readonly stderr = new PassThrough();
  readonly posted: unknown[] = [];
  postMessage(message: unknown): void {
    this.posted.push(message);
  }
  kill(): boolean {
    return true;
  }
}

function started() {
  const child = new FakeProcess();
  const forked: unknown[] = [];
  const signals: string[] = [];
  const told: unknown[] = [];
  const logFile = join(temporaryDir(), 'logs', 'broker-1.log');
  const start = utilityChild(
    (entry, args, options) => {
      forked.push([entry, args, options.execArgv]);
      return child;
    },
    '/out/utility-entry.js',
    (pid, signal) => signals.push(`${signal} ${pid}`),
  );
  const options = { entry: '/out/broker.js', execArgv: ['--x'], logFile, isDetached: true };
  const handle = start(options, {
    onMessage: (message) => told.push(message),
    onPid: (pid) => told.push(`pid ${pid}`),
    onEnd: (...end) => told.push(end),
  });
  return { child, forked, signals, told, handle, logFile };
}

describe('a child of the packaged app', () => {
  it('is a utility process that loads the entry', () => {
    const { forked } = started();
    expect(forked).toEqual([['/out/utility-entry.js', ['/out/broker.js'], ['--x']]]);
  });

  it('is told and tells in messages; its id comes later', () => {
    const { child, told, handle } = started();
    handle.send({ type: 'start' });
    expect([child.posted, handle.pid]).toEqual([[{ type: 'start' }], -1]);
    child.pid = 42;
    child.emit('spawn');
    child.emit('message', { type: 'ready' });
    expect([told, handle.pid]).toEqual([['pid 42', { type: 'ready' }], 42]);
  });

  it('gets signals that came before its id', () => {
    const { child, signals, handle } = started();
    handle.signal('SIGSTOP');
    child.pid = 42;
    child.emit('spawn');
    handle.signal('SIGCONT');
    expect(signals).toEqual(['SIGSTOP 42', 'SIGCONT 42']);
  });

  it('says how it ended, after its last words', async () => {
    const { child, told, handle, logFile } = started();
    child.pid = 42;
    child.emit('spawn');
    child.stderr.write('no space\n');
    await until(() => child.stderr.readableLength === 0);
    child.emit('exit', 21);
    expect(await until(() => told.length === 2)).toBe(true);
    expect(told[1]).toEqual([21, null, null]);
    expect(readFileSync(logFile, 'utf8')).toBe('no space\n');
    handle.send({ type: 'stop' });
    expect(child.posted).toEqual([]);
  });

  it('ended by us is told with the signal', async () => {
    const { child, told, handle } = started();
    child.pid = 42;
    child.emit('spawn');
    handle.signal('SIGKILL');
    child.emit('exit', 9);
    expect(await until(() => told.length === 2)).toBe(true);
    expect(told[1]).toEqual([null, 'SIGKILL', null]);
  });
});
