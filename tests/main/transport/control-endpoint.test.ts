import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { none, paramSchemas } from '../../../src/main/contract/params.ts';
import type { ControlAddress } from '../../../src/main/transport/control-api.ts';
import {
  connectControl,
  openControlEndpoint,
} from '../../../src/main/transport/control-endpoint.ts';
import { temporaryDir } from '../temporary-dir.ts';

async function open() {
  const dir = temporaryDir();
  const endpoint = await openControlEndpoint(dir, async () => ({
    handlers: {
      'control.status': () => ({ pid: process.pid }),
      'cluster.startBroker': ({ brokerId }: { readonly brokerId: number }) => ({ pid: brokerId }),
    },
    schemas: { ...paramSchemas, 'control.status': none },
  }));
  onTestFinished(() => endpoint.close());
  const file = join(dir, 'control.json');
  const address = JSON.parse(readFileSync(file, 'utf8')) as ControlAddress;
  return { dir, file, address, endpoint };
}

/** What a stranger gets back before the line is closed. */
function whisper(port: number, text: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = createConnection({ host: '127.0.0.1', port }, () => socket.write(text));
    let answer = '';
    socket.on('data', (chunk) => {
      answer += String(chunk);
    });
    socket.on('error', () => {});
    socket.on('close', () => resolve(answer));
  });
}

describe('the control endpoint', () => {
  it('answers who may read the folder', async () => {
    const { dir } = await open();
    const control = await connectControl(dir);
    onTestFinished(control.close);
    expect(await control.call('control.status')).toEqual({ pid: process.pid });
    expect(await control.call('cluster.startBroker', { brokerId: 2 })).toEqual({ pid: 2 });
    await expect(control.call('cluster.stopBroker', { brokerId: 2 })).rejects.toMatchObject({
      code: 'unknown-method',
    });
    await expect(control.call('cluster.startBroker', { brokerId: -1 })).rejects.toMatchObject({
      code: 'invalid-params',
    });
  });

  it.skipIf(process.platform === 'win32')('keeps its token to the owner', async () => {
    const { file } = await open();
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it.each(['guess\n', '\n', '{"t":"q"}\n'])('closes the line on %j', async (text) => {
    const { address } = await open();
    expect(await whisper(address.port, text)).toBe('');
  });

  it('closes the line on an endless token', async () => {
    const { address } = await open();
    expect(await whisper(address.port, 'x'.repeat(2 * 1024 * 1024))).toBe('');
  });

  it('is not running without a file, a process or a listener', async () => {
    const refused = { code: 'not-running' };
    await expect(connectControl(temporaryDir())).rejects.toMatchObject(refused);
    const dir = temporaryDir();
    writeFileSync(join(dir, 'control.json'), '{"pid":4194305,"port":1,"token":"x"}');
    await expect(connectControl(dir)).rejects.toMatchObject(refused);
    const closed = await open();
    closed.endpoint.close();
    writeFileSync(closed.file, JSON.stringify(closed.address));
    await expect(connectControl(closed.dir)).rejects.toMatchObject(refused);
  });

  it('tells who waits that the process went away', async () => {
    const { dir, endpoint } = await open();
    const control = await connectControl(dir);
    await control.call('control.status');
    endpoint.close();
    await expect(control.call('control.status')).rejects.toThrow(/closed/);
  });
});
