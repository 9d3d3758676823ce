/** CreateTopics, key 19, versions 2 to 7. */
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
  tagged,
  uuid,
} from '../types.ts';

export const createTopicsApi = api({
  key: 19,
  name: 'CreateTopics',
  versions: [2, 7],
  flexibleFrom: 5,
  request: struct({
    topics: array(
      struct({
        name: string,
        numPartitions: int32,
        replicationFactor: int16,
        assignments: array(
          struct({
            partitionIndex: int32,
            brokerIds: array(int32),
          }),
        ),
        configs: array(
          struct({
            name: string,
            value: nullableString(),
          }),
        ),
      }),
    ),
    timeoutMs: defaulted(int32, 60000),
    validateOnly: defaulted(bool, false),
  }),
  response: struct({
    throttleTimeMs: defaulted(int32, 0),
    topics: array(
      struct({
        name: string,
        topicId: since(7, uuid),
        errorCode: int16,
        errorMessage: nullableString(),
        topicConfigErrorCode: tagged(0, 5, int16),
        numPartitions: since(5, int32, -1),
        replicationFactor: since(5, int16, -1),
        configs: since(
          5,
          nullableArray(
            struct({
              name: since(5, string),
              value: since(5, nullableString(5)),
              readOnly: since(5, bool),
              configSource: since(5, int8, -1),
              isSensitive: since(5, bool),
            }),
            5,
          ),
        ),
      }),
    ),
  }),
});
