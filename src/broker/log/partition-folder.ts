/** The folder of one replica: `<topic>-<partition>` with `partition.metadata`, which names the topic's id. */
import type { Disk, Env } from '../env/env.ts';
import type { Uuid } from '../protocol/types.ts';
import type { FirstFile } from './pending-folders.ts';
import { syncFile, syncFileNow } from './segment-index.ts';

const metadataName = 'partition.metadata';
const deletedSuffix = '-delete';
const futureSuffix = '-future';
/** What file systems allow. */
const nameMax = 255;
/** A dot and 32 digits come before the suffix. */
const uniqueBytes = 33;
const shortNameMax = nameMax - uniqueBytes - deletedSuffix.length;

export type PartitionName = { readonly topic: string; readonly partition: number };

/** undefined for a folder that holds no replica in use. */
export function parseFolderName(name: string): PartitionName | undefined {
  const match = /^(.+)-(\d+)$/.exec(name);
  return match ? { topic: match[1], partition: Number(match[2]) } : undefined;
}

/** A copy that is to take the place of a replica in another folder (KIP-113). */
export function parseFutureName(name: string): PartitionName | undefined {
  const match = /^(.+)-(\d+)\.[0-9a-f]{32}-future$/.exec(name);
  return match ? { topic: match[1], partition: Number(match[2]) } : undefined;
}

/** A replica whose removal was interrupted. */
export const isDeleted = (name: string): boolean => name.endsWith(deletedSuffix);

/** The name under which a replica waits for its removal. */
export const deletedName = (env: Env, name: string): string =>
  `${name.slice(0, shortNameMax)}.${unique(env)}${deletedSuffix}`;

/** The name of a replica that the metadata does not know, and that stays until someone removes it. */
export const strayName = (env: Env, name: string): string =>
  `${name.slice(0, shortNameMax)}.${unique(env)}-stray`;

/** Not cut short, for it is read again: see `hasFutureName`. */
export const futureName = (env: Env, name: string): string =>
  `${name}.${unique(env)}${futureSuffix}`;

/** Whether the name of a copy fits into what file systems allow. */
export const hasFutureName = (name: string): boolean =>
  name.length + uniqueBytes + futureSuffix.length <= nameMax;

const unique = (env: Env): string => env.random.bytes(16).toString('hex');

export function readTopicId(env: Env, dir: string): Uuid | undefined {
  const text = env.disk.readFile(`${dir}/${metadataName}`)?.toString() ?? '';
  return /^topic_id: ([\w-]{22})$/m.exec(text)?.[1];
}

/** What the file with the topic's id is called, and what stands in it. */
export function topicIdFile(topicId: Uuid): FirstFile {
  return { name: metadataName, content: Buffer.from(`version: 0\ntopic_id: ${topicId}\n`) };
}

/** For a replica of which nothing else is left. */
export function syncTopicId(env: Env, dir: string): void {
  const file = env.disk.open(`${dir}/${metadataName}`, { create: false });
  try {
    file.syncNow();
  } finally {
    file.close();
  }
}

/** Before the first records in it count as safe: the topic's id, and that there is the folder. */
export async function syncPartitionFolder(disk: Disk, dir: string): Promise<void> {
  const path = `${dir}/${metadataName}`;
  if (disk.stat(path)) await syncFile(disk, path);
  await disk.syncFolder(parentOf(dir));
}

export function syncPartitionFolderNow(disk: Disk, dir: string): void {
  const path = `${dir}/${metadataName}`;
  if (disk.stat(path)) syncFileNow(disk, path);
  disk.syncFolderNow(parentOf(dir));
}

const parentOf = (dir: string): string => dir.slice(0, dir.lastIndexOf('/'));

/**
 * Not synced: with hundreds of partitions that would be what creating a topic costs. A file lost
 * in a crash is written again when the topic claims the folder.
 */
export function writeTopicId(env: Env, dir: string, topicId: Uuid): void {
  if (readTopicId(env, dir) === topicId) return;
  const file = env.disk.open(`${dir}/${metadataName}`, { create: true });
  try {
    file.truncate(0);
    file.append([topicIdFile(topicId).content]);
  } finally {
    file.close();
  }
}
