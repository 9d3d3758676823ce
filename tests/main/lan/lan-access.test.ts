/** LAN access as a user turns it on and off, with the brokers behind it. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import kafkajs from 'kafkajs';
import { describe, expect, it } from 'vitest';
import { findFreeBlock } from '../../../src/main/cluster/ports.ts';
import { clusterFiles } from '../../../src/main/workspaces/folders.ts';
import { type Renderer, startApp } from '../workspaces/running-app.ts';

const id = 'default';
const address = '127.0.0.1';
const user = 'guest';
const { Kafka, logLevel } = kafkajs;

const freePort = () => findFreeBlock(address, 18_000 + Math.floor(Math.random() * 4000), 1);

/** Whether somebody gets in with that password; throws for any other trouble. */
async function getsIn(bootstrap: string, password: string, username = user): Promise<boolean> {
  const admin = new Kafka({
    clientId: 'lan',
    brokers: bootstrap.split(','),
    logLevel: logLevel.NOTHING,
    retry: { retries: 3, initialRetryTime: 50 },
    sasl: { mechanism: 'scram-sha-512', username, password },
  }).admin();
  try {
    await admin.connect();
    const { brokers } = await admin.describeCluster();
    expect(brokers.map(({ host, port }) => `${host}:${port}`)).toEqual(bootstrap.split(','));
    return true;
  } catch (error) {
    if (/invalid credentials/.test(String(error))) return false;
    throw error;
  } finally {
    await admin.disconnect();
  }
}

const look = (renderer: Renderer) => renderer.call('lan.get', { id });

describe('LAN access', { timeout: 120_000 }, () => {
  it('is off until it is turned on, and off again afterwards', async () => {
    const { connect, cluster, home } = await startApp();
    const renderer = connect();
    const off = await look(renderer);
    expect(off).toMatchObject({ isOn: false, bootstrap: '', users: [] });
    expect(off.addresses).not.toContain(address);
    await renderer.call('topics.create', { topic: 'kept', partitionCount: 1 });

    const port = await freePort();
    const { password } = await renderer.call('lan.turnOn', { id, address, port, user });
    const on = await look(renderer);
    expect(on).toMatchObject({ isOn: true, address, port, users: [user] });
    expect(on.bootstrap).toBe(`${address}:${port}`);
    expect(await getsIn(on.bootstrap, password)).toBe(true);
    expect(await getsIn(on.bootstrap, 'other')).toBe(false);

    // Programs of this machine see nothing of it.
    expect(cluster.bootstrap).not.toContain(String(port));
    expect(Object.keys((await renderer.call('topics.list')).topics)).toContain('kept');

    // The password is nowhere, and what is kept is its owner's alone and leaves with no export.
    const file = join(home, 'lan.json');
    expect(readFileSync(file, 'utf8')).not.toContain(password);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect((await clusterFiles(home)).map(({ path }) => path)).not.toContain('lan.json');

    const other = await freePort();
    await renderer.call('lan.move', { id, address, port: other });
    expect(await getsIn(`${address}:${other}`, password)).toBe(true);

    await renderer.call('lan.turnOff', { id });
    expect(await look(renderer)).toMatchObject({ isOn: false, users: [] });
    expect(existsSync(file)).toBe(false);
    await expect(getsIn(`${address}:${other}`, password)).rejects.toThrow(
      /ECONNREFUSED|Connection/,
    );
    expect(Object.keys((await renderer.call('topics.list')).topics)).toContain('kept');
  });

  it('changes users without a restart', async () => {
    const { connect, cluster } = await startApp();
    const renderer = connect();
    const port = await freePort();
    const at = `${address}:${port}`;
    const first = await renderer.call('lan.turnOn', { id, address, port, user });
    const pid = () => [...cluster.supervisor.machines.values()].map((it) => 'pid' in it && it.pid);
    const before = pid();
    const bob = await renderer.call('lan.setPassword', { id, user: 'bob' });
    expect(await getsIn(at, bob.password, 'bob')).toBe(true);
    const second = await renderer.call('lan.setPassword', { id, user });
    expect(await getsIn(at, first.password)).toBe(false);
    expect(await getsIn(at, second.password)).toBe(true);
    await renderer.call('lan.removeUser', { id, user: 'bob' });
    expect(await getsIn(at, bob.password, 'bob')).toBe(false);
    await expect(renderer.call('lan.removeUser', { id, user })).rejects.toMatchObject({
      code: 'lan-user-last',
    });
    expect(pid()).toEqual(before);
    // Those that start later know them too.
    await cluster.supervisor.restart(1);
    expect(await getsIn(at, second.password)).toBe(true);
  });

  it('is refused before anything is touched where it cannot be', async () => {
    const { connect, cluster } = await startApp();
    const renderer = connect();
    const port = await freePort();
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(port, address, resolve));
    const turnOn = (change: object) =>
      renderer.call('lan.turnOn', { id, address, port, user, ...change });
    await expect(turnOn({})).rejects.toMatchObject({ code: 'port-taken', data: { port } });
    await expect(turnOn({ address: '192.0.2.250' })).rejects.toMatchObject({
      code: 'lan-address-unknown',
    });
    const own = cluster.layout.brokers[0]?.port ?? 0;
    await expect(turnOn({ port: own })).rejects.toMatchObject({ code: 'port-taken' });
    await expect(renderer.call('lan.setPassword', { id, user })).rejects.toMatchObject({
      code: 'lan-off',
    });
    server.close();
    expect((await look(renderer)).isOn).toBe(false);
    expect(
      [...cluster.supervisor.machines.values()].map(({ restartCount }) => restartCount),
    ).toEqual([0]);
  });
});
