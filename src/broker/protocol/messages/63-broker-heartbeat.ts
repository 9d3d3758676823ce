/** BrokerHeartbeat, key 63, versions 0 to 2. */
import { api } from '../api.ts';
import {
  array,
  bool,
  defaulted,
  int16,
  int32,
  int64,
  nullableArray,
  struct,
  tagged,
  uuid,
} from '../types.ts';

export const brokerHeartbeatApi = api({
  key: 63,
  name: 'BrokerHeartbeat',
  versions: [0, 2],
  flexibleFrom: 0,
  request: struct({
    brokerId: int32,
    brokerEpoch: defaulted(int64, -1),
    currentMetadataOffset: int64,
    wantFence: bool,
    wantShutDown: bool,
    offlineLogDirs: tagged(0, 1, array(uuid)),
    cordonedLogDirs: tagged(1, 2, nullableArray(uuid, 2), null),
  }),
  response: struct({
    throttleTimeMs: defaulted(int32, 0),
    errorCode: int16,
    isCaughtUp: defaulted(bool, false),
    isFenced: defaulted(bool, true),
    shouldShutDown: bool,
  }),
});
