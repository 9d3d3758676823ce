/**
 * DescribeConfigs v1-4: every key of a topic, a broker, a group or a client metrics subscription
 * with its value and where it comes from (KIP-226). v3: types and docs (KIP-569).
 *
 * A broker answers for itself, its loggers (KIP-412) and, with an empty name, for what is set for
 * all brokers.
 */
import {
  brokerConfigEntries,
  clientMetricsConfigEntries,
  clusterConfigEntries,
  type ConfigEntry,
  groupConfigEntries,
  loggerEntries,
  topicConfigEntries,
} from '../metadata/describe-configs.ts';
import { configsOf } from '../metadata/effective-configs.ts';
import { configResource } from '../metadata/image.ts';
import type { RequestOf, ResponseOf } from '../protocol/api.ts';
import { errors, KafkaError } from '../protocol/errors.ts';
import { describeConfigsApi } from '../protocol/messages/32-describe-configs.ts';
import { topicNameProblem } from '../protocol/topic-names.ts';
import { handler } from './handler.ts';
import type { Services } from './services.ts';

type Request = RequestOf<typeof describeConfigsApi>;
type Resource = Request['resources'][number];
type Result = ResponseOf<typeof describeConfigsApi>['results'][number];

const knownTypes: ReadonlySet<number> = new Set(Object.values(configResource));
/** One unknown type and Kafka does not understand the request at all. */
const unknownType = new KafkaError(
  errors.invalidRequest,
  'The request names a type of resource that is not known.',
);

export const describeConfigs = handler(
  describeConfigsApi,
  ({ services }, request) => ({
    results: request.resources.every(({ resourceType }) => knownTypes.has(resourceType))
      ? request.resources.map((resource) => describe(services, request, resource))
      : request.resources.map((resource) => failed(resource, unknownType)),
  }),
  { listeners: ['broker', 'controller'] },
);

function describe(services: Services, request: Request, resource: Resource): Result {
  const { resourceType, resourceName, configurationKeys } = resource;
  // No keys at all stand for all keys, as in Kafka.
  const isAll = configurationKeys === null || configurationKeys.length === 0;
  try {
    const configs = entriesOf(services, resource)
      .filter(({ name }) => isAll || configurationKeys.includes(name))
      .map((entry) => ({
        ...entry,
        synonyms: request.includeSynonyms ? entry.synonyms : [],
        documentation:
          request.includeDocumentation || resourceType === configResource.brokerLogger
            ? entry.documentation
            : null,
      }));
    return { errorCode: errors.none, errorMessage: '', resourceType, resourceName, configs };
  } catch (error) {
    if (!(error instanceof KafkaError)) throw error;
    return failed(resource, error);
  }
}

function failed({ resourceType, resourceName }: Resource, error: KafkaError): Result {
  const { code: errorCode, message: errorMessage } = error;
  return { errorCode, errorMessage, resourceType, resourceName, configs: [] };
}

function entriesOf(services: Services, { resourceType, resourceName }: Resource): ConfigEntry[] {
  const { config } = services;
  const image = services.metadata.image();
  switch (resourceType) {
    case configResource.topic: {
      const problem = topicNameProblem(resourceName);
      if (problem !== undefined) throw new KafkaError(errors.invalidTopicException, problem);
      if (!image.topicsByName.has(resourceName)) {
        throw new KafkaError(errors.unknownTopicOrPartition, '');
      }
      const own = configsOf(image, configResource.topic, resourceName);
      return topicConfigEntries(image, config, own);
    }
    case configResource.broker:
      if (resourceName === '') return clusterConfigEntries(image);
      requireOwnId(services, resourceName, ' or empty string,');
      return brokerConfigEntries(image, config);
    case configResource.brokerLogger:
      requireName(resourceName, 'Broker id must not be empty');
      requireOwnId(services, resourceName, '');
      return loggerEntries(services.loggers.all());
    case configResource.clientMetrics:
      requireName(resourceName, 'Client metrics subscription name must not be empty');
      return clientMetricsConfigEntries(image, resourceName);
    case configResource.group:
      requireName(resourceName, 'Group name must not be empty');
      return groupConfigEntries(image, config, resourceName);
    default:
      throw unknownType;
  }
}

function requireName(name: string, message: string): void {
  if (name === '') throw new KafkaError(errors.invalidRequest, message);
}

function requireOwnId({ nodeId }: Services, name: string, alternative: string): void {
  if (!/^[+-]?\d+$/.test(name)) {
    const message = `Broker id must be an integer, but it is: ${name}`;
    throw new KafkaError(errors.invalidRequest, message);
  }
  if (Number(name) === nodeId) return;
  throw new KafkaError(
    errors.invalidRequest,
    `Unexpected broker id, expected ${nodeId}${alternative} but received ${name}`,
  );
}
