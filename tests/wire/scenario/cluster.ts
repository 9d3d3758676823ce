/** The cluster itself: versions, configs, quorum, and what brokers say to controllers. */
import { apiVersionsApi } from '../../../src/broker/protocol/messages/18-api-versions.ts';
import { saslHandshakeApi } from '../../../src/broker/protocol/messages/17-sasl-handshake.ts';
import { describeConfigsApi } from '../../../src/broker/protocol/messages/32-describe-configs.ts';
import { alterConfigsApi } from '../../../src/broker/protocol/messages/33-alter-configs.ts';
import { describeLogDirsApi } from '../../../src/broker/protocol/messages/35-describe-log-dirs.ts';
import { saslAuthenticateApi } from '../../../src/broker/protocol/messages/36-sasl-authenticate.ts';
import { incrementalAlterConfigsApi } from '../../../src/broker/protocol/messages/44-incremental-alter-configs.ts';
import { voteApi } from '../../../src/broker/protocol/messages/52-vote.ts';
import { beginQuorumEpochApi } from '../../../src/broker/protocol/messages/53-begin-quorum-epoch.ts';
import { endQuorumEpochApi } from '../../../src/broker/protocol/messages/54-end-quorum-epoch.ts';
import { describeQuorumApi } from '../../../src/broker/protocol/messages/55-describe-quorum.ts';
import { alterPartitionApi } from '../../../src/broker/protocol/messages/56-alter-partition.ts';
import { envelopeApi } from '../../../src/broker/protocol/messages/58-envelope.ts';
import { fetchSnapshotApi } from '../../../src/broker/protocol/messages/59-fetch-snapshot.ts';
import { describeClusterApi } from '../../../src/broker/protocol/messages/60-describe-cluster.ts';
import { brokerRegistrationApi } from '../../../src/broker/protocol/messages/62-broker-registration.ts';
import { brokerHeartbeatApi } from '../../../src/broker/protocol/messages/63-broker-heartbeat.ts';
import { allocateProducerIdsApi } from '../../../src/broker/protocol/messages/67-allocate-producer-ids.ts';
import { controllerRegistrationApi } from '../../../src/broker/protocol/messages/70-controller-registration.ts';
import { fetchApi } from '../../../src/broker/protocol/messages/01-fetch.ts';
import { metadataTopicId } from '../../../src/broker/protocol/types.ts';
import { brokerId, noTopic, noTopicId, topic, versionsOf, type Wire } from './wire.ts';

const software = { clientSoftwareName: 'golden', clientSoftwareVersion: '1.0' };
const metadataTopic = '__cluster_metadata';
const otherCluster = 'some-other-cluster-id1';
const toController = { listener: 'controller' } as const;

export async function askVersions(wire: Wire): Promise<void> {
  for (const version of versionsOf(apiVersionsApi)) {
    await wire.ask(apiVersionsApi, version, 'broker', software);
    await wire.ask(apiVersionsApi, version, 'controller', software, toController);
  }
  await wire.ask(apiVersionsApi, 3, 'bad name', { ...software, clientSoftwareName: 'a b' });
  await wire.ask(apiVersionsApi, 9, 'from the future', software, { responseVersion: 0 });
}

/** A login where there is nothing to log in to. */
export async function logIn(wire: Wire): Promise<void> {
  const authBytes = Buffer.from('n,,n=golden,r=nonce');
  for (const options of [{}, toController]) {
    const where = 'listener' in options ? 'controller' : 'broker';
    for (const version of versionsOf(saslHandshakeApi)) {
      await wire.ask(saslHandshakeApi, version, where, { mechanism: 'SCRAM-SHA-256' }, options);
    }
    for (const version of versionsOf(saslAuthenticateApi)) {
      await wire.ask(saslAuthenticateApi, version, where, { authBytes }, options);
    }
  }
}

export async function describeCluster(wire: Wire): Promise<void> {
  for (const version of versionsOf(describeClusterApi)) {
    await wire.ask(describeClusterApi, version, 'brokers', {
      includeClusterAuthorizedOperations: true,
    });
    if (version >= 1)
      await wire.ask(
        describeClusterApi,
        version,
        'controllers',
        { includeClusterAuthorizedOperations: false, endpointType: 2 },
        toController,
      );
  }
  for (const version of versionsOf(describeQuorumApi)) {
    const ask = (label: string, topicName: string) =>
      wire.ask(describeQuorumApi, version, label, {
        topics: [{ topicName, partitions: [{ partitionIndex: 0 }] }],
      });
    await ask('quorum', metadataTopic);
    await ask('other topic', topic);
  }
  for (const version of versionsOf(describeLogDirsApi)) {
    await wire.ask(describeLogDirsApi, version, 'some', {
      topics: [
        { topic, partitions: [0, 99] },
        { topic: noTopic, partitions: [0] },
      ],
    });
  }
}

const ofTopic = 2;
const ofBroker = 4;

export async function changeConfigs(wire: Wire): Promise<void> {
  for (const version of versionsOf(incrementalAlterConfigsApi)) {
    const ask = (label: string, resourceType: number, resourceName: string, configs: object[]) =>
      wire.ask(incrementalAlterConfigsApi, version, label, {
        resources: [{ resourceType, resourceName, configs: configs as never }],
        validateOnly: false,
      });
    await ask('sets', ofTopic, topic, [
      { name: 'retention.ms', configOperation: 0, value: '86400000' },
      { name: 'cleanup.policy', configOperation: 2, value: 'compact' },
    ]);
    await ask('takes back', ofTopic, topic, [
      { name: 'cleanup.policy', configOperation: 3, value: 'compact' },
      { name: 'segment.bytes', configOperation: 1, value: null },
    ]);
    await ask('bad value', ofTopic, topic, [
      { name: 'retention.ms', configOperation: 0, value: 'soon' },
    ]);
    await ask('unknown key', ofTopic, topic, [{ name: 'no.key', configOperation: 0, value: '1' }]);
    await ask('unknown topic', ofTopic, noTopic, [
      { name: 'retention.ms', configOperation: 0, value: '1' },
    ]);
    await ask('broker', ofBroker, `${brokerId}`, [
      { name: 'log.retention.ms', configOperation: 0, value: '1000000' },
    ]);
    await ask('read-only', ofBroker, `${brokerId}`, [
      { name: 'log.dirs', configOperation: 0, value: '/x' },
    ]);
  }
  for (const version of versionsOf(alterConfigsApi)) {
    const ask = (label: string, resourceName: string, value: string, validateOnly = false) =>
      wire.ask(alterConfigsApi, version, label, {
        resources: [
          { resourceType: ofTopic, resourceName, configs: [{ name: 'retention.ms', value }] },
        ],
        validateOnly,
      });
    await ask('replaces', topic, '90000000');
    await ask('only validates', topic, '1', true);
    await ask('bad value', topic, 'soon');
    await ask('unknown topic', noTopic, '1');
  }
  for (const version of versionsOf(describeConfigsApi)) {
    const ask = (
      label: string,
      resourceType: number,
      resourceName: string,
      keys: string[] | null,
    ) =>
      wire.ask(describeConfigsApi, version, label, {
        resources: [{ resourceType, resourceName, configurationKeys: keys }],
        includeSynonyms: true,
        includeDocumentation: false,
      });
    await ask('topic', ofTopic, topic, ['retention.ms', 'cleanup.policy', 'max.message.bytes']);
    await ask('broker', ofBroker, `${brokerId}`, [
      'num.partitions',
      'log.retention.ms',
      'min.insync.replicas',
    ]);
    await ask('unknown topic', ofTopic, noTopic, null);
    await ask('bad topic', ofTopic, 'a/b', null);
  }
  await wire.ask(describeConfigsApi, 4, 'all of a topic', {
    resources: [
      { resourceType: ofTopic, resourceName: `${topic}-v7-assigned`, configurationKeys: null },
    ],
    includeSynonyms: true,
  });
}

/** Only questions that change nothing: of another cluster, of an old epoch, of nobody. */
export async function askController(wire: Wire): Promise<void> {
  const metadata = { topicName: metadataTopic };
  for (const version of versionsOf(voteApi)) {
    const partition = {
      partitionIndex: 0,
      replicaEpoch: 0,
      replicaId: 9,
      lastOffsetEpoch: 0,
      lastOffset: 0,
    };
    const ask = (label: string, clusterId: string | null) =>
      wire.ask(
        voteApi,
        version,
        label,
        { clusterId, topics: [{ ...metadata, partitions: [partition as never] }] },
        toController,
      );
    await ask('other cluster', otherCluster);
    await ask('old epoch', null);
  }
  for (const version of versionsOf(beginQuorumEpochApi)) {
    const partitions = [{ partitionIndex: 0, leaderId: brokerId, leaderEpoch: 0 }];
    await wire.ask(
      beginQuorumEpochApi,
      version,
      'other cluster',
      { clusterId: otherCluster, topics: [{ ...metadata, partitions }] },
      toController,
    );
    await wire.ask(
      beginQuorumEpochApi,
      version,
      'old epoch',
      { topics: [{ ...metadata, partitions }] },
      toController,
    );
  }
  for (const version of versionsOf(endQuorumEpochApi)) {
    const partitions = [
      {
        partitionIndex: 0,
        leaderId: brokerId,
        leaderEpoch: 0,
        preferredSuccessors: [],
        preferredCandidates: [],
      },
    ];
    await wire.ask(
      endQuorumEpochApi,
      version,
      'other cluster',
      { clusterId: otherCluster, topics: [{ ...metadata, partitions }] },
      toController,
    );
    await wire.ask(
      endQuorumEpochApi,
      version,
      'old epoch',
      { topics: [{ ...metadata, partitions }] },
      toController,
    );
  }
  for (const version of versionsOf(fetchSnapshotApi)) {
    const snapshotId = { endOffset: 100_000, epoch: 1 };
    const partitions = [{ partition: 0, currentLeaderEpoch: 0, snapshotId, position: 0 }];
    const request = { topics: [{ name: metadataTopic, partitions }] };
    await wire.ask(
      fetchSnapshotApi,
      version,
      'other cluster',
      { clusterId: otherCluster, ...request },
      toController,
    );
    await wire.ask(fetchSnapshotApi, version, 'old epoch', request, toController);
  }
  for (const version of versionsOf(fetchApi).filter((it) => it >= 12)) {
    const partitions = [
      {
        partition: 0,
        fetchOffset: 0,
        currentLeaderEpoch: 0,
        lastFetchedEpoch: 0,
        partitionMaxBytes: 1000,
      },
    ];
    const request = {
      maxWaitMs: 0,
      minBytes: 0,
      topics: [{ topic: metadataTopic, topicId: metadataTopicId, partitions }],
    };
    await wire.ask(
      fetchApi,
      version,
      'metadata, other cluster',
      { ...request, clusterId: otherCluster },
      toController,
    );
    await wire.ask(fetchApi, version, 'metadata, old epoch', request, toController);
  }
  await registerNobody(wire);
}

async function registerNobody(wire: Wire): Promise<void> {
  for (const version of versionsOf(brokerRegistrationApi)) {
    await wire.ask(
      brokerRegistrationApi,
      version,
      'other cluster',
      {
        brokerId: 9,
        clusterId: otherCluster,
        incarnationId: noTopicId,
        listeners: [{ name: 'PLAINTEXT', host: 'localhost', port: 1, securityProtocol: 0 }],
        features: [{ name: 'metadata.version', minSupportedVersion: 7, maxSupportedVersion: 30 }],
        rack: null,
        logDirs: [noTopicId],
      },
      toController,
    );
  }
  const stale = { brokerId, brokerEpoch: 0 };
  for (const version of versionsOf(brokerHeartbeatApi)) {
    const fields = { currentMetadataOffset: 0, wantFence: false, wantShutDown: false };
    await wire.ask(brokerHeartbeatApi, version, 'old epoch', { ...stale, ...fields }, toController);
    await wire.ask(
      brokerHeartbeatApi,
      version,
      'unknown broker',
      { ...fields, brokerId: 9, brokerEpoch: 1 },
      toController,
    );
  }
  for (const version of versionsOf(alterPartitionApi)) {
    const fields = { leaderEpoch: 0, partitionEpoch: 0, newIsr: [brokerId] };
    const newIsrWithEpochs = [{ brokerId, brokerEpoch: 0 }];
    const partitions = [{ partitionIndex: 0, ...fields, newIsrWithEpochs }];
    const topics = [{ topicId: noTopicId, partitions }];
    const ask = (label: string, epoch: { brokerId: number; brokerEpoch: number }) =>
      wire.ask(alterPartitionApi, version, label, { ...epoch, topics }, toController);
    await ask('old epoch', stale);
    await ask('unknown broker', { brokerId: 9, brokerEpoch: 1 });
  }
  await wire.ask(
    controllerRegistrationApi,
    0,
    'another one',
    {
      controllerId: 9,
      incarnationId: noTopicId,
      zkMigrationReady: false,
      listeners: [{ name: 'CONTROLLER', host: 'localhost', port: 1, securityProtocol: 0 }],
      features: [{ name: 'metadata.version', minSupportedVersion: 7, maxSupportedVersion: 30 }],
    },
    toController,
  );
  await wire.ask(allocateProducerIdsApi, 0, 'old epoch', stale, toController);
  const envelope = { requestData: Buffer.alloc(0), clientHostAddress: Buffer.from([127, 0, 0, 1]) };
  await wire.ask(
    envelopeApi,
    0,
    'no principal',
    { ...envelope, requestPrincipal: null },
    toController,
  );
}
