import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  parseBrokerConfig,
  parseTopicConfig,
  validateTopicConfig,
  validateTopicConfigs,
  withBrokerOverrides,
} from '../../src/broker/config.ts';
import { brokerKeys, brokerSynonyms } from '../../src/broker/config/broker-keys.ts';
import { groupKeys } from '../../src/broker/config/group-keys.ts';
import type { Key, KeyTable } from '../../src/broker/config/keys.ts';
import { topicKeys, topicSynonyms } from '../../src/broker/config/topic-keys.ts';
import { errors, KafkaError } from '../../src/broker/protocol/errors.ts';

/** Names, types, defaults and update modes as Apache Kafka 4.3 has them. */
const kafka = JSON.parse(
  readFileSync(new URL('./fixtures/kafka-4.3-configs.json', import.meta.url), 'utf8'),
) as Record<'broker' | 'topic' | 'group', [string, number, string | null, string | null][]>;

const types = [
  'boolean',
  'string',
  'int',
  'short',
  'long',
  'double',
  'list',
  'class',
  'password',
] as const;

const isOurs = (name: string) => name.startsWith('rivulet.');
const rows = (table: KeyTable, last: (name: string, key: Key) => string | null | undefined) =>
  Object.entries(table)
    .filter(([name, key]) => !isOurs(name) && !key.options.isInternal)
    .map(([name, key]) => {
      const fallback = key.options.hasNoDefault ? null : key.fallback;
      return [name, types.indexOf(key.type) + 1, fallback, last(name, key)];
    })
    .sort();

const refusal = (action: () => unknown): string => {
  try {
    action();
  } catch (error) {
    if (!(error instanceof KafkaError)) throw error;
    expect(error.code).toBe(errors.invalidConfig);
    return error.message;
  }
  throw new Error('was not refused');
};

const broker = parseBrokerConfig({ 'node.id': '1' });

describe('tables of keys', () => {
  it('holds the broker keys of Kafka with their types, defaults and update modes', () => {
    expect(rows(brokerKeys, (_, key) => key.update)).toEqual(kafka.broker);
  });

  it('holds the topic keys of Kafka with their types, defaults and broker synonyms', () => {
    expect(rows(topicKeys, (name) => topicSynonyms[name] ?? null)).toEqual(kafka.topic);
  });

  it('holds the group keys of Kafka', () => {
    expect(rows(groupKeys, () => undefined).map((row) => row.slice(0, 3))).toEqual(kafka.group);
  });

  it('documents every key', () => {
    const all = Object.entries({ ...brokerKeys, ...topicKeys, ...groupKeys });
    expect(all.filter(([, key]) => key.doc === '').map(([name]) => name)).toEqual([]);
  });

  it('has defaults that it would accept', () => {
    expect(() => parseBrokerConfig({})).not.toThrow();
    expect(() => parseTopicConfig({}, broker)).not.toThrow();
  });
});

describe('broker configs', () => {
  it('parses what is given and takes defaults for the rest', () => {
    const config = parseBrokerConfig({
      'node.id': ' 7 ',
      'log.dirs': '/a, /b',
      'auto.create.topics.enable': 'FALSE',
      'some.plugin.key': 'kept',
    });
    expect(config).toMatchObject({
      nodeId: 7,
      brokerId: 7,
      logDirs: ['/a', '/b'],
      autoCreateTopicsEnable: false,
      numPartitions: 1,
      logCleanerIoMaxBytesPerSecond: Number.MAX_VALUE,
      rivuletLogCacheBytes: 67_108_864,
    });
    expect(config.given['some.plugin.key']).toBe('kept');
  });

  it('names the wrong key and why', () => {
    expect(refusal(() => parseBrokerConfig({ 'num.partitions': '0' }))).toBe(
      'Invalid value 0 for configuration num.partitions: Value must be at least 1',
    );
    expect(refusal(() => parseBrokerConfig({ 'default.replication.factor': 'x' }))).toBe(
      'Invalid value x for configuration default.replication.factor: Not a number of type INT',
    );
  });

  it('changes while it runs', () => {
    const changed = withBrokerOverrides(broker, { 'message.max.bytes': '1000', unknown: 'x' });
    expect(changed.messageMaxBytes).toBe(1000);
    expect(changed.given).toMatchObject({ 'message.max.bytes': '1000', unknown: 'x' });
    expect(broker.messageMaxBytes).toBe(1_048_588);
  });

  it('knows which name of a unit goes first', () => {
    expect(brokerSynonyms('log.retention.hours')[0]).toBe('log.retention.ms');
    expect(brokerSynonyms('num.partitions')).toEqual(['num.partitions']);
  });
});

describe('topic configs', () => {
  const topic = (overrides: Record<string, string>, brokerValues: Record<string, string> = {}) =>
    parseTopicConfig(overrides, parseBrokerConfig(brokerValues));

  it('starts from the broker, the smallest unit first', () => {
    expect(topic({}, { 'log.retention.hours': '2' }).retentionMs).toBe(7_200_000);
    expect(
      topic({}, { 'log.retention.hours': '2', 'log.retention.minutes': '3' }).retentionMs,
    ).toBe(180_000);
    expect(topic({}, { 'log.retention.minutes': '3', 'log.retention.ms': '5' }).retentionMs).toBe(
      5,
    );
    expect(topic({}, { 'log.retention.minutes': '-1' }).retentionMs).toBe(-1);
    expect(topic({}, { 'log.roll.hours': '1', 'log.roll.jitter.hours': '1' })).toMatchObject({
      segmentMs: 3_600_000,
      segmentJitterMs: 3_600_000,
    });
    expect(topic({}, { 'log.flush.scheduler.interval.ms': '9' }).flushMs).toBe(9);
    expect(topic({}, { 'message.max.bytes': '77' }).maxMessageBytes).toBe(77);
  });

  it('puts its own values over those', () => {
    const config = topic({ 'cleanup.policy': 'compact, delete', 'retention.ms': ' 5 ' });
    expect(config).toMatchObject({ cleanupPolicy: ['compact', 'delete'], retentionMs: 5 });
    expect(topic({ 'cleanup.policy': '' }).cleanupPolicy).toEqual([]);
    expect(topic({ 'cleanup.policy': 'delete,delete' }).cleanupPolicy).toEqual(['delete']);
  });

  it('lets tests have small segments, as in Kafka', () => {
    expect(topic({ 'internal.segment.bytes': '1000' }).segmentBytes).toBe(1000);
  });

  const accepted: [string, string][] = [
    ['preallocate', 'TRUE'],
    ['leader.replication.throttled.replicas', '*'],
    ['leader.replication.throttled.replicas', '0:1,1:2'],
    ['compression.gzip.level', '-1'],
    ['min.cleanable.dirty.ratio', '1'],
    ['max.compaction.lag.ms', '9223372036854775807'],
  ];
  it.each(accepted)('accepts %s=%s', (name, value) => {
    expect(() => validateTopicConfig(name, value)).not.toThrow();
  });

  const refused: [string, string, string][] = [
    [
      'retention.ms',
      'abc',
      'Invalid value abc for configuration retention.ms: Not a number of type LONG',
    ],
    [
      'retention.ms',
      '-2',
      'Invalid value -2 for configuration retention.ms: Value must be at least -1',
    ],
    [
      'retention.ms',
      '',
      'Invalid value  for configuration retention.ms: Not a number of type LONG',
    ],
    [
      'max.compaction.lag.ms',
      '9223372036854775808',
      'Invalid value 9223372036854775808 for configuration max.compaction.lag.ms: Not a number of type LONG',
    ],
    [
      'min.insync.replicas',
      '99999999999',
      'Invalid value 99999999999 for configuration min.insync.replicas: Not a number of type INT',
    ],
    [
      'min.cleanable.dirty.ratio',
      '1.5',
      'Invalid value 1.5 for configuration min.cleanable.dirty.ratio: Value must be no more than 1',
    ],
    [
      'min.cleanable.dirty.ratio',
      'x',
      'Invalid value x for configuration min.cleanable.dirty.ratio: Not a number of type DOUBLE',
    ],
    [
      'compression.type',
      'foo',
      'Invalid value foo for configuration compression.type: String must be one of: uncompressed, zstd, lz4, snappy, gzip, producer',
    ],
    [
      'compression.gzip.level',
      '10',
      'Invalid value 10 for configuration compression.gzip.level: Value must be between 1 and 9 or equal to -1',
    ],
    [
      'cleanup.policy',
      'foo',
      'Invalid value foo for configuration cleanup.policy: String must be one of: compact, delete',
    ],
    ['cleanup.policy', 'delete,', "Configuration 'cleanup.policy' values must not be empty."],
    [
      'preallocate',
      'yes',
      'Invalid value yes for configuration preallocate: Expected value to be either true or false',
    ],
    [
      'leader.replication.throttled.replicas',
      'a:b',
      "Invalid value [a:b] for configuration leader.replication.throttled.replicas: leader.replication.throttled.replicas must be the literal '*' or a list of replicas in the following format: [partitionId]:[brokerId],[partitionId]:[brokerId],...",
    ],
    [
      'segment.bytes',
      '1000',
      'Invalid value 1000 for configuration segment.bytes: Value must be at least 1048576',
    ],
    ['message.format.version', '3.0', 'Unknown topic config name: message.format.version'],
  ];
  // The texts are those of Apache Kafka 4.3.
  it.each(refused)('refuses %s=%s', (name, value, message) => {
    expect(refusal(() => validateTopicConfig(name, value))).toBe(message);
  });

  it('refuses values that contradict each other', () => {
    const both = { 'min.compaction.lag.ms': '10', 'max.compaction.lag.ms': '5' };
    expect(refusal(() => validateTopicConfigs(both, broker))).toContain('conflict topic config');
    const remote = { 'remote.storage.enable': 'true' };
    expect(refusal(() => validateTopicConfigs(remote, broker))).toContain('Tiered Storage');
  });
});
