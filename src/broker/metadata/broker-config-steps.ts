/** Broker configs as a whole, and the step from those that count now to the next ones. */
import type { BrokerConfig } from '../config.ts';
import { brokerKeys } from '../config/broker-keys.ts';
import { camelCase } from '../config/keys.ts';
import { errors, KafkaError } from '../protocol/errors.ts';

const refuse = (message: string): KafkaError => new KafkaError(errors.invalidRequest, message);
const mebibyte = 1_048_576;

/** What the keys of one broker ask of each other. */
export function requireConsistent(config: BrokerConfig): void {
  const { logRollMs, logCleanerThreads, logCleanerDedupeBufferSize } = config;
  if (logRollMs !== null && logRollMs < 1) {
    throw refuse('requirement failed: log.roll.ms must be greater than or equal to 1');
  }
  if (logCleanerThreads === 0) throw refuse('/ by zero');
  if (logCleanerDedupeBufferSize / logCleanerThreads <= mebibyte) {
    throw refuse(
      'requirement failed: log.cleaner.dedupe.buffer.size must be at least 1MB per cleaner thread.',
    );
  }
  const overrides = connectionOverrides(config.maxConnectionsPerIpOverrides);
  if (config.maxConnectionsPerIp === 0 && overrides.size === 0) {
    throw refuse(
      'requirement failed: max.connections.per.ip can be set to zero only if ' +
        'max.connections.per.ip.overrides property is set.',
    );
  }
  requireFolders(config);
  for (const kind of ['consumer', 'share', 'streams']) requireAssignmentInterval(config, kind);
}

function requireFolders({ cordonedLogDirs, logDirs, logDir }: BrokerConfig): void {
  if (cordonedLogDirs.length === 1 && cordonedLogDirs[0] === '*') return;
  const missing = cordonedLogDirs.filter((path) => !(logDirs ?? logDir).includes(path));
  if (missing.length === 0) return;
  throw refuse(
    'requirement failed: All entries in cordoned.log.dirs must be present in log.dirs or ' +
      `log.dir. Missing entries : ${missing.join(', ')}`,
  );
}

function requireAssignmentInterval(config: BrokerConfig, kind: string): void {
  const key = `group.${kind}.assignment.interval.ms`;
  const bound = (side: string) => `group.${kind}.${side}.assignment.interval.ms`;
  const values: Readonly<Record<string, unknown>> = config;
  const value = values[camelCase(key)] as number;
  if (value < (values[camelCase(bound('min'))] as number)) {
    throw refuse(`${key} must be greater than or equal to ${bound('min')}`);
  }
  if (value > (values[camelCase(bound('max'))] as number)) {
    throw refuse(`${key} must be less than or equal to ${bound('max')}`);
  }
}

/** `host:count,host:count`, as `max.connections.per.ip.overrides` has them. Throws KafkaError. */
export function connectionOverrides(text: string): Map<string, number> {
  const limits = new Map<string, number>();
  for (const member of text.split(',')) {
    const entry = member.trim();
    if (entry === '') continue;
    const colon = entry.lastIndexOf(':');
    if (colon === -1) {
      throw refuse(
        "Error parsing configuration property 'max.connections.per.ip.overrides': " +
          `begin 0, end -1, length ${entry.length}`,
      );
    }
    const count = entry.slice(colon + 1).trim();
    if (!/^[+-]?\d+$/.test(count)) throw refuse(`For input string: "${count}"`);
    limits.set(entry.slice(0, colon).trim(), Number(count));
  }
  return limits;
}

const unsettled = (message: string): KafkaError =>
  refuse(
    `Invalid value org.apache.kafka.common.config.ConfigException: ${message} ` +
      'for configuration Invalid dynamic configuration',
  );

const threadKeys = [
  'num.io.threads',
  'num.network.threads',
  'num.replica.fetchers',
  'num.recovery.threads.per.data.dir',
  'background.threads',
] as const;

/** What cannot be brought about while the broker runs. */
export function requireReconfigurable(now: BrokerConfig, next: BrokerConfig): void {
  requireListeners(now, next);
  if (next.maxConnections <= 0) throw unsettled(`Invalid max.connections ${next.maxConnections}`);
  for (const name of threadKeys) {
    const field = camelCase(name) as keyof BrokerConfig;
    requireThreads(name, now[field] as number, next[field] as number);
  }
  requireCleanerThreads(now.logCleanerThreads, next.logCleanerThreads);
  const reporters = next.metricReporters.join(',');
  if (reporters !== '' && reporters !== brokerKeys['metric.reporters'].fallback) {
    throw unsettled(
      'Validation of dynamic config update of Set(metric.reporters) failed with class class ' +
        'kafka.server.DynamicMetricsReporters',
    );
  }
}

/** The ports of a node are its supervisor's matter. */
function requireListeners(now: BrokerConfig, next: BrokerConfig): void {
  const isSame =
    now.listeners.join(',') === next.listeners.join(',') &&
    now.listenerSecurityProtocolMap === next.listenerSecurityProtocolMap;
  if (!isSame) throw unsettled('The listeners of this broker are fixed while it runs');
}

/** At most half or double in one step. */
function requireThreads(name: string, now: number, next: number): void {
  if (now === next) return;
  const problem = `Dynamic thread count update validation failed for ${name}=${next}, value should`;
  if (next < Math.floor(now / 2)) {
    throw unsettled(`${problem} be at least half the current value ${now}`);
  }
  if (next > now * 2) {
    throw unsettled(`${problem} not be greater than double the current value ${now}`);
  }
}

function requireCleanerThreads(now: number, next: number): void {
  if (next < Math.floor(now / 2)) {
    throw unsettled(
      `Log cleaner threads cannot be reduced to less than half the current value ${now}`,
    );
  }
  if (next > now * 2) {
    throw unsettled(
      `Log cleaner threads cannot be increased to more than double the current value ${now}`,
    );
  }
}
