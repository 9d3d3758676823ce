import { describe, expect, it } from 'vitest';
import { parseBrokerConfig } from '../../../src/broker/config.ts';
import {
  brokerConfigOf,
  LiveBrokerConfig,
  topicConfigOf,
} from '../../../src/broker/metadata/effective-configs.ts';
import {
  brokerConfigEntries,
  clusterConfigEntries,
  groupConfigEntries,
  topicConfigEntries,
} from '../../../src/broker/metadata/describe-configs.ts';
import { givenImage, threeBrokers } from './given.ts';

const broker = parseBrokerConfig({
  'node.id': '1',
  'log.retention.hours': '1',
  'num.partitions': '3',
});

describe('effective configs', () => {
  it('puts the topic over the broker over the cluster over static values', () => {
    const image = givenImage({
      configs: {
        '4:': { 'message.max.bytes': '10', 'min.insync.replicas': '2' },
        '4:1': { 'message.max.bytes': '20' },
        '4:2': { 'message.max.bytes': '99' },
        '2:t': { 'max.message.bytes': '30' },
      },
    });
    expect(topicConfigOf(image, 't', broker)).toMatchObject({
      maxMessageBytes: 30,
      minInsyncReplicas: 2,
      retentionMs: 3_600_000,
    });
    expect(topicConfigOf(image, 'u', broker).maxMessageBytes).toBe(20);
    expect(brokerConfigOf(image, broker).messageMaxBytes).toBe(20);
  });

  it('costs nothing when nothing was changed', () => {
    expect(brokerConfigOf(givenImage({}), broker)).toBe(broker);
  });
});

describe('described configs', () => {
  const image = givenImage({
    configs: {
      '4:': { 'min.insync.replicas': '1', 'log.retention.ms': '7' },
      '2:t': { 'cleanup.policy': 'compact' },
      '32:g': { 'consumer.session.timeout.ms': '50000' },
    },
  });
  const named = <E extends { readonly name: string }>(entries: readonly E[], name: string) =>
    entries.find((entry) => entry.name === name);

  it('tells where a topic has a value from, as Kafka does', () => {
    const entries = topicConfigEntries(image, broker, { 'cleanup.policy': 'compact' });
    expect(named(entries, 'min.insync.replicas')).toMatchObject({
      value: '1',
      configSource: 3,
      configType: 3,
      synonyms: [
        { name: 'min.insync.replicas', value: '1', source: 3 },
        { name: 'min.insync.replicas', value: '1', source: 5 },
      ],
    });
    expect(named(entries, 'cleanup.policy')).toMatchObject({
      value: 'compact',
      configSource: 1,
      configType: 7,
      synonyms: [
        { name: 'cleanup.policy', value: 'compact', source: 1 },
        { name: 'log.cleanup.policy', value: 'delete', source: 5 },
      ],
    });
    expect(named(entries, 'retention.ms')).toMatchObject({
      value: '7',
      configSource: 3,
      synonyms: [
        { name: 'log.retention.ms', value: '7', source: 3 },
        { name: 'log.retention.hours', value: '1', source: 4 },
        { name: 'log.retention.hours', value: '168', source: 5 },
      ],
    });
    expect(named(entries, 'segment.ms')).toMatchObject({
      value: '604800000',
      configSource: 5,
      synonyms: [],
    });
    expect(named(entries, 'flush.ms')?.value).toBe('9223372036854775807');
    expect(entries).toHaveLength(33);
  });

  it('tells all keys of a broker', () => {
    const entries = brokerConfigEntries(image, broker);
    expect(named(entries, 'num.partitions')).toMatchObject({
      value: '3',
      readOnly: true,
      configSource: 4,
      synonyms: [
        { name: 'num.partitions', value: '3', source: 4 },
        { name: 'num.partitions', value: '1', source: 5 },
      ],
    });
    expect(named(entries, 'node.id')?.synonyms).toEqual([
      { name: 'node.id', value: '1', source: 4 },
    ]);
    expect(named(entries, 'ssl.key.password')).toMatchObject({ value: null, isSensitive: true });
    expect(named(entries, 'log.cleaner.io.max.bytes.per.second')?.value).toBe(
      '1.7976931348623157E308',
    );
    expect(named(entries, 'log.retention.hours')?.synonyms[0]).toEqual({
      name: 'log.retention.hours',
      value: '1',
      source: 4,
    });
  });

  it('tells what is set for all brokers and for groups', () => {
    expect(clusterConfigEntries(image).map(({ name, value }) => [name, value])).toEqual([
      ['min.insync.replicas', '1'],
      ['log.retention.ms', '7'],
    ]);
    const group = groupConfigEntries(image, broker, 'g');
    expect(named(group, 'consumer.session.timeout.ms')).toMatchObject({
      value: '50000',
      configSource: 8,
      synonyms: [
        { name: 'consumer.session.timeout.ms', source: 8 },
        { name: 'group.consumer.session.timeout.ms', source: 5 },
      ],
    });
    expect(named(group, 'share.isolation.level')?.value).toBe('read_uncommitted');
  });
});

describe('the config of a broker that runs', () => {
  const own = parseBrokerConfig({ 'node.id': '1', 'max.connections': '9' });
  const imageWith = (configs: Record<string, Record<string, string>>) =>
    givenImage({ brokers: threeBrokers, configs });

  it('follows what is set for it and for all, and goes back', () => {
    const live = new LiveBrokerConfig(own);
    const both = imageWith({
      '4:': { 'max.connections': '5', 'log.cleaner.threads': '2' },
      '4:1': { 'max.connections': '7' },
      '4:2': { 'max.connections': '8' },
    });
    expect(live.update(both)).toBe(true);
    expect(live.current).toMatchObject({ maxConnections: 7, logCleanerThreads: 2 });
    expect(live.update({ ...both, offset: 99 })).toBe(false);
    expect(live.update(imageWith({ '4:2': { 'max.connections': '8' } }))).toBe(true);
    expect(live.current).toMatchObject({ maxConnections: 9, logCleanerThreads: 1 });
  });

  it('leaves out what is wrong, and what no running broker can change', () => {
    const live = new LiveBrokerConfig(own);
    live.update(
      imageWith({ '4:1': { 'max.connections': 'x', 'num.partitions': '7', 'log.roll.ms': '50' } }),
    );
    expect(live.current).toMatchObject({ maxConnections: 9, numPartitions: 1, logRollMs: 50 });
  });
});
