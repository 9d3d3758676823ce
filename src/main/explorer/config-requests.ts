/** DescribeConfigs and IncrementalAlterConfigs of any kind of resource, as Kafka answers them. */
import type { ConfigChanges } from '../contract/configs.ts';
import { type ErrorSubject, kafkaError } from './kafka-errors.ts';
import type { KafkaLink, Target } from './kafka-link.ts';

const resourceTypes = {
  topic: 2,
  broker: 4,
  'broker-logger': 8,
  'client-metrics': 16,
  group: 32,
} as const;

export type ResourceType = keyof typeof resourceTypes;

type ConfigsAsked = {
  /** All where it is left away. */
  readonly keys?: readonly string[];
  readonly hasSynonyms?: boolean;
  readonly hasDocumentation?: boolean;
};

const setOperation = 0;
const deleteOperation = 1;

/** One result per name, each with its own error. */
export async function requestConfigs(
  link: KafkaLink,
  target: Target,
  type: ResourceType,
  names: readonly string[],
  { keys, hasSynonyms = false, hasDocumentation = false }: ConfigsAsked,
) {
  const resources = names.map((resourceName) => ({
    // The library's type knows topics and brokers only.
    resourceType: resourceTypes[type] as 2,
    resourceName,
    configurationKeys: keys ? [...keys] : null,
  }));
  const { response } = await link.callPartly(
    target,
    'describeConfigs',
    resources,
    hasSynonyms,
    hasDocumentation,
  );
  return response.results;
}

/** Sets some configs of one resource and puts others back to what lies beneath. */
export async function changeConfigs(
  link: KafkaLink,
  target: Target,
  type: ResourceType,
  name: string,
  { set, unset }: ConfigChanges,
  subject: ErrorSubject = {},
): Promise<void> {
  const configs = [
    ...Object.entries(set).map(([key, value]) => ({
      name: key,
      value,
      configOperation: setOperation,
    })),
    ...unset.map((key) => ({ name: key, value: null, configOperation: deleteOperation })),
  ];
  // A deletion's value is null on the wire; the library's type leaves it away.
  const request = [{ resourceType: resourceTypes[type], resourceName: name, configs }] as never;
  const { response } = await link.callPartly(target, 'incrementalAlterConfigs', request, false);
  for (const { errorCode, errorMessage } of response.responses) {
    if (errorCode !== 0) throw kafkaError(errorCode, errorMessage, subject);
  }
}
