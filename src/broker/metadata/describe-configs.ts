/**
 * DescribeConfigs: every key of a resource with its value, where the value comes from, and all
 * that stands behind it in order of strength (KIP-226).
 */
import { type BrokerConfig, type ConfigValues, parseTopicConfig } from '../config.ts';
import {
  brokerKey,
  brokerKeys,
  brokerSynonyms,
  dynamicBrokerKey,
  listenerBaseName,
} from '../config/broker-keys.ts';
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
  logger: 6,
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

/**
 * All keys of a topic with these configs of its own. `asGiven`: a topic that is created is told its
 * configs as they were asked for, internal ones included.
 */
export function topicConfigEntries(
  image: MetadataImage,
  broker: BrokerConfig,
  own: ConfigValues,
  { asGiven }: { readonly asGiven: boolean } = { asGiven: false },
): ConfigEntry[] {
  const inherited: Readonly<Record<string, unknown>> = parseTopicConfig(
    {},
    brokerConfigOf(image, broker),
  );
  return Object.entries(topicKeys).flatMap(([name, key]: [string, Key]) => {
    if (key.options.isInternal && !(asGiven && own[name] !== undefined)) return [];
    const value =
      own[name] === undefined
        ? valueText(inherited[camelCase(name)], key)
        : asGiven
          ? own[name]
          : canonicalText(name, key, own[name]);
    const synonym = topicSynonyms[name];
    const fromBroker = synonym === undefined ? [] : brokerValues(image, broker, synonym);
    const ownValue = { name, value, source: configSource.topic };
    const synonyms = own[name] === undefined ? fromBroker : [ownValue, ...fromBroker];
    return entry(name, key, value, synonyms, false);
  });
}

/** All keys of this broker, and what else was set for it or for all brokers while they ran. */
export function brokerConfigEntries(image: MetadataImage, broker: BrokerConfig): ConfigEntry[] {
  const config: Readonly<Record<string, unknown>> = brokerConfigOf(image, broker);
  const told = Object.entries(brokerKeys).filter(
    ([, key]: [string, Key]) => !key.options.isInternal,
  );
  const known = told.map(([name, key]: [string, Key]) => {
    const value = key.type === 'password' ? null : valueText(config[camelCase(name)], key);
    const synonyms = brokerValues(image, broker, name);
    return entry(name, key, value, synonyms, key.update === 'read-only');
  });
  const dynamic = {
    ...configsOf(image, configResource.broker, ''),
    ...configsOf(image, configResource.broker, `${broker.nodeId}`),
  };
  const others = Object.keys(dynamic).filter((name) => !brokerKey(name));
  return [...known, ...others.map((name) => otherEntry(image, broker, name))];
}

/** A key that is not in a properties file: a quota, a listener's, or one that nobody knows. */
function otherEntry(image: MetadataImage, broker: BrokerConfig, name: string): ConfigEntry {
  const base = listenerBaseName(name);
  const key = dynamicBrokerKey(base ?? name);
  const inherited = base === undefined ? [] : brokerValues(image, broker, base);
  const synonyms = [...brokerValues(image, broker, name), ...inherited];
  // Only keys that are known by their whole name can be changed, as Kafka tells it.
  return entry(name, key, synonyms[0].value, synonyms, key === undefined || base !== undefined);
}

/** What each area of this process writes to its log. */
export function loggerEntries(
  loggers: readonly { readonly name: string; readonly level: string }[],
): ConfigEntry[] {
  return loggers.map(({ name, level }) => ({
    name,
    value: level,
    readOnly: false,
    configSource: configSource.logger,
    isSensitive: false,
    synonyms: [],
    configType: 0,
    documentation: '',
  }));
}

/** What was set for all brokers. */
export function clusterConfigEntries(image: MetadataImage): ConfigEntry[] {
  const values = configsOf(image, configResource.broker, '');
  return Object.entries(values).map(([name, text]) => {
    const key = dynamicBrokerKey(listenerBaseName(name) ?? name);
    const value = isSecret(key) ? null : text;
    const synonym = { name, value, source: configSource.clusterDefault };
    return entry(name, key, value, [synonym], dynamicBrokerKey(name) === undefined);
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
      : [{ name, value: key.fallback, source: configSource.default }];
    const value =
      own[name] === undefined
        ? (inherited[0]?.value ?? key.fallback)
        : canonicalText(name, key, own[name]);
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
    const text = own[key] === undefined ? undefined : canonicalText(key, definition, own[key]);
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
    isSensitive: isSecret(key),
    synonyms,
    configType: key ? typeNumbers[key.type] : 0,
    documentation: key?.doc ?? '',
  };
}

/** A key that nobody knows may hold anything. */
const isSecret = (key: Key | undefined): boolean => key === undefined || key.type === 'password';

/**
 * The values of a broker key and its synonyms by strength: dynamic of the broker, of the cluster,
 * static, default. What stands before the key itself belongs to a stronger name and is left out.
 */
function brokerValues(image: MetadataImage, broker: BrokerConfig, name: string): ConfigSynonym[] {
  const names = brokerSynonyms(name);
  const isHidden = isSecret(dynamicBrokerKey(listenerBaseName(name) ?? name));
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
      .map((synonym) => ({ name: synonym, value: isHidden ? null : values[synonym], source })),
  );
  const first = all.findIndex((synonym) => synonym.name === name);
  return first === -1 ? [] : all.slice(first);
}
