/** PushTelemetry, key 72, version 0. */
import { api } from '../api.ts';
import { bool, bytes, defaulted, int16, int32, int8, struct, uuid } from '../types.ts';

export const pushTelemetryApi = api({
  key: 72,
  name: 'PushTelemetry',
  versions: [0, 0],
  flexibleFrom: 0,
  request: struct({
    clientInstanceId: uuid,
    subscriptionId: int32,
    terminating: bool,
    compressionType: int8,
    /** MetricsData of OpenTelemetry, as protobuf. */
    metrics: bytes,
  }),
  response: struct({
    throttleTimeMs: defaulted(int32, 0),
    errorCode: int16,
  }),
});
