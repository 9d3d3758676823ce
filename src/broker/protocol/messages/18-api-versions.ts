/** ApiVersions, key 18, versions 0 to 4. */
import { api } from '../api.ts';
import { array, bool, int16, int32, int64, since, string, struct, tagged } from '../types.ts';

export const apiVersionsApi = api({
  key: 18,
  name: 'ApiVersions',
  versions: [0, 4],
  flexibleFrom: 3,
  request: struct({
    clientSoftwareName: since(3, string),
    clientSoftwareVersion: since(3, string),
  }),
  response: struct({
    errorCode: int16,
    apiKeys: array(
      struct({
        apiKey: int16,
        minVersion: int16,
        maxVersion: int16,
      }),
    ),
    throttleTimeMs: since(1, int32, 0),
    supportedFeatures: tagged(
      0,
      3,
      array(
        struct({
          name: since(3, string),
          minVersion: since(3, int16),
          maxVersion: since(3, int16),
        }),
      ),
    ),
    finalizedFeaturesEpoch: tagged(1, 3, int64, -1),
    finalizedFeatures: tagged(
      2,
      3,
      array(
        struct({
          name: since(3, string),
          maxVersionLevel: since(3, int16),
          minVersionLevel: since(3, int16),
        }),
      ),
    ),
    zkMigrationReady: tagged(3, 3, bool, false),
  }),
});
