/** BrokerRegistration, key 62, versions 0 to 4. */
import { api } from '../api.ts';
import {
  array,
  bool,
  defaulted,
  int16,
  int32,
  int64,
  nullableString,
  since,
  string,
  struct,
  uint16,
  uuid,
} from '../types.ts';

export const brokerRegistrationApi = api({
  key: 62,
  name: 'BrokerRegistration',
  versions: [0, 4],
  flexibleFrom: 0,
  request: struct({
    brokerId: int32,
    clusterId: string,
    incarnationId: uuid,
    listeners: array(
      struct({
        name: string,
        host: string,
        port: uint16,
        securityProtocol: int16,
      }),
    ),
    features: array(
      struct({
        name: string,
        minSupportedVersion: int16,
        maxSupportedVersion: int16,
      }),
    ),
    rack: nullableString(),
    isMigratingZkBroker: since(1, bool, false),
    logDirs: since(2, array(uuid)),
    previousBrokerEpoch: since(3, int64, -1),
  }),
  response: struct({
    throttleTimeMs: defaulted(int32, 0),
    errorCode: int16,
    brokerEpoch: defaulted(int64, -1),
  }),
});
