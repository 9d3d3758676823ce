/** GetTelemetrySubscriptions, key 71, version 0. */
import { api } from '../api.ts';
import { array, bool, defaulted, int16, int32, int8, string, struct, uuid } from '../types.ts';

export const getTelemetrySubscriptionsApi = api({
  key: 71,
  name: 'GetTelemetrySubscriptions',
  versions: [0, 0],
  flexibleFrom: 0,
  request: struct({
    /** Zero in a client's first request. */
    clientInstanceId: uuid,
  }),
  response: struct({
    throttleTimeMs: defaulted(int32, 0),
    errorCode: int16,
    clientInstanceId: uuid,
    subscriptionId: int32,
    acceptedCompressionTypes: array(int8),
    pushIntervalMs: int32,
    telemetryMaxBytes: int32,
    deltaTemporality: bool,
    /** Prefixes of names; `*` alone stands for all, none for nothing. */
    requestedMetrics: array(string),
  }),
});
