/**
 * The records of `__consumer_offsets` for classic groups and offsets, in Kafka's bytes: a key is
 * an int16 record type and fields, a value an int16 version and fields, null deletes.
 */
import type { RecordInOf, RecordOf, RecordTable } from '../../protocol/api.ts';
import { ProtocolError, Reader } from '../../protocol/reader.ts';
import {
  groupMetadataKey,
  groupMetadataValue,
  offsetCommitKey,
  offsetCommitValue,
} from '../../protocol/records/group.ts';
import { Writer } from '../../protocol/writer.ts';
import type { ShardRecord } from '../runtime/shard-log.ts';
import { computeSubscribedTopics, type Group, type Member, metadataOf } from './group.ts';
import { noAssignment } from './turn.ts';

/** Versions that Kafka 4.3 writes. An explicit expiry has a field in version 1 only. */
const groupVersion = 3;
const offsetVersion = 4;
const expiringOffsetVersion = 1;
/** Offsets written by Kafka before 0.9 have keys of type 0 with the same fields. */
const legacyOffsetType = 0;

export type OffsetKey = RecordOf<typeof offsetCommitKey>;

export type CommittedOffset = {
  readonly offset: number;
  readonly leaderEpoch: number;
  readonly metadata: string;
  readonly commitTimestampMs: number;
  /** -1: after offsets.retention.minutes. */
  readonly expireTimestampMs: number;
  /** Zero when the committer did not know it. */
  readonly topicId: string;
};

export type GroupRecord =
  | { readonly type: 'offset'; readonly key: OffsetKey; readonly value: CommittedOffset | null }
  | {
      readonly type: 'group';
      readonly groupId: string;
      readonly value: RecordOf<typeof groupMetadataValue> | null;
    };

export function offsetRecord(key: OffsetKey, value: CommittedOffset | null): ShardRecord {
  if (value === null) return { key: encode(offsetCommitKey, 1, 0, key), value: null };
  const version = value.expireTimestampMs >= 0 ? expiringOffsetVersion : offsetVersion;
  const { offset, leaderEpoch, metadata, expireTimestampMs, topicId } = value;
  return {
    key: encode(offsetCommitKey, 1, 0, key),
    value: encode(offsetCommitValue, version, version, {
      offset,
      leaderEpoch,
      metadata,
      commitTimestamp: value.commitTimestampMs,
      expireTimestamp: expireTimestampMs,
      topicId,
    }),
  };
}

export function groupRecord(
  group: string,
  value: RecordInOf<typeof groupMetadataValue> | null,
): ShardRecord {
  return {
    key: encode(groupMetadataKey, groupMetadataKey.recordType, 0, { group }),
    value: value && encode(groupMetadataValue, groupVersion, groupVersion, value),
  };
}

function encode<T extends RecordTable>(
  table: T,
  prefix: number,
  version: number,
  fields: RecordInOf<T>,
): Buffer {
  const writer = new Writer(128);
  writer.int16(prefix);
  table.message.codec(version).write(writer, fields);
  return writer.toBuffer();
}

/** undefined for a record of another kind (newer group types, unknown ones), which is skipped. */
export function readRecord(key: Buffer, value: Buffer | null): GroupRecord | undefined {
  const type = key.length < 2 ? -1 : key.readInt16BE(0);
  if (type === offsetCommitKey.recordType || type === legacyOffsetType) {
    const offsetKey = decode(offsetCommitKey, 0, key);
    return { type: 'offset', key: offsetKey, value: value && readOffset(value) };
  }
  if (type !== groupMetadataKey.recordType) return undefined;
  const { group } = decode(groupMetadataKey, 0, key);
  const version = versionOf(value);
  return {
    type: 'group',
    groupId: group,
    value: value && decode(groupMetadataValue, version, value),
  };
}

function readOffset(value: Buffer): CommittedOffset {
  const read = decode(offsetCommitValue, versionOf(value), value);
  return {
    offset: read.offset,
    leaderEpoch: read.leaderEpoch,
    metadata: read.metadata,
    commitTimestampMs: read.commitTimestamp,
    expireTimestampMs: read.expireTimestamp,
    topicId: read.topicId,
  };
}

const versionOf = (value: Buffer | null): number => (value === null ? 0 : value.readInt16BE(0));

function decode<T extends RecordTable>(table: T, version: number, bytes: Buffer): RecordOf<T> {
  if (version < 0 || version > table.maxVersion)
    throw new ProtocolError(`${table.name}: version ${version} is not known`);
  return table.message.codec(version).read(new Reader(bytes, 2)) as RecordOf<T>;
}

/** What is stored of a group: its generation and who has which assignment in it. */
export function storedGroup(
  group: Group,
  assignments: ReadonlyMap<string, Buffer>,
): RecordInOf<typeof groupMetadataValue> {
  return {
    protocolType: group.protocolType ?? '',
    generation: group.generation,
    protocol: group.protocolName,
    leader: group.leaderId,
    currentStateTimestamp: group.phaseSinceMs,
    members: [...group.members.values()].map((member) => ({
      memberId: member.id,
      groupInstanceId: member.instanceId,
      clientId: member.clientId,
      clientHost: member.clientHost,
      rebalanceTimeout: member.rebalanceTimeoutMs,
      sessionTimeout: member.sessionTimeoutMs,
      subscription: metadataOf(member, group.protocolName),
      assignment: assignments.get(member.id) ?? noAssignment,
    })),
  };
}

/** The group a record speaks of; its members' sessions begin when loading has ended. */
export function loadedGroup(id: string, value: RecordOf<typeof groupMetadataValue>): Group {
  const { protocolType, protocol, generation, leader } = value;
  const members = value.members.map(
    (member): Member => ({
      id: member.memberId,
      instanceId: member.groupInstanceId,
      clientId: member.clientId,
      clientHost: member.clientHost,
      rebalanceTimeoutMs:
        member.rebalanceTimeout < 0 ? member.sessionTimeout : member.rebalanceTimeout,
      sessionTimeoutMs: member.sessionTimeout,
      protocols: [{ name: protocol ?? '', metadata: Buffer.from(member.subscription) }],
      assignment: Buffer.from(member.assignment),
      sessionDeadlineMs: Infinity,
      joinToken: null,
      syncToken: null,
      isNew: false,
      owesSync: false,
    }),
  );
  const group: Group = {
    id,
    phase: members.length > 0 ? { name: 'Stable', syncDeadlineMs: Infinity } : { name: 'Empty' },
    phaseSinceMs: value.currentStateTimestamp,
    generation,
    protocolType: protocolType === '' ? null : protocolType,
    protocolName: protocol,
    leaderId: leader,
    members: new Map(members.map((member) => [member.id, member])),
    pendingIds: new Map(),
    subscribedTopics: null,
  };
  return { ...group, subscribedTopics: computeSubscribedTopics(group) };
}
