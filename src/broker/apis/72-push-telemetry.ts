/**
 * PushTelemetry (key 72), version 0 (KIP-714).
 *
 * Behaviour: takes up a client's own metrics. Refused: too early 89, by another subscription 117,
 * too large 118, in an unknown codec 76, unreadable 87, after the last push or without an id 42.
 */
import { pushTelemetryApi } from '../protocol/messages/72-push-telemetry.ts';
import { handler } from './handler.ts';

export const pushTelemetry = handler(pushTelemetryApi, (context, request) => ({
  errorCode: context.services.clientMetrics.push(context, request.clientInstanceId, request),
}));
