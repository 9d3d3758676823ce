/**
 * GetTelemetrySubscriptions (key 71), version 0 (KIP-714).
 *
 * Behaviour: gives a new client instance its id, and tells it which metrics to push how often: all
 * of the client metrics configs that match it. Asked again too early it says 89.
 */
import { acceptedCompression } from '../client-metrics/client-metrics.ts';
import { getTelemetrySubscriptionsApi } from '../protocol/messages/71-get-telemetry-subscriptions.ts';
import { zeroUuid } from '../protocol/types.ts';
import { handler } from './handler.ts';

export const getTelemetrySubscriptions = handler(
  getTelemetrySubscriptionsApi,
  (context, request) => {
    const { clientMetrics, config } = context.services;
    const answer = clientMetrics.ask(context, request.clientInstanceId);
    const { errorCode, instanceId, subscription } = answer;
    if (!subscription) return { ...nothing, errorCode };
    return {
      errorCode,
      clientInstanceId: instanceId,
      subscriptionId: subscription.id,
      acceptedCompressionTypes: acceptedCompression,
      pushIntervalMs: subscription.intervalMs,
      telemetryMaxBytes: config.telemetryMaxBytes,
      deltaTemporality: true,
      requestedMetrics: subscription.metrics,
    };
  },
);

const nothing = {
  clientInstanceId: zeroUuid,
  subscriptionId: 0,
  acceptedCompressionTypes: [],
  pushIntervalMs: 0,
  telemetryMaxBytes: 0,
  deltaTemporality: false,
  requestedMetrics: [],
};
