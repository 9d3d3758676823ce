/** What can be done to whole clusters: the methods `clusters.*` of the contract. */
import { randomBytes } from 'node:crypto';
import { access, mkdir, rename, rm } from 'node:fs/promises';
import { dirname, isAbsolute, join } from 'node:path';
import { readLayout } from '../cluster/layout.ts';
import { LocalCluster } from '../cluster/local-cluster.ts';
import { defaultPort, findFreeBlock } from '../cluster/ports.ts';
import type { ClustersApi, ConnectionParams } from '../contract/clusters.ts';
import { ContractError } from '../contract/errors.ts';
import { linkSecurity } from '../explorer/link-security.ts';
import { openFolder } from '../open-browser.ts';
import type { Task } from '../tasks/task-board.ts';
import type { Handlers } from '../transport/rpc.ts';
import { assertRoom, readArchive, writeArchive } from './archive.ts';
import {
  assertSelfContained,
  clusterDir,
  clusterFiles,
  clusterSize,
  copyCluster,
  makeOwn,
  transferFolders,
} from './folders.ts';
import type { SavedForeign } from './registry.ts';
import { testConnection } from './test-connection.ts';
import { defaultId, type Workspaces } from './workspaces.ts';

const host = '127.0.0.1';

type Actions = Omit<ClustersApi, 'clusters.select' | 'settings.reset' | 'clusters.resetAll'>;

/** The handlers of one app. */
export function clusterActions(workspaces: Workspaces): Handlers<keyof Actions> {
  return {
    'clusters.create': (params) => create(workspaces, params),
    'clusters.start': async ({ id }) => {
      const cluster = await workspaces.local(id, 'start');
      await workspaces.exclusively(id, 'start', () => cluster.start());
      return null;
    },
    'clusters.stop': async ({ id }) => {
      const cluster = await workspaces.local(id, 'stop');
      await cluster.stop();
      return null;
    },
    'clusters.rename': ({ id, name }) => {
      if (id === defaultId) workspaces.registry.setDefaultName(name);
      else workspaces.registry.put(id, { ...workspaces.saved(id), name });
      workspaces.publish();
      return null;
    },
    'clusters.setPort': async ({ id, port }) => {
      const cluster = await workspaces.local(id, 'move');
      await workspaces.exclusively(id, 'move', async () => {
        await cluster.moveTo(port);
        await workspaces.rebuild(id);
      });
      return null;
    },
    'clusters.duplicate': ({ id, name }) => duplicate(workspaces, id, name),
    'clusters.delete': async ({ id }) => {
      await remove(workspaces, id);
      return null;
    },
    'clusters.export': ({ id, file }) => exportCluster(workspaces, id, file),
    'clusters.import': ({ file, name }) => importCluster(workspaces, file, name),
    'clusters.measure': async () => {
      await measure(workspaces);
      return null;
    },
    'clusters.openFolder': ({ id }) => ({ isOpened: openFolder(workspaces.dirOf(id)) }),
    'clusters.test': (params) => {
      const { bootstrap, security, id } = params;
      const password = passwordOf(workspaces, params, id);
      return testConnection(bootstrap, linkSecurity(security, password, bootstrap));
    },
    'clusters.connect': (params) => {
      const id = newId();
      workspaces.registry.put(id, connectionOf(workspaces, params, Date.now()));
      workspaces.publish();
      return { id };
    },
    'clusters.changeConnection': async ({ id, ...params }) => {
      const saved = workspaces.saved(id);
      if (saved.kind !== 'foreign') throw notForeign(id);
      const changed = connectionOf(workspaces, params, saved.createdAtMs, id);
      workspaces.registry.put(id, changed);
      await workspaces.rebuild(id);
      workspaces.publish();
      return null;
    },
  };
}

/** Deletes everything of a further cluster; who looks at it looks at the default one then. */
export async function remove(workspaces: Workspaces, id: string): Promise<void> {
  if (id === defaultId) {
    const message = 'The cluster that the app was started with cannot be deleted, only emptied.';
    throw new ContractError('cluster-is-default', {}, message);
  }
  // Asked before it is closed: afterwards nobody knows it.
  const dir = workspaces.dirOf(id);
  await workspaces.exclusively(id, 'delete', async () => {
    await workspaces.close(id);
    workspaces.registry.remove(id);
    await rm(dir, { recursive: true, force: true });
  });
}

async function create(
  workspaces: Workspaces,
  { name, brokerCount, port }: Parameters<ClustersApi['clusters.create']>[0],
) {
  const id = newId();
  const dir = clusterDir(workspaces.options.home, id);
  const free = port ?? (await nextPorts(workspaces, brokerCount));
  try {
    const { restartPolicy } = workspaces.options.app.settings.read();
    // Opened once, so that the folder is there with its ports and a wrong port is told now.
    const cluster = await LocalCluster.open({ dir, brokerCount, port: free, restartPolicy });
    await cluster.close();
  } catch (error) {
    await rm(dir, { recursive: true, force: true });
    throw error;
  }
  workspaces.registry.put(id, { kind: 'local', name, createdAtMs: Date.now() });
  workspaces.publish();
  return { id };
}

/** Free ones that no cluster of the app, running or not, calls its own. */
async function nextPorts(workspaces: Workspaces, brokerCount: number): Promise<number> {
  const above = Math.max(defaultPort - 1, ...workspaces.portsInUse) + 1;
  return findFreeBlock(host, above, brokerCount);
}

function duplicate(workspaces: Workspaces, id: string, name: string) {
  const subject = workspaces.nameOf(id);
  assertLocal(workspaces, id, 'duplicate');
  return workspaces.options.app.tasks.start(
    { kind: 'duplicate-cluster', subject, unit: 'bytes' },
    async (task) => {
      const cluster = await workspaces.local(id, 'duplicate');
      return workspaces.exclusively(id, 'duplicate', () =>
        cluster.whileStopped(() =>
          addCluster(workspaces, task, name, (dir) => copyInto(cluster.dir, dir, task)),
        ),
      );
    },
  );
}

async function copyInto(from: string, dir: string, task: Task): Promise<void> {
  const files = await clusterFiles(from);
  const total = files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const layout = readLayout(from);
  if (layout) assertSelfContained(from, layout);
  let doneBytes = 0;
  task.progress(0, total);
  await copyCluster(from, dir, files, (sizeBytes) => {
    task.signal.throwIfAborted();
    doneBytes += sizeBytes;
    task.progress(doneBytes);
  });
}

function exportCluster(workspaces: Workspaces, id: string, file: string | undefined) {
  const name = workspaces.nameOf(id);
  assertLocal(workspaces, id, 'export');
  return workspaces.options.app.tasks.start(
    { kind: 'export-cluster', subject: name, unit: 'bytes' },
    async (task) => {
      const cluster = await workspaces.local(id, 'export');
      assertSelfContained(cluster.dir, cluster.layout);
      const target = await exportFile(workspaces, name, file);
      const { sizeBytes } = await workspaces.exclusively(id, 'export', () =>
        cluster.whileStopped(() => writeArchive(cluster.dir, target, name, task)),
      );
      return { file: target, sizeBytes };
    },
  );
}

/** Never over a file that is there. */
async function exportFile(
  workspaces: Workspaces,
  name: string,
  file: string | undefined,
): Promise<string> {
  if (file !== undefined) {
    if (!isAbsolute(file)) throw fileProblem('file-not-absolute', file);
    if (await exists(file)) throw fileProblem('file-exists', file);
    return file;
  }
  const word = name.replace(/[^\p{L}\p{N}._-]+/gu, '-').replace(/^[-.]+|-+$/g, '') || 'cluster';
  const time = new Date().toISOString().slice(0, 19).replaceAll(':', '');
  return join(transferFolders(workspaces.options.home).exportsDir, `${word}-${time}.rivulet.tgz`);
}

function importCluster(workspaces: Workspaces, file: string, name: string | undefined) {
  if (!isAbsolute(file)) throw fileProblem('file-not-absolute', file);
  const { home, app } = workspaces.options;
  return app.tasks.start(
    { kind: 'import-cluster', subject: name ?? file, unit: 'bytes' },
    async (task) => {
      try {
        await assertRoom(file, home);
        let found = '';
        const fill = async (dir: string) => {
          found = (await readArchive(file, dir, task)).name;
        };
        return await addCluster(workspaces, task, () => name ?? found, fill);
      } finally {
        const isUpload = dirname(file) === transferFolders(home).uploadsDir;
        if (isUpload) await rm(file, { force: true });
      }
    },
  );
}

/** A further local cluster whose files `fill` brings; nothing of it stays when that fails. */
async function addCluster(
  workspaces: Workspaces,
  task: Task,
  name: string | (() => string),
  fill: (dir: string) => Promise<void>,
): Promise<{ readonly id: string }> {
  const { home } = workspaces.options;
  const id = newId();
  const staging = clusterDir(home, `.${id}`);
  await mkdir(staging, { recursive: true });
  try {
    await fill(staging);
    task.signal.throwIfAborted();
    const layout = readLayout(staging);
    if (!layout) throw new Error('there is no cluster.json in it');
    await makeOwn(staging, layout, await nextPorts(workspaces, layout.brokers.length));
    await rename(staging, clusterDir(home, id));
  } catch (error) {
    await rm(staging, { recursive: true, force: true });
    throw error;
  }
  const given = typeof name === 'string' ? name : name();
  workspaces.registry.put(id, { kind: 'local', name: given, createdAtMs: Date.now() });
  workspaces.publish();
  return { id };
}

async function measure(workspaces: Workspaces): Promise<void> {
  for (const [id, entry] of Object.entries(workspaces.state.clusters)) {
    if (entry.kind === 'local') workspaces.setSize(id, await clusterSize(entry.dir));
  }
}

function connectionOf(
  workspaces: Workspaces,
  params: ConnectionParams & { readonly name: string; readonly isReadOnly: boolean },
  createdAtMs: number,
  id?: string,
): SavedForeign {
  const { name, bootstrap, security, isReadOnly } = params;
  const { seal } = workspaces.options.secrets;
  const password = security.sasl ? seal(passwordOf(workspaces, params, id)) : null;
  return { kind: 'foreign', name, createdAtMs, bootstrap, security, password, isReadOnly };
}

/** The one that was typed, else the one that is kept. */
function passwordOf(workspaces: Workspaces, params: ConnectionParams, id?: string): string {
  if (params.password !== undefined) return params.password;
  const saved = id === undefined ? null : workspaces.saved(id);
  if (saved?.kind !== 'foreign' || saved.password === null) return '';
  return workspaces.options.secrets.open(saved.password);
}

function assertLocal(workspaces: Workspaces, id: string, action: string): void {
  if (workspaces.state.clusters[id]?.kind === 'local') return;
  const message = `A connection has no files here that one could ${action}.`;
  throw new ContractError('not-local-cluster', { action }, message);
}

function notForeign(id: string): ContractError {
  return new ContractError('cluster-not-found', { id }, `There is no saved connection ${id}.`);
}

function fileProblem(code: 'file-exists' | 'file-not-absolute', file: string): ContractError {
  const why = code === 'file-exists' ? 'is there already' : 'is no whole path';
  return new ContractError(code, { file }, `${file} ${why}.`);
}

async function exists(file: string): Promise<boolean> {
  try {
    await access(file);
    return true;
  } catch {
    return false;
  }
}

function newId(): string {
  return randomBytes(5).toString('hex');
}
