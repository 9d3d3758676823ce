/**
 * ListConfigResources v0-1: what there is to configure (KIP-1142). v0 knew only the subscriptions
 * to client metrics (KIP-714); v1 names types, none for all.
 *
 * Topics and brokers are listed whether they are configured or not, groups and subscriptions only
 * when they are.
 */
import { configResource, type MetadataImage } from '../metadata/image.ts';
import { errors } from '../protocol/errors.ts';
import { listConfigResourcesApi } from '../protocol/messages/74-list-config-resources.ts';
import { handler } from './handler.ts';

/** In the order of the answer. */
const types = [
  configResource.group,
  configResource.clientMetrics,
  configResource.brokerLogger,
  configResource.broker,
  configResource.topic,
] as const;
type ResourceType = (typeof types)[number];

export const listConfigResources = handler(
  listConfigResourcesApi,
  ({ services, apiVersion }, { resourceTypes }) => {
    const asked = new Set<number>(
      apiVersion === 0 ? [configResource.clientMetrics] : resourceTypes,
    );
    const known = types.filter((type) => asked.has(type));
    if (known.length < asked.size) {
      return { errorCode: errors.unsupportedVersion, configResources: [] };
    }
    const image = services.metadata.image();
    const listed = asked.size === 0 ? types : known;
    return {
      errorCode: errors.none,
      configResources: listed.flatMap((resourceType) =>
        namesOf(image, resourceType).map((resourceName) => ({ resourceName, resourceType })),
      ),
    };
  },
);

function namesOf(image: MetadataImage, type: ResourceType): string[] {
  switch (type) {
    case configResource.topic:
      return [...image.topicsByName.keys()];
    case configResource.broker:
    case configResource.brokerLogger:
      return [...image.brokers.values()]
        .filter(({ isFenced }) => !isFenced)
        .map(({ id }) => `${id}`);
    default: {
      const prefix = `${type}:`;
      const keys = [...image.configs.keys()].filter((key) => key.startsWith(prefix));
      return keys.map((key) => key.slice(prefix.length));
    }
  }
}
