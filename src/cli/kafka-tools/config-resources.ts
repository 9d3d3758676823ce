/** Configs as the tools show them. */
import { requestConfigs, type ResourceType } from '../../main/explorer/config-requests.ts';
import { kafkaError } from '../../main/explorer/kafka-errors.ts';
import type { KafkaLink, Target } from '../../main/explorer/kafka-link.ts';

export type ConfigEntry = {
  readonly name: string;
  readonly value: string | null;
  /** Kafka's number of where the value comes from; 5 is the default. */
  readonly source: number;
  readonly isSensitive: boolean;
  readonly synonyms: readonly {
    readonly name: string;
    readonly value: string | null;
    readonly source: number;
  }[];
};

/** Kafka's names of config sources, by number. */
export const sourceNames: { readonly [source: number]: string } = {
  1: 'DYNAMIC_TOPIC_CONFIG',
  2: 'DYNAMIC_BROKER_CONFIG',
  3: 'DYNAMIC_DEFAULT_BROKER_CONFIG',
  4: 'STATIC_BROKER_CONFIG',
  5: 'DEFAULT_CONFIG',
  6: 'DYNAMIC_BROKER_LOGGER_CONFIG',
  7: 'DYNAMIC_CLIENT_METRICS_CONFIG',
  8: 'DYNAMIC_GROUP_CONFIG',
};

const namesPerRequest = 500;

/** Resource name -> its configs with where each comes from; throws what the cluster says. */
export async function describeResources(
  link: KafkaLink,
  target: Target,
  type: ResourceType,
  names: readonly string[],
): Promise<ReadonlyMap<string, readonly ConfigEntry[]>> {
  const described = new Map<string, readonly ConfigEntry[]>();
  for (let at = 0; at < names.length; at += namesPerRequest) {
    const asked = names.slice(at, at + namesPerRequest);
    const results = await requestConfigs(link, target, type, asked, { hasSynonyms: true });
    for (const { errorCode, errorMessage, resourceName, configs } of results) {
      if (errorCode !== 0) throw kafkaError(errorCode, errorMessage);
      described.set(
        resourceName,
        configs.map(({ name, value, configSource, isSensitive, synonyms }) => ({
          name,
          value: value ?? null,
          source: configSource,
          isSensitive,
          synonyms: synonyms.map((item) => ({
            name: item.name,
            value: item.value ?? null,
            source: item.source,
          })),
        })),
      );
    }
  }
  return described;
}
