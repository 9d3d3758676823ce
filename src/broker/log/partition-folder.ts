/** The folder of one replica: `<topic>-<partition>` with `partition.metadata`, which names the topic's id. */
import type { Env } from '../env/env.ts';
import type { Uuid } from '../protocol/types.ts';

const metadataName = 'partition.metadata';
/** File systems allow 255 bytes; a dot, 32 digits and the suffix come behind. */
const deletedNameMax = 255 - 1 - 32 - '-delete'.length;

export type PartitionName = { readonly topic: string; readonly partition: number };

/** undefined for a folder that holds no replica in use. */
export function parseFolderName(name: string): PartitionName | undefined {
  const match = /^(.+)-(\d+)$/.exec(name);
  return match ? { topic: match[1], partition: Number(match[2]) } : undefined;
}

/** Left by a deletion or a move that was interrupted. */
export const isLeftover = (name: string): boolean => /-(delete|stray|future)$/.test(name);

/** The name under which a replica waits for its removal. */
export function deletedName(env: Env, name: string): string {
  const unique = env.random.bytes(16).toString('hex');
  return `${name.slice(0, deletedNameMax)}.${unique}-delete`;
}

export function readTopicId(env: Env, dir: string): Uuid | undefined {
  const text = env.disk.readFile(`${dir}/${metadataName}`)?.toString() ?? '';
  return /^topic_id: ([\w-]{22})$/m.exec(text)?.[1];
}

/**
 * Not synced: with hundreds of partitions that would be what creating a topic costs. A file lost
 * in a crash is written again when the topic claims the folder.
 */
export function writeTopicId(env: Env, dir: string, topicId: Uuid): void {
  if (readTopicId(env, dir) === topicId) return;
  const file = env.disk.open(`${dir}/${metadataName}`, { create: true });
  try {
    file.truncate(0);
    file.append([Buffer.from(`version: 0\ntopic_id: ${topicId}\n`)]);
  } finally {
    file.close();
  }
}
