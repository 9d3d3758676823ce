/** Where Rivulet answers otherwise than Apache Kafka, and why that is right. */
export type Difference = {
  readonly api: string;
  /** All labels when left out. */
  readonly label?: string;
  readonly versions?: readonly [from: number, to: number];
  readonly reason: string;
};

const staticQuorum =
  'the quorum is a fixed list of voters, who know the endpoints of each other (no KIP-853)';

export const differences: readonly Difference[] = [
  {
    api: 'Produce',
    label: 'wrong magic',
    reason:
      'Kafka says 2, which clients take for damage on the way and send the same again; 87 is final',
  },
  {
    api: 'Fetch',
    label: 'unknown topic',
    reason: 'aborted transactions are null wherever there are none to tell of, not an empty list',
  },
  {
    api: 'Fetch',
    label: 'unknown partition',
    reason: 'aborted transactions are null wherever there are none to tell of, not an empty list',
  },
  {
    api: 'Fetch',
    label: 'metadata, old epoch',
    versions: [13, 18],
    reason: 'no leader ever has epoch 0: refused as invalid, as Kafka itself does in version 12',
  },
  {
    api: 'Metadata',
    label: 'by id',
    versions: [10, 11],
    reason: 'the error is of the topics; brokers and cluster id are told nevertheless',
  },
  { api: 'Vote', label: 'old epoch', versions: [1, 2], reason: staticQuorum },
  { api: 'BeginQuorumEpoch', label: 'old epoch', versions: [1, 1], reason: staticQuorum },
  { api: 'EndQuorumEpoch', label: 'old epoch', versions: [1, 1], reason: staticQuorum },
  {
    api: 'AlterPartition',
    label: 'unknown broker',
    reason: 'Kafka says that the epoch is stale; that there is no such broker says more',
  },
  {
    api: 'BrokerHeartbeat',
    label: 'unknown broker',
    reason: 'Kafka says that the epoch is stale; that there is no such broker says more',
  },
  {
    api: 'Envelope',
    label: 'no principal',
    reason: 'an envelope that cannot be read is not from a broker: its connection is closed',
  },
  {
    api: 'FetchSnapshot',
    label: 'old epoch',
    reason: 'Kafka fails with an unknown error; the fenced epoch and the leader are told',
  },
];
