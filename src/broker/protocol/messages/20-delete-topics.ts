/** DeleteTopics, key 20, versions 1 to 6. */
import { api } from '../api.ts';
import {
  array,
  between,
  defaulted,
  int16,
  int32,
  nullableString,
  since,
  string,
  struct,
  uuid,
} from '../types.ts';

export const deleteTopicsApi = api({
  key: 20,
  name: 'DeleteTopics',
  versions: [1, 6],
  flexibleFrom: 4,
  request: struct({
    topics: since(
      6,
      array(
        struct({
          name: since(6, nullableString(6), null),
          topicId: since(6, uuid),
        }),
      ),
    ),
    topicNames: between(0, 5, array(string)),
    timeoutMs: int32,
  }),
  response: struct({
    throttleTimeMs: defaulted(int32, 0),
    responses: array(
      struct({
        name: nullableString(6),
        topicId: since(6, uuid),
        errorCode: int16,
        errorMessage: since(5, nullableString(5), null),
      }),
    ),
  }),
});
