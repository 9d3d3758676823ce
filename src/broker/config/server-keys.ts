/** Broker keys of the server: listeners, connections, threads, requests, quotas, metrics. */
import { className, int, list, long, maxInt, string } from './keys.ts';

export const serverKeys = {
  'advertised.listeners': list(
    null,
    'Addresses that clients and brokers are told to connect to; the listeners themselves when not set.',
  ),
  'alter.config.policy.class.name': className(
    null,
    'Class that judges changes of configs. Not used by this engine.',
  ),
  'background.threads': int(
    10,
    'Threads for background work. This engine does such work on its event loop.',
    { min: 1, update: 'cluster-wide' },
  ),
  'client.quota.callback.class': className(
    null,
    'Class that decides client quotas. Not used by this engine.',
  ),
  'config.providers': list(
    [],
    'Names of providers that fill in variables of configs. Not used by this engine.',
    { update: 'cluster-wide' },
  ),
  'connections.max.idle.ms': long(
    600_000,
    'Time after which a connection without traffic is closed.',
  ),
  'delete.records.purgatory.purge.interval.requests': int(
    1,
    'Waiting DeleteRecords requests after which finished ones are swept out.',
  ),
  'early.start.listeners': list(null, 'Listeners that open before the authorizer is ready.'),
  'fetch.max.bytes': int(
    57_671_680,
    'Most bytes in one answer to a fetch; a first batch that is larger is sent all the same.',
    { min: 1024 },
  ),
  'fetch.purgatory.purge.interval.requests': int(
    1000,
    'Waiting fetches after which finished ones are swept out.',
  ),
  'inter.broker.listener.name': string(
    null,
    'Name of the listener through which brokers talk to each other.',
  ),
  'kafka.metrics.polling.interval.secs': int(
    10,
    'Time between two reads of metrics by reporters.',
    { min: 1 },
  ),
  'kafka.metrics.reporters': list([], 'Classes that report metrics. Not used by this engine.'),
  'listener.security.protocol.map': string(
    'SASL_SSL:SASL_SSL,PLAINTEXT:PLAINTEXT,SSL:SSL,SASL_PLAINTEXT:SASL_PLAINTEXT',
    'Security protocol of each listener name.',
    { update: 'per-broker' },
  ),
  listeners: list(
    ['PLAINTEXT://:9092'],
    'Addresses that the node listens on, as NAME://host:port.',
    { update: 'per-broker' },
  ),
  'max.connection.creation.rate': int(maxInt, 'Most new connections per second.', {
    min: 0,
    update: 'cluster-wide',
  }),
  'max.connections': int(maxInt, 'Most connections at a time.', { min: 0, update: 'cluster-wide' }),
  'max.connections.per.ip': int(maxInt, 'Most connections at a time from one address.', {
    min: 0,
    update: 'cluster-wide',
  }),
  'max.connections.per.ip.overrides': string(
    '',
    'Other limits for single addresses, as host:count.',
    { update: 'cluster-wide' },
  ),
  'max.incremental.fetch.session.cache.slots': int(1000, 'Fetch sessions that are kept.', {
    min: 0,
  }),
  'max.request.partition.size.limit': int(
    2000,
    'Most partitions in one answer that comes in pages.',
    { min: 1 },
  ),
  'metric.reporters': list(
    ['org.apache.kafka.common.metrics.JmxReporter'],
    'Classes that report metrics. Not used by this engine.',
    { update: 'cluster-wide' },
  ),
  'metrics.num.samples': int(2, 'Samples from which metrics are computed.', { min: 1 }),
  'metrics.recording.level': string('INFO', 'Which metrics are recorded.'),
  'metrics.sample.window.ms': long(30_000, 'Length of a sample of a metric.', { min: 1 }),
  'num.io.threads': int(
    8,
    'Threads that serve requests. This engine serves them on its event loop.',
    { min: 1, update: 'cluster-wide' },
  ),
  'num.network.threads': int(
    3,
    'Threads that read from and write to connections. This engine does so on its event loop.',
    { min: 1, update: 'cluster-wide' },
  ),
  'producer.purgatory.purge.interval.requests': int(
    1000,
    'Waiting produce requests after which finished ones are swept out.',
  ),
  'queued.max.request.bytes': long(
    -1,
    'Bytes of waiting requests above which none are read; -1 means no limit.',
  ),
  'queued.max.requests': int(500, 'Waiting requests above which none are read.', { min: 1 }),
  'quota.window.num': int(11, 'Samples kept for client quotas.', { min: 1 }),
  'quota.window.size.seconds': int(1, 'Length of a sample of client quotas.', { min: 1 }),
  'request.timeout.ms': int(30_000, 'Longest wait for the answer to a request between brokers.'),
  'socket.connection.setup.timeout.max.ms': long(
    30_000,
    'Longest wait for a connection to another node.',
  ),
  'socket.connection.setup.timeout.ms': long(
    10_000,
    'First wait for a connection to another node.',
  ),
  'socket.listen.backlog.size': int(50, 'Connections that may wait to be accepted.', { min: 1 }),
  'socket.receive.buffer.bytes': int(102_400, 'Socket receive buffer; -1 leaves it to the system.'),
  'socket.request.max.bytes': int(104_857_600, 'Largest request.', { min: 1 }),
  'socket.send.buffer.bytes': int(102_400, 'Socket send buffer; -1 leaves it to the system.'),
  'telemetry.max.bytes': int(
    1_048_576,
    'Most bytes of metrics a client may push at a time, after compression.',
    { min: 1 },
  ),
  'rivulet.log.cache.bytes': long(
    67_108_864,
    'Memory of a broker for the newest records of all partitions, from which they are served.',
    { min: 0 },
  ),
  'rivulet.log.flush.bytes': long(
    67_108_864,
    'Bytes of a partition that have not reached the device above which they are flushed in the background, so that little has to be checked after a power loss.',
    { min: 1 },
  ),
  'rivulet.log.scrub.bytes.per.second': long(
    8_388_608,
    'Bytes that are read in a second, at most, while closed segments are checked for damage.',
    { min: 1 },
  ),
  'rivulet.log.scrub.interval.ms': long(
    86_400_000,
    'Time between two rounds in which all closed segments are checked for damage; -1 means never.',
    { min: -1 },
  ),
};
