/** Kafka's command-line tools by the names of their scripts. */
const classes = {
  acls: 'AclCommand',
  'broker-api-versions': 'BrokerApiVersionsCommand',
  'client-metrics': 'ClientMetricsCommand',
  configs: 'ConfigCommand',
  'console-consumer': 'consumer.ConsoleConsumer',
  'console-producer': 'ConsoleProducer',
  'consumer-groups': 'consumer.group.ConsumerGroupCommand',
  'consumer-perf': 'ConsumerPerformance',
  'delete-records': 'DeleteRecordsCommand',
  'dump-log': 'DumpLogSegments',
  'e2e-latency': 'EndToEndLatency',
  features: 'FeatureCommand',
  'get-offsets': 'GetOffsetShell',
  'leader-election': 'LeaderElectionCommand',
  'log-dirs': 'LogDirsCommand',
  'metadata-quorum': 'MetadataQuorumCommand',
  'producer-perf': 'ProducerPerformance',
  'reassign-partitions': 'reassign.ReassignPartitionsCommand',
  storage: 'StorageTool',
  topics: 'TopicCommand',
  transactions: 'TransactionsCommand',
} as const;

export type KafkaTool = keyof typeof classes;

/** Those that still live in the server's own module. */
const packages: Partial<Record<KafkaTool, string>> = {
  configs: 'kafka.admin',
  storage: 'kafka.tools',
};

export const toolClass = (name: KafkaTool): string =>
  `${packages[name] ?? 'org.apache.kafka.tools'}.${classes[name]}`;
