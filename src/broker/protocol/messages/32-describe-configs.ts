/** DescribeConfigs, key 32, versions 1 to 4. */
import { api } from '../api.ts';
import {
  array,
  bool,
  defaulted,
  int16,
  int32,
  int8,
  nullableArray,
  nullableString,
  since,
  string,
  struct,
} from '../types.ts';

export const describeConfigsApi = api({
  key: 32,
  name: 'DescribeConfigs',
  versions: [1, 4],
  flexibleFrom: 4,
  request: struct({
    resources: array(
      struct({
        resourceType: int8,
        resourceName: string,
        configurationKeys: nullableArray(string),
      }),
    ),
    includeSynonyms: defaulted(bool, false),
    includeDocumentation: since(3, bool, false),
  }),
  response: struct({
    throttleTimeMs: defaulted(int32, 0),
    results: array(
      struct({
        errorCode: int16,
        errorMessage: nullableString(),
        resourceType: int8,
        resourceName: string,
        configs: array(
          struct({
            name: string,
            value: nullableString(),
            readOnly: bool,
            configSource: defaulted(int8, -1),
            isSensitive: bool,
            synonyms: array(
              struct({
                name: string,
                value: nullableString(),
                source: int8,
              }),
            ),
            configType: since(3, int8, 0),
            documentation: since(3, nullableString()),
          }),
        ),
      }),
    ),
  }),
});
