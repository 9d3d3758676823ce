/** Configs of a topic, a broker, all brokers or a client metrics subscription. */
import { configKey } from '../../broker/config.ts';
import type { ConfigChanges, ConfigEntry, ConfigSource, ConfigType } from '../contract/configs.ts';
import { changeConfigs, requestConfigs } from './config-requests.ts';
import { type ErrorSubject, fromKafkaError, kafkaError } from './kafka-errors.ts';
import type { KafkaLink, Target } from './kafka-link.ts';
import { plainText } from './plain-text.ts';

export type ConfigResource = {
  readonly type: 'topic' | 'broker' | 'client-metrics';
  /** A broker's id; empty for what counts for all brokers. */
  readonly name: string;
  /** Who answers; a broker tells its own configs only. */
  readonly target?: Target;
  readonly subject?: ErrorSubject;
};

/** Kafka's numbers of config sources and types. */
const sources: { readonly [source: number]: ConfigSource } = {
  1: 'topic',
  2: 'broker',
  3: 'cluster',
  4: 'file',
  7: 'topic',
  8: 'topic',
};
const types: readonly ConfigType[] = [
  'unknown',
  'boolean',
  'string',
  'int',
  'short',
  'long',
  'double',
  'list',
  'class',
  'password',
];

/** All configs, by name. */
export async function describeResource(
  link: KafkaLink,
  { type, name, target = 'any', subject = {} }: ConfigResource,
): Promise<readonly ConfigEntry[]> {
  const asked = { hasSynonyms: true, hasDocumentation: true };
  const [result] = await requestConfigs(link, target, type, [name], asked);
  if (!result) throw fromKafkaError(new Error('DescribeConfigs answered nothing'), link.bootstrap);
  if (result.errorCode !== 0) throw kafkaError(result.errorCode, result.errorMessage, subject);
  const entries = result.configs.map((config): ConfigEntry => {
    const key = type === 'client-metrics' ? undefined : configKey(type, config.name);
    return {
      name: config.name,
      value: config.value ?? null,
      source: sourceOf(config.configSource),
      isReadOnly: config.readOnly,
      isSensitive: config.isSensitive,
      type: types[config.configType] ?? 'unknown',
      documentation: plainText(config.documentation || (key?.doc ?? '')),
      beneath: beneath(config),
      choices: key?.options.oneOf ?? null,
      min: key?.options.min ?? null,
      max: key?.options.max ?? null,
    };
  });
  return entries.sort((left, right) => (left.name < right.name ? -1 : 1));
}

/** Some configs of many topics at once: topic -> name -> value; topics in trouble are missing. */
export async function describeTopicConfigs(
  link: KafkaLink,
  topics: readonly string[],
  names: readonly string[],
): Promise<ReadonlyMap<string, ReadonlyMap<string, string | null>>> {
  const results = await requestConfigs(link, 'any', 'topic', topics, { keys: names });
  return new Map(
    results
      .filter(({ errorCode }) => errorCode === 0)
      .map(({ resourceName, configs }) => [
        resourceName,
        new Map(configs.map(({ name, value }) => [name, value ?? null])),
      ]),
  );
}

/** Sets some configs and puts others back to what lies beneath. */
export async function alterResource(
  link: KafkaLink,
  { type, name, target = 'any', subject = {} }: ConfigResource,
  changes: ConfigChanges,
): Promise<null> {
  await changeConfigs(link, target, type, name, changes, subject);
  return null;
}

function sourceOf(source: number): ConfigSource {
  return sources[source] ?? 'default';
}

/** Synonyms come with the present value first, unless that is a default without any. */
function beneath(config: {
  readonly configSource: number;
  readonly synonyms: readonly { readonly value?: string | null; readonly source: number }[];
}): ConfigEntry['beneath'] {
  const [first, ...rest] = config.synonyms;
  const below = first?.source === config.configSource ? rest : config.synonyms;
  return below.map(({ value, source }) => ({ value: value ?? null, source: sourceOf(source) }));
}
