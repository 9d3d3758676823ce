/** DescribeCluster, key 60, versions 0 to 2. */
import { api } from '../api.ts';
import {
  array,
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

export const describeClusterApi = api({
  key: 60,
  name: 'DescribeCluster',
  versions: [0, 2],
  flexibleFrom: 0,
  request: struct({
    includeClusterAuthorizedOperations: bool,
    endpointType: since(1, int8, 1),
    includeFencedBrokers: since(2, bool),
  }),
  response: struct({
    throttleTimeMs: defaulted(int32, 0),
    errorCode: int16,
    errorMessage: defaulted(nullableString(), null),
    endpointType: since(1, int8, 1),
    clusterId: string,
    controllerId: defaulted(int32, -1),
    brokers: array(
      struct({
        brokerId: int32,
        host: string,
        port: int32,
        rack: defaulted(nullableString(), null),
        isFenced: since(2, bool),
      }),
    ),
    clusterAuthorizedOperations: defaulted(int32, -2147483648),
  }),
});
