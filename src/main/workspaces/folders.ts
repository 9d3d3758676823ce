/** Folders of clusters: where they lie, how large they are, and which of their files are the cluster. */
import type { Dirent } from 'node:fs';
import { cp, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type ClusterLayout, newClusterId, writeLayout } from '../cluster/layout.ts';
import { readProperties } from '../cluster/properties-file.ts';
import { ContractError } from '../contract/errors.ts';

/** The folder of a further local cluster, inside the app's own. */
export function clusterDir(home: string, id: string): string {
  return join(home, 'clusters', id);
}

/** Where the app keeps what it remembers of a foreign cluster. */
export function connectionDir(home: string, id: string): string {
  return join(home, 'connections', id);
}

/** Exports that nobody gave another place, and files that a browser sent for an import. */
export function transferFolders(home: string) {
  return { exportsDir: join(home, 'exports'), uploadsDir: join(home, 'uploads') };
}

/** What of a data folder is the cluster: the rest is the app's (settings, history) or of one run. */
export function isClusterFile(name: string): boolean {
  return /^(cluster\.json|broker-\d+|broker(-\d+)?\.properties)$/.test(name);
}

export type ClusterFile = { readonly path: string; readonly sizeBytes: number };

/** Every file of the cluster, with paths relative to the folder. */
export async function clusterFiles(dir: string): Promise<readonly ClusterFile[]> {
  const files: ClusterFile[] = [];
  for (const entry of await readdir(dir, { withFileTypes: true })) {
    if (isClusterFile(entry.name)) await collect(dir, '', entry, files);
  }
  return files;
}

/** Bytes of all files of the cluster; 0 for a folder that is not there. */
export async function clusterSize(dir: string): Promise<number> {
  try {
    const files = await clusterFiles(dir);
    return files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 0;
    throw error;
  }
}

/** Records on other disks would be missing from a copy of the folder. */
export function assertSelfContained(dir: string, layout: ClusterLayout): void {
  for (const { id } of layout.brokers) {
    const properties = readProperties(dir, id);
    const dirs = ['log.dirs', 'log.dir', 'metadata.log.dir'].flatMap((key) =>
      (properties[key] ?? '').split(','),
    );
    const outside = dirs.find((path) => /^\s*([/\\]|[A-Za-z]:)/.test(path));
    if (outside === undefined) continue;
    throw new ContractError(
      'cluster-spread',
      { dir: outside.trim() },
      `Broker ${id} keeps records in ${outside.trim()}, outside of ${dir}: copy that by hand.`,
    );
  }
}

/** Copies one file after the other; the copy shares blocks where the file system can. */
export async function copyCluster(
  from: string,
  to: string,
  files: readonly ClusterFile[],
  onFile: (sizeBytes: number) => void,
): Promise<void> {
  for (const { path, sizeBytes } of files) {
    await cp(join(from, path), join(to, path), { mode: 2 });
    onFile(sizeBytes);
  }
}

/** Makes a folder that was copied a cluster of its own: another id, ports that nobody has. */
export async function makeOwn(
  dir: string,
  layout: ClusterLayout,
  port: number,
): Promise<ClusterLayout> {
  const clusterId = newClusterId();
  const own: ClusterLayout = {
    ...layout,
    clusterId,
    brokers: layout.brokers.map(({ id, controllerPort }, index) => ({
      id,
      port: port + index,
      // 0: chosen when it starts.
      controllerPort: controllerPort === null ? null : 0,
    })),
  };
  for (const { path } of await clusterFiles(dir)) {
    if (!/(^|[/\\])meta\.properties$/.test(path)) continue;
    const text = await readFile(join(dir, path), 'utf8');
    await writeFile(join(dir, path), text.replace(/^cluster\.id=.*$/m, `cluster.id=${clusterId}`));
  }
  writeLayout(dir, own);
  return own;
}

async function collect(
  dir: string,
  parent: string,
  entry: Dirent,
  files: ClusterFile[],
): Promise<void> {
  const path = join(parent, entry.name);
  if (entry.isDirectory()) {
    const inner = await readdir(join(dir, path), { withFileTypes: true });
    for (const child of inner) await collect(dir, path, child, files);
    return;
  }
  if (!entry.isFile()) return;
  try {
    files.push({ path, sizeBytes: (await stat(join(dir, path))).size });
  } catch (error) {
    // A running broker deletes segments while somebody counts them.
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}
