/** Records of `__cluster_metadata`: one table per record type, in Kafka's layout. */
import { recordTable } from '../api.ts';
import {
  array,
  bool,
  defaulted,
  int16,
  int32,
  int64,
  int8,
  nullableArray,
  nullableString,
  since,
  string,
  struct,
  tagged,
  uint16,
  uuid,
} from '../types.ts';

export const registerBrokerRecord = recordTable({
  recordType: 0,
  name: 'RegisterBrokerRecord',
  maxVersion: 4,
  flexibleFrom: 0,
  type: struct({
    brokerId: int32,
    isMigratingZkBroker: since(2, bool, false),
    incarnationId: uuid,
    brokerEpoch: int64,
    endPoints: array(
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
    fenced: defaulted(bool, true),
    inControlledShutdown: since(1, bool, false),
    logDirs: tagged(0, 3, array(uuid)),
    cordonedLogDirs: tagged(1, 4, nullableArray(uuid, 4), null),
  }),
});

export const unregisterBrokerRecord = recordTable({
  recordType: 1,
  name: 'UnregisterBrokerRecord',
  maxVersion: 0,
  flexibleFrom: 0,
  type: struct({
    brokerId: int32,
    brokerEpoch: int64,
  }),
});

export const topicRecord = recordTable({
  recordType: 2,
  name: 'TopicRecord',
  maxVersion: 0,
  flexibleFrom: 0,
  type: struct({
    name: string,
    topicId: uuid,
  }),
});

export const partitionRecord = recordTable({
  recordType: 3,
  name: 'PartitionRecord',
  maxVersion: 2,
  flexibleFrom: 0,
  type: struct({
    partitionId: defaulted(int32, -1),
    topicId: uuid,
    replicas: array(int32),
    isr: array(int32),
    removingReplicas: array(int32),
    addingReplicas: array(int32),
    leader: defaulted(int32, -1),
    leaderRecoveryState: tagged(0, 0, int8, 0),
    leaderEpoch: defaulted(int32, -1),
    partitionEpoch: defaulted(int32, -1),
    directories: since(1, array(uuid)),
    eligibleLeaderReplicas: tagged(1, 2, nullableArray(int32, 2), null),
    lastKnownElr: tagged(2, 2, nullableArray(int32, 2), null),
  }),
});

export const configRecord = recordTable({
  recordType: 4,
  name: 'ConfigRecord',
  maxVersion: 0,
  flexibleFrom: 0,
  type: struct({
    resourceType: int8,
    resourceName: string,
    name: string,
    value: nullableString(),
  }),
});

export const partitionChangeRecord = recordTable({
  recordType: 5,
  name: 'PartitionChangeRecord',
  maxVersion: 2,
  flexibleFrom: 0,
  type: struct({
    partitionId: defaulted(int32, -1),
    topicId: uuid,
    isr: tagged(0, 0, nullableArray(int32), null),
    leader: tagged(1, 0, int32, -2),
    replicas: tagged(2, 0, nullableArray(int32), null),
    removingReplicas: tagged(3, 0, nullableArray(int32), null),
    addingReplicas: tagged(4, 0, nullableArray(int32), null),
    leaderRecoveryState: tagged(5, 0, int8, -1),
    directories: tagged(8, 1, nullableArray(uuid, 1), null),
    eligibleLeaderReplicas: tagged(6, 2, nullableArray(int32, 2), null),
    lastKnownElr: tagged(7, 2, nullableArray(int32, 2), null),
  }),
});

export const removeTopicRecord = recordTable({
  recordType: 9,
  name: 'RemoveTopicRecord',
  maxVersion: 0,
  flexibleFrom: 0,
  type: struct({
    topicId: uuid,
  }),
});

export const featureLevelRecord = recordTable({
  recordType: 12,
  name: 'FeatureLevelRecord',
  maxVersion: 0,
  flexibleFrom: 0,
  type: struct({
    name: string,
    featureLevel: int16,
  }),
});

export const producerIdsRecord = recordTable({
  recordType: 15,
  name: 'ProducerIdsRecord',
  maxVersion: 0,
  flexibleFrom: 0,
  type: struct({
    brokerId: int32,
    brokerEpoch: defaulted(int64, -1),
    nextProducerId: int64,
  }),
});

export const brokerRegistrationChangeRecord = recordTable({
  recordType: 17,
  name: 'BrokerRegistrationChangeRecord',
  maxVersion: 3,
  flexibleFrom: 0,
  type: struct({
    brokerId: int32,
    brokerEpoch: int64,
    fenced: tagged(0, 0, int8),
    inControlledShutdown: tagged(1, 1, int8),
    logDirs: tagged(2, 2, array(uuid)),
    cordonedLogDirs: tagged(3, 3, nullableArray(uuid, 3), null),
  }),
});

export const noOpRecord = recordTable({
  recordType: 20,
  name: 'NoOpRecord',
  maxVersion: 0,
  flexibleFrom: 0,
  type: struct({}),
});

export const registerControllerRecord = recordTable({
  recordType: 27,
  name: 'RegisterControllerRecord',
  maxVersion: 0,
  flexibleFrom: 0,
  type: struct({
    controllerId: int32,
    incarnationId: uuid,
    zkMigrationReady: bool,
    endPoints: array(
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
});

export const beginTransactionRecord = recordTable({
  recordType: 23,
  name: 'BeginTransactionRecord',
  maxVersion: 0,
  flexibleFrom: 0,
  type: struct({
    name: tagged(0, 0, nullableString(), null),
  }),
});

export const endTransactionRecord = recordTable({
  recordType: 24,
  name: 'EndTransactionRecord',
  maxVersion: 0,
  flexibleFrom: 0,
  type: struct({}),
});

export const abortTransactionRecord = recordTable({
  recordType: 25,
  name: 'AbortTransactionRecord',
  maxVersion: 0,
  flexibleFrom: 0,
  type: struct({
    reason: tagged(0, 0, nullableString(), null),
  }),
});

export const clearElrRecord = recordTable({
  recordType: 28,
  name: 'ClearElrRecord',
  maxVersion: 0,
  flexibleFrom: 0,
  type: struct({
    topicName: string,
  }),
});
