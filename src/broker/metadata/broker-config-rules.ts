/**
 * What a broker asks of dynamic changes of its own configs, or of those of all brokers, before the
 * controller writes them down (KIP-226): only what is known there, such as the values that count
 * now, can be judged. Every refusal is a KafkaError with Kafka's code and text.
 */
import { type BrokerConfig, type ConfigValues, withBrokerOverrides } from '../config.ts';
import { brokerKey, dynamicBrokerKey, listenerBaseName } from '../config/broker-keys.ts';
import { type Key, parseKey } from '../config/keys.ts';
import { errors, KafkaError } from '../protocol/errors.ts';
import { requireConsistent, requireReconfigurable } from './broker-config-steps.ts';
import { brokerConfigOf, configsOf } from './effective-configs.ts';
import { configResource, type MetadataImage } from './image.ts';

const refuse = (message: string): KafkaError => new KafkaError(errors.invalidRequest, message);

/** Stores and keys of TLS: only a listener has them. */
const securityKeyNames = new Set([
  'ssl.key.password',
  'ssl.keystore.certificate.chain',
  'ssl.keystore.key',
  'ssl.keystore.location',
  'ssl.keystore.password',
  'ssl.keystore.type',
  'ssl.truststore.certificates',
  'ssl.truststore.location',
  'ssl.truststore.password',
  'ssl.truststore.type',
]);

/** What of a listener may be set for all brokers. */
const clusterListenerKeys = new Set([
  'max.connections',
  'max.connection.creation.rate',
  'num.network.threads',
]);

/** `after`: all dynamic configs of the broker (or of all, with an empty name) after the change. */
export function requireBrokerChange(
  image: MetadataImage,
  broker: BrokerConfig,
  resourceName: string,
  after: ConfigValues,
): void {
  const isForAll = resourceName === '';
  try {
    requireNames(after, isForAll);
    const own = `${broker.nodeId}`;
    const ofAll = isForAll ? after : configsOf(image, configResource.broker, '');
    const ofBroker = isForAll ? configsOf(image, configResource.broker, own) : after;
    const next = withBrokerOverrides(broker, { ...ofAll, ...ofBroker });
    requireConsistent(next);
    requireReconfigurable(brokerConfigOf(image, broker), next);
  } catch (error) {
    // A wrong value is a wrong request here, unlike with topics.
    if (error instanceof KafkaError) throw refuse(error.message);
    throw error;
  }
}

function requireNames(after: ConfigValues, isForAll: boolean): void {
  const names = Object.keys(after);
  refuseNames('Cannot update these configs dynamically', names, (name) => {
    return brokerKey(name)?.update === 'read-only';
  });
  refuseNames(
    'These security configs can be dynamically updated only per-listener using the listener prefix',
    names,
    (name) => securityKeyNames.has(name),
  );
  for (const name of names) requireValue(name, after[name]);
  if (!isForAll) return;
  refuseNames(
    'Cannot update these configs at default cluster level, broker id must be specified',
    names,
    isPerBroker,
  );
}

function refuseNames(
  message: string,
  names: readonly string[],
  isRefused: (name: string) => boolean,
): void {
  const refused = names.filter(isRefused);
  if (refused.length > 0) throw refuse(`${message}: [${refused.join(', ')}]`);
}

function isPerBroker(name: string): boolean {
  const ofListener = listenerBaseName(name);
  if (ofListener !== undefined) return !clusterListenerKeys.has(ofListener);
  return brokerKey(name)?.update === 'per-broker';
}

/** A listener's value is one of the key behind its prefix. */
function requireValue(name: string, text: string): void {
  const base = listenerBaseName(name) ?? name;
  const key: Key | undefined = dynamicBrokerKey(base);
  if (!key) return;
  parseKey(base, key, text);
  // Nothing is loaded by name here: only what is built in can be found.
  if (key.type === 'class' && text !== key.fallback) {
    throw refuse(
      `Invalid value ${text} for configuration ${base}: Class ${text} could not be found.`,
    );
  }
}
