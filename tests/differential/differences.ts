/**
 * Where Rivulet answers otherwise than Apache Kafka, and why that is right. The recorded frames
 * (tests/wire) and the differential suite go by it; the latter tells which entries are of no use.
 */
import type { FieldDifference } from './compare.ts';

/** A request of whatever API. */
// oxlint-disable-next-line typescript/no-explicit-any
type Asked = Readonly<Record<string, any>>;

export type Difference = {
  readonly api: string;
  /** Of the question; all when left out. */
  readonly label?: string;
  readonly versions?: readonly [from: number, to: number];
  /** The field; all when left out. */
  readonly path?: string;
  /** What each says there; anything when left out. */
  readonly kafka?: unknown;
  readonly rivulet?: unknown;
  readonly when?: (request: Asked, found: FieldDifference) => boolean;
  /** Hangs on Kafka's timing: not seen in every run, and not told as of no use then. */
  readonly isOccasional?: true;
  readonly reason: string;
};

const magicReason =
  'Kafka says 2, which clients take for damage on the way and send the same again; 87 is final';
const staticQuorum =
  'the quorum is a fixed list of voters, who know the endpoints of each other (no KIP-853)';

const anyVersion = 'the answer to a version that is not known does not depend on what follows it';
const later = 'transactions, new groups, share groups, security and quotas are not served yet';

const silent = 'Kafka fails without an answer, for which a client would wait in vain';
const promptLeaders =
  'a leadership goes back as soon as the preferred replica is in sync, not minutes later';

/** Topics that generated requests make and delete. */
const asksForMadeTopic = ({ topics }: Asked): boolean =>
  topics === null || topics.some(({ name }: Asked) => `${name}`.startsWith('made-'));

/** The same thing named twice, or a topic without partitions. */
function isRepetitive(request: unknown): boolean {
  if (Array.isArray(request)) {
    const names = request.map((element: unknown) => JSON.stringify(identityOf(element)));
    if (new Set(names).size < names.length) return true;
    return request.some(isRepetitive);
  }
  if (typeof request !== 'object' || request === null || Buffer.isBuffer(request)) return false;
  return Object.entries(request).some(
    ([name, field]) => (name.startsWith('partition') && isEmpty(field)) || isRepetitive(field),
  );
}

/** Names without what is asked of them. */
function identityOf(element: unknown): unknown {
  if (typeof element !== 'object' || element === null) return element;
  const { name, topic, topicName, topicId, partitionIndex, partition, index, groupId } =
    element as Record<string, unknown>;
  return { name, topic, topicName, topicId, partitionIndex, partition, index, groupId };
}

const isEmpty = (value: unknown) => Array.isArray(value) && value.length === 0;
const isMissing = ({ kafka, rivulet }: FieldDifference) =>
  kafka === '<nothing>' || rivulet === '<nothing>' || isEmpty(kafka) !== isEmpty(rivulet);

export const differences: readonly Difference[] = [
  {
    api: '*',
    when: (request, found) => isMissing(found) && isRepetitive(request),
    reason:
      'what is named twice, or has no partitions, is answered once, twice or not at all: in Kafka ' +
      'that differs from API to API and from version to version',
  },
  {
    api: 'IncrementalAlterConfigs',
    when: ({ resources }) =>
      resources.some((it: Asked) =>
        it.configs.some(
          (config: Asked) => config.configOperation < 0 || config.configOperation > 3,
        ),
      ),
    reason:
      'an operation that is not known makes the request unreadable; Kafka may tell other faults',
  },
  { api: 'Produce', path: '', kafka: '<no answer>', isOccasional: true, reason: silent },
  { api: 'AlterConfigs', path: '', kafka: '<no answer>', isOccasional: true, reason: silent },
  {
    api: 'IncrementalAlterConfigs',
    path: '',
    kafka: '<no answer>',
    isOccasional: true,
    reason: silent,
  },
  {
    api: 'AlterPartitionReassignments',
    path: '',
    kafka: '<no answer>',
    isOccasional: true,
    reason: silent,
  },
  {
    api: 'Fetch',
    when: ({ isolationLevel }) => isolationLevel < 0 || isolationLevel > 1,
    reason: 'Kafka fails with an unknown error on an isolation level that it does not know',
  },
  {
    api: 'FetchSnapshot',
    path: 'errorCode',
    kafka: -1,
    reason: 'Kafka fails with an unknown error where it can be said what is wrong',
  },
  {
    api: 'ControllerRegistration',
    when: (_, { path }) => path.startsWith('error'),
    reason: 'Kafka fails with an unknown error on what it cannot read of a registration',
  },
  {
    api: 'DescribeCluster',
    label: 'controllers',
    path: 'brokers',
    kafka: '<nothing>',
    reason: 'tells of the controller that Kafka failed to register',
  },
  {
    api: 'ApiVersions',
    label: 'from the future, cut',
    reason: anyVersion,
  },
  {
    api: 'ApiVersions',
    label: 'from the future, no body',
    reason: anyVersion,
  },
  {
    api: 'ApiVersions',
    label: 'the last version',
    reason: anyVersion,
  },
  {
    api: 'AssignReplicasToDirs',
    path: 'errorCode',
    kafka: 41,
    rivulet: 77,
    reason: 'the sender is told that it is not registered, not that the controller is elsewhere',
  },
  {
    api: 'Metadata',
    when: (request, { path }) => path.startsWith('topics') && asksForMadeTopic(request),
    isOccasional: true,
    reason: 'a topic that is made as it is first asked for shows at once, in Kafka a while later',
  },
  {
    api: 'ElectLeaders',
    label: 'some, 0',
    kafka: 0,
    rivulet: 84,
    reason: promptLeaders,
  },
  {
    api: 'Metadata',
    label: 'in the end',
    path: 'topics.partitions.leaderEpoch',
    reason: promptLeaders,
  },
  {
    api: 'DescribeTopicPartitions',
    path: 'topics.partitions.leaderEpoch',
    reason: promptLeaders,
  },
  {
    api: 'AlterPartition',
    path: 'errorCode',
    when: ({ topics }) => topics.length === 0,
    reason: 'the sender is checked even if nothing is to be altered',
  },
  {
    api: 'BrokerRegistration',
    path: 'errorCode',
    kafka: 101,
    rivulet: 35,
    reason: 'more than one thing is wrong with the registration, and another one is told',
  },
  {
    api: '*',
    kafka: null,
    rivulet: '<message>',
    reason: 'a text for people says what is wrong where Kafka says nothing',
  },
  {
    api: 'ApiVersions',
    path: 'apiKeys',
    rivulet: '<nothing>',
    reason: later,
  },
  { api: 'ApiVersions', path: 'finalizedFeatures', rivulet: '<nothing>', reason: later },
  { api: 'ApiVersions', path: 'supportedFeatures', rivulet: '<nothing>', reason: later },
  {
    api: 'ApiVersions',
    path: 'supportedFeatures.maxVersion',
    reason: 'the quorum is a fixed list of voters (kraft.version 0)',
  },
  {
    api: 'Produce',
    label: 'codec that it is not',
    reason: 'records are not unpacked when their checksum is right: consumers would find out',
  },
  {
    api: 'Produce',
    path: 'responses.partitionResponses.errorCode',
    kafka: -1,
    rivulet: 87,
    reason: 'Kafka fails with an unknown error on a codec that it does not know',
  },
  {
    api: 'Produce',
    label: 'negative length',
    path: 'responses.partitionResponses.errorMessage',
    reason: 'the batch is refused; Kafka refuses the request, with a text that speaks of all of it',
  },
  { api: 'Produce', label: 'format 9', reason: magicReason },
  {
    api: 'Fetch',
    path: 'responses.partitions.records',
    rivulet: '<nothing>',
    when: (_, { kafka }) => typeof kafka === 'string' && kafka.startsWith('and '),
    reason: 'records end with a whole batch: Kafka may add the beginning of one, which has no use',
  },
  {
    api: 'CreateTopics',
    path: 'topics.topicId',
    label: 'only validates',
    reason: 'a topic that was not made has no id; Kafka tells one that it forgets',
  },
  {
    api: 'Produce',
    label: 'wrong magic',
    reason: magicReason,
  },
  {
    api: 'Fetch',
    label: 'metadata, old epoch',
    versions: [13, 18],
    reason: 'no leader ever has epoch 0: refused as invalid, as Kafka itself does in version 12',
  },
  { api: 'Vote', label: 'old epoch', versions: [1, 2], reason: staticQuorum },
  { api: 'BeginQuorumEpoch', label: 'old epoch', versions: [1, 1], reason: staticQuorum },
  { api: 'EndQuorumEpoch', label: 'old epoch', versions: [1, 1], reason: staticQuorum },
  {
    api: 'Envelope',
    reason: 'an envelope that cannot be read is not from a broker: its connection is closed',
  },
  {
    api: 'FetchSnapshot',
    label: 'old epoch',
    path: 'topics',
    reason: 'Kafka fails with an unknown error; the fenced epoch and the leader are told',
  },
];
