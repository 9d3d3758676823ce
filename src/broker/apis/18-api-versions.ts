/**
 * ApiVersions v0-4: what this listener serves. A version above ours is answered in the layout of
 * v0 (KIP-511), which the server does before the body is parsed.
 */
import { hasSubscriptions } from '../client-metrics/subscriptions.ts';
import type { ResponseOf } from '../protocol/api.ts';
import { errors } from '../protocol/errors.ts';
import { apiVersionsApi } from '../protocol/messages/18-api-versions.ts';
import { getTelemetrySubscriptionsApi } from '../protocol/messages/71-get-telemetry-subscriptions.ts';
import { pushTelemetryApi } from '../protocol/messages/72-push-telemetry.ts';
import { servedVersions } from './coverage.ts';
import { handler } from './handler.ts';

/** Client names and versions (KIP-511). */
const softwarePattern = /^[a-zA-Z0-9](?:[a-zA-Z0-9\-.]*[a-zA-Z0-9])?$/;

/**
 * Told only while metrics are asked for, as Kafka tells them only with a receiver for them: clients
 * that know of them come for their subscription at once, and librdkafka prints a line about it.
 */
const telemetryKeys: readonly number[] = [getTelemetrySubscriptionsApi.key, pushTelemetryApi.key];

const { key, minVersion, maxVersion } = apiVersionsApi;

/** Tells a newer client which version to ask with. */
export const unsupportedVersionResponse: ResponseOf<typeof apiVersionsApi> = {
  errorCode: errors.unsupportedVersion,
  apiKeys: [{ apiKey: key, minVersion, maxVersion }],
};

export const apiVersions = handler(
  apiVersionsApi,
  ({ services, apiVersion, listener, connectionId }, request) => {
    const isNamed = apiVersion >= 3;
    const { clientSoftwareName, clientSoftwareVersion } = request;
    if (
      isNamed &&
      !(softwarePattern.test(clientSoftwareName) && softwarePattern.test(clientSoftwareVersion))
    ) {
      return { errorCode: errors.invalidRequest, apiKeys: [] };
    }
    if (isNamed) {
      services.clientMetrics.named(connectionId, clientSoftwareName, clientSoftwareVersion);
    }
    const image = services.metadata.image();
    const { features, offset } = image;
    const supported = services.supportedFeatures.filter(({ min }) => apiVersion >= 4 || min > 0);
    return {
      errorCode: errors.none,
      apiKeys: servedVersions(services.handlers, listener).filter(
        ({ apiKey }) => !telemetryKeys.includes(apiKey) || hasSubscriptions(image),
      ),
      supportedFeatures: supported.map(({ name, min, max }) => ({
        name,
        minVersion: min,
        maxVersion: max,
      })),
      finalizedFeaturesEpoch: offset,
      finalizedFeatures: [...features]
        .filter(([, level]) => level > 0)
        .map(([name, level]) => ({ name, minVersionLevel: level, maxVersionLevel: level })),
    };
  },
  { listeners: ['broker', 'controller'] },
);
