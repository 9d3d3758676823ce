/** What consumers embed in JoinGroup and SyncGroup; the broker reads it to know a group's topics. */
import { notFlexible, recordTable } from '../api.ts';
import {
  array,
  defaulted,
  int32,
  nullableBytes,
  nullableString,
  since,
  string,
  struct,
} from '../types.ts';

export const consumerProtocolSubscription = recordTable({
  recordType: -1,
  name: 'ConsumerProtocolSubscription',
  maxVersion: 3,
  flexibleFrom: notFlexible,
  type: struct({
    topics: array(string),
    userData: defaulted(nullableBytes(), null),
    ownedPartitions: since(
      1,
      array(
        struct({
          topic: since(1, string),
          partitions: since(1, array(int32)),
        }),
      ),
    ),
    generationId: since(2, int32, -1),
    rackId: since(3, nullableString(3), null),
  }),
});

export const consumerProtocolAssignment = recordTable({
  recordType: -1,
  name: 'ConsumerProtocolAssignment',
  maxVersion: 3,
  flexibleFrom: notFlexible,
  type: struct({
    assignedPartitions: array(
      struct({
        topic: string,
        partitions: array(int32),
      }),
    ),
    userData: defaulted(nullableBytes(), null),
  }),
});
