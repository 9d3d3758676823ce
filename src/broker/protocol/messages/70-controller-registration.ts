/** ControllerRegistration, key 70, versions 0 to 0. */
import { api } from '../api.ts';
import {
  array,
  bool,
  defaulted,
  int16,
  int32,
  nullableString,
  string,
  struct,
  uint16,
  uuid,
} from '../types.ts';

export const controllerRegistrationApi = api({
  key: 70,
  name: 'ControllerRegistration',
  versions: [0, 0],
  flexibleFrom: 0,
  request: struct({
    controllerId: int32,
    incarnationId: uuid,
    zkMigrationReady: bool,
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
  }),
  response: struct({
    throttleTimeMs: defaulted(int32, 0),
    errorCode: int16,
    errorMessage: nullableString(),
  }),
});
