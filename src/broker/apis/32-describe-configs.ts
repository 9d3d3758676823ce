/**
 * DescribeConfigs v1-4: every key of a topic, a broker, a group or a client metrics subscription
 * with its value and where it comes from (KIP-226). v3: types and docs (KIP-569).
 *
 * A broker answers for itself and, with an empty name, for what is set for all brokers. It has no
 * loggers whose level could be told.
 */
import {
  brokerConfigEntries,
  clientMetricsConfigEntries,
  clusterConfigEntries,
  type ConfigEntry,
  groupConfigEntries,
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

export const describeConfigs = handler(
  describeConfigsApi,
  ({ services }, request) => ({
    results: request.resources.map((resource) => describe(services, request, resource)),
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
        documentation: request.includeDocumentation ? entry.documentation : null,
      }));
    return { errorCode: errors.none, errorMessage: null, resourceType, resourceName, configs };
  } catch (error) {
    if (!(error instanceof KafkaError)) throw error;
    const { code: errorCode, message: errorMessage } = error;
    return { errorCode, errorMessage, resourceType, resourceName, configs: [] };
  }
}

function entriesOf(services: Services, { resourceType, resourceName }: Resource): ConfigEntry[] {
  const { config } = services;
  const image = services.metadata.image();
  switch (resourceType) {
    case configResource.topic: {
      const problem = topicNameProblem(resourceName);
      if (problem !== undefined) throw new KafkaError(errors.invalidTopicException, problem);
      if (!image.topicsByName.has(resourceName)) {
        const message = 'This server does not host this topic-partition.';
        throw new KafkaError(errors.unknownTopicOrPartition, message);
      }
      const own = configsOf(image, configResource.topic, resourceName);
      return topicConfigEntries(image, config, own);
    }
    case configResource.broker:
      if (resourceName === '') return clusterConfigEntries(image);
      requireOwnId(services, resourceName);
      return brokerConfigEntries(image, config);
    case configResource.brokerLogger:
      requireOwnId(services, resourceName);
      return [];
    case configResource.clientMetrics:
      requireName(resourceName, 'Client metrics subscription name must not be empty');
      return clientMetricsConfigEntries(image, resourceName);
    case configResource.group:
      requireName(resourceName, 'Group name must not be empty');
      return groupConfigEntries(image, config, resourceName);
    default:
      throw new KafkaError(errors.invalidRequest, `Unsupported resource type: ${resourceType}`);
  }
}

function requireName(name: string, message: string): void {
  if (name === '') throw new KafkaError(errors.invalidRequest, message);
}

function requireOwnId({ nodeId }: Services, name: string): void {
  if (name === String(nodeId)) return;
  throw new KafkaError(
    errors.invalidRequest,
    `Unexpected broker id, expected ${nodeId} or empty string, but received ${name}`,
  );
}
