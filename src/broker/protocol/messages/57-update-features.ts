/** UpdateFeatures, key 57, versions 0 to 2. */
import { api } from '../api.ts';
import {
  array,
  between,
  bool,
  defaulted,
  int16,
  int32,
  int8,
  nullableString,
  since,
  string,
  struct,
} from '../types.ts';

export const updateFeaturesApi = api({
  key: 57,
  name: 'UpdateFeatures',
  versions: [0, 2],
  flexibleFrom: 0,
  request: struct({
    timeoutMs: defaulted(int32, 60000),
    featureUpdates: array(
      struct({
        feature: string,
        maxVersionLevel: int16,
        allowDowngrade: between(0, 0, bool),
        upgradeType: since(1, int8, 1),
      }),
    ),
    validateOnly: since(1, bool, false),
  }),
  response: struct({
    throttleTimeMs: defaulted(int32, 0),
    errorCode: int16,
    errorMessage: nullableString(),
    results: between(
      0,
      1,
      array(
        struct({
          feature: string,
          errorCode: int16,
          errorMessage: nullableString(),
        }),
      ),
    ),
  }),
});
