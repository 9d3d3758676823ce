/**
 * What groups have committed and when, read from the topic in which a cluster keeps it
 * (`__consumer_offsets`). Compaction takes old commits away, so the first commit past a record is
 * the first one that is left. Pure.
 */
import type { FollowedRead, FollowedRecord } from '../contract/follow.ts';

export const commitTopic = '__consumer_offsets';

export type Commit = {
  readonly groupId: string;
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly atMs: number;
};

const flexibleVersion = 4;

/** Null for records of other kinds (members of groups), tombstones, and versions to come. */
export function readCommit(key: Buffer | null, value: Buffer | null): Commit | null {
  if (key === null || value === null) return null;
  try {
    return readBoth(key, value);
  } catch (error) {
    // A record that is cut or of an unknown form is none that can be read.
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function readBoth(key: Buffer, value: Buffer): Commit | null {
  const keyVersion = key.readInt16BE(0);
  if (keyVersion !== 0 && keyVersion !== 1) return null;
  const groupLength = key.readInt16BE(2);
  const topicAt = 4 + groupLength;
  const topicLength = key.readInt16BE(topicAt);
  const partitionAt = topicAt + 2 + topicLength;
  const version = value.readInt16BE(0);
  if (version > flexibleVersion) return null;
  const metadataAt = version >= 3 ? 14 : 10;
  return {
    groupId: key.toString('utf8', 4, topicAt),
    topic: key.toString('utf8', topicAt + 2, partitionAt),
    partition: key.readInt32BE(partitionAt),
    offset: Number(value.readBigInt64BE(2)),
    atMs: Number(value.readBigInt64BE(afterText(value, metadataAt, version))),
  };
}

function afterText(bytes: Buffer, at: number, version: number): number {
  if (version < flexibleVersion) return at + 2 + Math.max(0, bytes.readInt16BE(at));
  let length = 0;
  let position = at;
  for (let shift = 0; ; shift += 7) {
    const byte = bytes.readUInt8(position);
    position += 1;
    length += (byte & 0x7f) * 2 ** shift;
    if (byte < 0x80) break;
  }
  return position + Math.max(0, length - 1);
}

type Place = Pick<FollowedRecord, 'topic' | 'partition' | 'offset'>;

/** Which groups have passed which records, each as soon as it is known. */
export class ReadTable {
  readonly #places = new Map<string, number[]>();
  /** Topics that have such records. */
  readonly topics = new Set<string>();
  readonly #reads = new Map<string, FollowedRead>();
  /** Told since the last time. */
  #changed = new Map<string, FollowedRead>();

  addPlace({ topic, partition, offset }: Place): void {
    const key = `${topic}-${partition}`;
    const offsets = this.#places.get(key) ?? [];
    if (!offsets.includes(offset)) offsets.push(offset);
    this.#places.set(key, offsets);
    this.topics.add(topic);
  }

  isAbout({ topic, partition }: Pick<Place, 'topic' | 'partition'>): boolean {
    return this.#places.has(`${topic}-${partition}`);
  }

  /** `atMs` null: the group stands past it now, since when nobody can tell. */
  add(commit: Omit<Commit, 'atMs'> & { readonly atMs: number | null }): void {
    const { groupId, topic, partition, atMs } = commit;
    for (const offset of this.#places.get(`${topic}-${partition}`) ?? []) {
      if (commit.offset <= offset) continue;
      const id = `${groupId} ${topic} ${partition} ${offset}`;
      const known = this.#reads.get(id);
      const isNews =
        known === undefined || (atMs !== null && (known.atMs === null || atMs < known.atMs));
      if (!isNews) continue;
      const read = { groupId, topic, partition, offset, atMs };
      this.#reads.set(id, read);
      this.#changed.set(id, read);
    }
  }

  /** New ones, and those of which more is known. */
  takeChanged(): readonly FollowedRead[] {
    const changed = [...this.#changed.values()];
    this.#changed = new Map();
    return changed;
  }
}
