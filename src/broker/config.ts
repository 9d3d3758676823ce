/**
 * The configs of brokers and topics: typed values, parsed from the text of properties and of
 * config records. The tables of keys lie in config/, one per area.
 */
import { brokerKey, brokerKeys } from './config/broker-keys.ts';
import { camelCase, parseKey, parseTable, type Key, type ValuesOf } from './config/keys.ts';
import { topicKeys } from './config/topic-keys.ts';
import { errors, KafkaError } from './protocol/errors.ts';

/** Texts by Kafka's key names. */
export type ConfigValues = Readonly<Record<string, string>>;

/** What a broker runs with; `given` is what was set, the rest are defaults. */
export type BrokerConfig = ValuesOf<typeof brokerKeys> & { readonly given: ConfigValues };
/** What a topic's partitions run with: its own configs over the broker's. */
export type TopicConfig = Omit<ValuesOf<typeof topicKeys>, 'internalSegmentBytes'>;

/** Throws KafkaError(invalidConfig) that names the first wrong key. Unknown keys are kept in `given`. */
export function parseBrokerConfig(values: ConfigValues): BrokerConfig {
  const given = withBrokerId(values);
  return { ...parseTable(brokerKeys, given), given };
}

/**
 * The broker's config with some keys changed while it runs. What cannot be changed, or was written
 * down with a wrong value, is left as it was.
 */
export function withBrokerOverrides(broker: BrokerConfig, overrides: ConfigValues): BrokerConfig {
  const parsed: Record<string, unknown> = {};
  for (const [name, text] of Object.entries(overrides)) {
    const key = brokerKey(name);
    if (!key || key.update === 'read-only') continue;
    try {
      parsed[camelCase(name)] = parseKey(name, key, text);
    } catch (error) {
      if (!(error instanceof KafkaError)) throw error;
    }
  }
  return { ...broker, ...parsed, given: { ...broker.given, ...overrides } };
}

/** Throws KafkaError(invalidConfig) for an unknown key or a wrong value. */
export function parseTopicConfig(overrides: ConfigValues, broker: BrokerConfig): TopicConfig {
  const parsed: Record<string, unknown> = {};
  for (const [name, text] of Object.entries(overrides)) {
    parsed[camelCase(name)] = parseKey(name, requireTopicKey(name), text);
  }
  const { internalSegmentBytes, ...values } = parsed;
  if (internalSegmentBytes !== undefined) values.segmentBytes = internalSegmentBytes;
  return { ...topicDefaults(broker), ...values };
}

/** Throws KafkaError(invalidConfig) for an unknown key or a wrong value. */
export function validateTopicConfig(name: string, value: string): void {
  parseKey(name, requireTopicKey(name), value);
}

/** All of a topic's own configs, each alone and together. */
export function validateTopicConfigs(overrides: ConfigValues, broker: BrokerConfig): void {
  const config = parseTopicConfig(overrides, broker);
  if (config.minCompactionLagMs > config.maxCompactionLagMs) {
    throw refuse(
      `conflict topic config setting min.compaction.lag.ms (${config.minCompactionLagMs}) > ` +
        `max.compaction.lag.ms (${config.maxCompactionLagMs})`,
    );
  }
  if (config.remoteStorageEnable) {
    throw refuse(
      'Tiered Storage functionality is disabled in the broker. ' +
        'Topic cannot be configured with remote log storage.',
    );
  }
}

const refuse = (message: string): KafkaError => new KafkaError(errors.invalidConfig, message);

export function topicKey(name: string): Key | undefined {
  return Object.hasOwn(topicKeys, name) ? topicKeys[name as keyof typeof topicKeys] : undefined;
}

/** What is known of a key; undefined for a name that is not in the tables. */
export function configKey(of: 'topic' | 'broker', name: string): Key | undefined {
  return of === 'topic' ? topicKey(name) : brokerKey(name);
}

function requireTopicKey(name: string): Key {
  const key = topicKey(name);
  if (!key) throw refuse(`Unknown topic config name: ${name}`);
  return key;
}

/** `broker.id` is the older name of `node.id`; each stands in for the other. */
function withBrokerId(values: ConfigValues): ConfigValues {
  const id = values['node.id'] ?? values['broker.id'];
  return id === undefined ? values : { ...values, 'node.id': id, 'broker.id': id };
}

const hourMs = 3_600_000;

/** A negative retention in any unit means "for ever". */
function retentionMs(broker: BrokerConfig): number {
  const { logRetentionMs, logRetentionMinutes, logRetentionHours } = broker;
  const minutesMs = logRetentionMinutes === null ? null : logRetentionMinutes * 60_000;
  const ms = logRetentionMs ?? minutesMs ?? logRetentionHours * hourMs;
  return ms < 0 ? -1 : ms;
}

/** What a topic without configs of its own runs with. */
function topicDefaults(broker: BrokerConfig): TopicConfig {
  return {
    cleanupPolicy: broker.logCleanupPolicy,
    compressionGzipLevel: broker.compressionGzipLevel,
    compressionLz4Level: broker.compressionLz4Level,
    compressionType: broker.compressionType,
    compressionZstdLevel: broker.compressionZstdLevel,
    deleteRetentionMs: broker.logCleanerDeleteRetentionMs,
    fileDeleteDelayMs: broker.logSegmentDeleteDelayMs,
    flushMessages: broker.logFlushIntervalMessages,
    flushMs: broker.logFlushIntervalMs ?? broker.logFlushSchedulerIntervalMs,
    followerReplicationThrottledReplicas: [],
    indexIntervalBytes: broker.logIndexIntervalBytes,
    leaderReplicationThrottledReplicas: [],
    localRetentionBytes: broker.logLocalRetentionBytes,
    localRetentionMs: broker.logLocalRetentionMs,
    maxCompactionLagMs: broker.logCleanerMaxCompactionLagMs,
    maxMessageBytes: broker.messageMaxBytes,
    messageTimestampAfterMaxMs: broker.logMessageTimestampAfterMaxMs,
    messageTimestampBeforeMaxMs: broker.logMessageTimestampBeforeMaxMs,
    messageTimestampType: broker.logMessageTimestampType,
    minCleanableDirtyRatio: broker.logCleanerMinCleanableRatio,
    minCompactionLagMs: broker.logCleanerMinCompactionLagMs,
    minInsyncReplicas: broker.minInsyncReplicas,
    preallocate: broker.logPreallocate,
    remoteLogCopyDisable: false,
    remoteLogDeleteOnDisable: false,
    remoteStorageEnable: false,
    retentionBytes: broker.logRetentionBytes,
    retentionMs: retentionMs(broker),
    segmentBytes: broker.logSegmentBytes,
    segmentIndexBytes: broker.logIndexSizeMaxBytes,
    segmentJitterMs: broker.logRollJitterMs ?? broker.logRollJitterHours * hourMs,
    segmentMs: broker.logRollMs ?? broker.logRollHours * hourMs,
    uncleanLeaderElectionEnable: broker.uncleanLeaderElectionEnable,
  };
}
