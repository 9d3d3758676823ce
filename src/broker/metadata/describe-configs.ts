/**
 * DescribeConfigs: every key of a resource with its value, where the value comes from, and all
 * that stands behind it in order of strength (KIP-226).
 */
import { type BrokerConfig, type ConfigValues, parseTopicConfig } from '../config.ts';
import { brokerKey, brokerKeys, brokerSynonyms } from '../config/broker-keys.ts';
import { camelCase, canonicalText, type ConfigType, type Key, valueText } from '../config/keys.ts';
import { clientMetricsKeys, groupKeys } from '../config/group-keys.ts';
import { topicKeys, topicSynonyms } from '../config/topic-keys.ts';
import { brokerConfigOf, configsOf } from './effective-configs.ts';
import { configResource, type MetadataImage } from './image.ts';

export const configSource = {
  topic: 1,
  broker: 2,
  clusterDefault: 3,
  staticBroker: 4,
  default: 5,
  clientMetrics: 7,
  group: 8,
} as const;

export type ConfigSynonym = {
  readonly name: string;
  readonly value: string | null;
  readonly source: number;
};
export type ConfigEntry = {
  readonly name: string;
  readonly value: string | null;
  readonly readOnly: boolean;
  readonly configSource: number;
  readonly isSensitive: boolean;
  readonly synonyms: readonly ConfigSynonym[];
  readonly configType: number;
  readonly documentation: string;
};

const typeNumbers: Readonly<Record<ConfigType, number>> = {
  boolean: 1,
  string: 2,
  int: 3,
  short: 4,
  long: 5,
  double: 6,
  list: 7,
  class: 8,
  password: 9,
};

/** All keys of a topic with these configs of its own. */
export function topicConfigEntries(
  image: MetadataImage,
  broker: BrokerConfig,
  own: ConfigValues,
): ConfigEntry[] {
  const config: Readonly<Record<string, unknown>> = parseTopicConfig(
    own,
    brokerConfigOf(image, broker),
  );
  return Object.entries(topicKeys).flatMap(([name, key]: [string, Key]) => {
    if (key.options.isInternal) return [];
    const value =
      own[name] === undefined
        ? valueText(config[camelCase(name)])
        : canonicalText(name, key, own[name]);
    const synonym = topicSynonyms[name];
    const inherited = synonym === undefined ? [] : brokerValues(image, broker, synonym);
    const ownValue = { name, value, source: configSource.topic };
    return entry(
      name,
      key,
      value,
      own[name] === undefined ? inherited : [ownValue, ...inherited],
      false,
    );
  });
}

/** All keys of this broker. Keys that are not Kafka's are told only when someone set them. */
export function brokerConfigEntries(image: MetadataImage, broker: BrokerConfig): ConfigEntry[] {
  const config: Readonly<Record<string, unknown>> = brokerConfigOf(image, broker);
  return Object.keys(brokerKeys).map((name) => {
    const key = brokerKey(name) as Key;
    const value = key.type === 'password' ? null : valueText(config[camelCase(name)]);
    const synonyms = brokerValues(image, broker, name);
    return entry(name, key, value, synonyms, key.update === 'read-only');
  });
}

/** What was set for all brokers. */
export function clusterConfigEntries(image: MetadataImage): ConfigEntry[] {
  const values = configsOf(image, configResource.broker, '');
  return Object.entries(values).map(([name, text]) => {
    const key = brokerKey(name);
    const value = key?.type === 'password' ? null : text;
    const synonym = { name, value, source: configSource.clusterDefault };
    return entry(name, key, value, [synonym], false);
  });
}

export function groupConfigEntries(
  image: MetadataImage,
  broker: BrokerConfig,
  group: string,
): ConfigEntry[] {
  const own = configsOf(image, configResource.group, group);
  return Object.entries(groupKeys).map(([name, key]: [string, Key]) => {
    const inherited = brokerKey(`group.${name}`)
      ? brokerValues(image, broker, `group.${name}`)
      : [];
    const value = own[name] ?? inherited[0]?.value ?? key.fallback;
    const ownValue = { name, value, source: configSource.group };
    return entry(
      name,
      key,
      value,
      own[name] === undefined ? inherited : [ownValue, ...inherited],
      false,
    );
  });
}

export function clientMetricsConfigEntries(image: MetadataImage, name: string): ConfigEntry[] {
  const own = configsOf(image, configResource.clientMetrics, name);
  return Object.entries(clientMetricsKeys).map(([key, definition]: [string, Key]) => {
    const text = own[key];
    const synonyms =
      text === undefined ? [] : [{ name: key, value: text, source: configSource.clientMetrics }];
    return entry(key, definition, text ?? definition.fallback, synonyms, false);
  });
}

function entry(
  name: string,
  key: Key | undefined,
  value: string | null,
  synonyms: readonly ConfigSynonym[],
  readOnly: boolean,
): ConfigEntry {
  return {
    name,
    value,
    readOnly,
    configSource: synonyms[0]?.source ?? configSource.default,
    isSensitive: key === undefined || key.type === 'password',
    synonyms,
    configType: key ? typeNumbers[key.type] : 0,
    documentation: key?.doc ?? '',
  };
}

/**
 * The values of a broker key and its synonyms by strength: dynamic of the broker, of the cluster,
 * static, default. What stands before the key itself belongs to a stronger name and is left out.
 */
function brokerValues(image: MetadataImage, broker: BrokerConfig, name: string): ConfigSynonym[] {
  const names = brokerSynonyms(name);
  const isSecret = brokerKey(name)?.type === 'password';
  const defaults: Record<string, string> = {};
  for (const synonym of names) {
    const key = brokerKey(synonym);
    if (key && key.fallback !== null && !key.options.hasNoDefault) defaults[synonym] = key.fallback;
  }
  const layers: [number, ConfigValues][] = [
    [configSource.broker, configsOf(image, configResource.broker, `${broker.nodeId}`)],
    [configSource.clusterDefault, configsOf(image, configResource.broker, '')],
    [configSource.staticBroker, broker.given],
    [configSource.default, defaults],
  ];
  const all = layers.flatMap(([source, values]) =>
    names
      .filter((synonym) => values[synonym] !== undefined)
      .map((synonym) => ({ name: synonym, value: isSecret ? null : values[synonym], source })),
  );
  const first = all.findIndex((synonym) => synonym.name === name);
  return first === -1 ? [] : all.slice(first);
}
