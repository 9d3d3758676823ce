/** DescribeConfigs and IncrementalAlterConfigs as the tools use them. */
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
  resourceType: number,
  names: readonly string[],
): Promise<ReadonlyMap<string, readonly ConfigEntry[]>> {
  const described = new Map<string, readonly ConfigEntry[]>();
  for (let at = 0; at < names.length; at += namesPerRequest) {
    const resources = names.slice(at, at + namesPerRequest).map((resourceName) => ({
      resourceType: resourceType as 2,
      resourceName,
      configurationKeys: null,
    }));
    const { response } = await link.callPartly(target, 'describeConfigs', resources, true, false);
    for (const { errorCode, errorMessage, resourceName, configs } of response.results) {
      if (errorCode !== 0) throw new Error(errorMessage ?? `error ${errorCode}`);
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

/** Sets some configs of one resource and takes others away. */
export async function alterResource(
  link: KafkaLink,
  target: Target,
  resourceType: number,
  resourceName: string,
  change: { readonly set: { readonly [name: string]: string }; readonly unset: readonly string[] },
): Promise<void> {
  const configs = [
    ...Object.entries(change.set).map(([name, value]) => ({ name, value, configOperation: 0 })),
    ...change.unset.map((name) => ({ name, value: null, configOperation: 1 })),
  ];
  // A deletion's value is null on the wire; the library's type leaves it away.
  const request = [{ resourceType, resourceName, configs }] as never;
  const { response } = await link.callPartly(target, 'incrementalAlterConfigs', request, false);
  for (const { errorCode, errorMessage } of response.responses) {
    if (errorCode !== 0) throw new Error(errorMessage ?? `error ${errorCode}`);
  }
}
