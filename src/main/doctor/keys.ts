/** The settings of Kafka's clients: which there are, which are the same, which are gone. */

/** Of the Java client; librdkafka shares most of them. */
const javaKeys = `
acks allow.auto.create.topics auto.commit.interval.ms auto.offset.reset batch.size
bootstrap.servers buffer.memory check.crcs client.dns.lookup client.id client.rack
compression.type compression.gzip.level compression.lz4.level compression.zstd.level
connections.max.idle.ms default.api.timeout.ms delivery.timeout.ms enable.auto.commit
enable.idempotence enable.metrics.push exclude.internal.topics fetch.max.bytes fetch.max.wait.ms
fetch.min.bytes group.id group.instance.id group.protocol group.remote.assignor
heartbeat.interval.ms interceptor.classes isolation.level key.deserializer key.serializer linger.ms
max.block.ms max.in.flight.requests.per.connection max.partition.fetch.bytes max.poll.interval.ms
max.poll.records max.request.size metadata.max.age.ms metadata.max.idle.ms
metadata.recovery.strategy metric.reporters metrics.num.samples metrics.recording.level
metrics.sample.window.ms partition.assignment.strategy partitioner.class
partitioner.ignore.keys partitioner.adaptive.partitioning.enable receive.buffer.bytes
reconnect.backoff.max.ms reconnect.backoff.ms request.timeout.ms retries retry.backoff.max.ms
retry.backoff.ms sasl.client.callback.handler.class sasl.jaas.config
sasl.kerberos.service.name sasl.kerberos.kinit.cmd sasl.login.callback.handler.class
sasl.login.class sasl.mechanism sasl.oauthbearer.token.endpoint.url sasl.oauthbearer.scope.claim.name
security.protocol security.providers send.buffer.bytes session.timeout.ms
socket.connection.setup.timeout.ms socket.connection.setup.timeout.max.ms
ssl.cipher.suites ssl.enabled.protocols ssl.endpoint.identification.algorithm
ssl.engine.factory.class ssl.key.password ssl.keymanager.algorithm ssl.keystore.certificate.chain
ssl.keystore.key ssl.keystore.location ssl.keystore.password ssl.keystore.type ssl.protocol
ssl.provider ssl.secure.random.implementation ssl.trustmanager.algorithm
ssl.truststore.certificates ssl.truststore.location ssl.truststore.password ssl.truststore.type
transaction.timeout.ms transactional.id value.deserializer value.serializer
application.id application.server cache.max.bytes.buffering commit.interval.ms
default.deserialization.exception.handler default.key.serde default.value.serde num.stream.threads
num.standby.replicas processing.guarantee replication.factor state.dir
schema.registry.url basic.auth.credentials.source basic.auth.user.info
specific.avro.reader auto.register.schemas use.latest.version`;

/** Of librdkafka alone. */
const nativeKeys = `
api.version.request broker.address.family broker.address.ttl broker.version.fallback
builtin.features debug enable.auto.offset.store enable.partition.eof enable.ssl.certificate.verification
error_cb log_level log.connection.close message.max.bytes metadata.broker.list
metadata.request.timeout.ms plugin.library.paths queue.buffering.max.kbytes
queue.buffering.max.messages queue.buffering.max.ms batch.num.messages
queued.max.messages.kbytes queued.min.messages fetch.message.max.bytes fetch.wait.max.ms
fetch.error.backoff.ms request.required.acks request.timeout.ms message.timeout.ms
message.send.max.retries sasl.mechanisms sasl.username sasl.password sasl.oauthbearer.method
sasl.oauthbearer.client.id sasl.oauthbearer.client.secret sasl.oauthbearer.config
socket.keepalive.enable socket.nagle.disable socket.timeout.ms socket.max.fails
ssl.ca.location ssl.ca.pem ssl.certificate.location ssl.certificate.pem ssl.crl.location
ssl.key.location ssl.key.pem ssl.curves.list ssl.sigalgs.list statistics.interval.ms
sticky.partitioning.linger.ms topic.metadata.refresh.interval.ms compression.codec
compression.level partitioner offset.store.method go.events.channel.enable
go.application.rebalance.enable go.delivery.reports topic.blacklist`;

export const javaNames: ReadonlySet<string> = new Set(words(javaKeys));
const nativeNames: ReadonlySet<string> = new Set(words(nativeKeys));

/** Known to some client of Kafka's. */
export function isKnownKey(name: string): boolean {
  return javaNames.has(name) || nativeNames.has(name);
}

/** librdkafka's own names of what Java calls otherwise. */
export const nativeToJava: { readonly [key: string]: string } = {
  'metadata.broker.list': 'bootstrap.servers',
  'sasl.mechanisms': 'sasl.mechanism',
  'request.required.acks': 'acks',
  'compression.codec': 'compression.type',
  'queue.buffering.max.ms': 'linger.ms',
  'message.timeout.ms': 'delivery.timeout.ms',
  'fetch.message.max.bytes': 'max.partition.fetch.bytes',
  'fetch.wait.max.ms': 'fetch.max.wait.ms',
};

/** Gone from all clients, with what took their place. */
export const removedKeys: {
  readonly [key: string]: { readonly version: string; readonly instead: string };
} = {
  'zookeeper.connect': { version: '0.9', instead: 'bootstrap.servers=' },
  'zookeeper.session.timeout.ms': { version: '0.9', instead: '' },
  'zookeeper.connection.timeout.ms': { version: '0.9', instead: '' },
  'producer.type': { version: '0.9', instead: 'linger.ms=' },
  'serializer.class': { version: '0.9', instead: 'value.serializer=' },
  'key.serializer.class': { version: '0.9', instead: 'key.serializer=' },
  'consumer.timeout.ms': { version: '0.9', instead: '' },
  'auto.commit.enable': { version: '0.9', instead: 'enable.auto.commit=' },
  'block.on.buffer.full': { version: '0.10', instead: 'max.block.ms=' },
  'metadata.fetch.timeout.ms': { version: '0.10', instead: 'max.block.ms=' },
  'timeout.ms': { version: '0.10', instead: 'request.timeout.ms=' },
  'auto.include.jmx.reporter': { version: '4.0', instead: '' },
  'default.windowed.key.serde.inner': { version: '4.0', instead: '' },
};

/** KafkaJS, franz-go, Sarama and Python call them so in code. */
const codeNames: { readonly [key: string]: string } = {
  brokers: 'bootstrap.servers',
  bootstrapservers: 'bootstrap.servers',
  bootstrapbrokers: 'bootstrap.servers',
  seedbrokers: 'bootstrap.servers',
  clientid: 'client.id',
  groupid: 'group.id',
  mechanism: 'sasl.mechanism',
  saslmechanism: 'sasl.mechanism',
  username: 'sasl.username',
  saslusername: 'sasl.username',
  saslplainusername: 'sasl.username',
  password: 'sasl.password',
  saslpassword: 'sasl.password',
  saslplainpassword: 'sasl.password',
  securityprotocol: 'security.protocol',
  ssl: 'ssl',
  acks: 'acks',
  requiredacks: 'acks',
  autooffsetreset: 'auto.offset.reset',
  sessiontimeout: 'session.timeout.ms',
  heartbeatinterval: 'heartbeat.interval.ms',
  enableidempotence: 'enable.idempotence',
  idempotent: 'enable.idempotence',
  maxinflightrequests: 'max.in.flight.requests.per.connection',
};

/** Brokers' settings, as they stand in compose files. */
const brokerNames = /^(kafka_)?(cfg_)?(advertised_listeners|listeners|zookeeper_connect)$/i;

/**
 * The Java name of a key however it is written: `spring.kafka.bootstrap-servers`,
 * `KAFKA_BOOTSTRAP_SERVERS`, `BOOTSTRAP_SERVERS_CONFIG`, `bootstrapServers`.
 */
export function canonicalName(key: string): string {
  const plain = key.trim();
  const broker = brokerNames.exec(plain)?.[3];
  if (broker) return `broker.${broker.toLowerCase().replaceAll('_', '.')}`;
  const spring = /^spring\.(?:kafka|cloud\.stream\.kafka\.binder)\.(.*)$/.exec(plain)?.[1];
  const short = (spring ?? plain)
    .replace(
      /^(?:(?:ProducerConfig|ConsumerConfig|CommonClientConfigs|SaslConfigs|SslConfigs|StreamsConfig)\.)/,
      '',
    )
    .replace(/_CONFIG$/, '')
    .replace(
      /^(?:producer|consumer|admin|streams|configuration|security|properties|main)[.-](?=[\w.-]+[.-]\w|acks|retries|brokers)/,
      '',
    )
    .replace(/^properties[.]/, '');
  const isUpper = /^[A-Z][A-Z0-9_]+$/.test(short);
  const dotted = short
    .replace(/^(?:SPRING_)?KAFKA_(?:CFG_)?/, '')
    .replaceAll(/[_-]/g, '.')
    .toLowerCase();
  if (isKnownKey(dotted)) return dotted;
  if (spring !== undefined && dotted === 'protocol') return 'security.protocol';
  const code = codeNames[short.replaceAll(/[^A-Za-z]/g, '').toLowerCase()];
  if (code && (isUpper || !short.includes('.'))) return code;
  return isUpper ? dotted : short.replaceAll('-', '.');
}

/** The known key that was most likely meant; null when none is near. */
export function nearestKey(name: string): string | null {
  let best: string | null = null;
  let bestDistance = name.length <= 6 ? 2 : name.length <= 14 ? 3 : 4;
  for (const known of [...javaNames, ...nativeNames]) {
    if (Math.abs(known.length - name.length) >= bestDistance) continue;
    const distance = editDistance(name, known, bestDistance);
    if (distance < bestDistance) [best, bestDistance] = [known, distance];
  }
  return best;
}

export function isSecretKey(key: string): boolean {
  return /pas+w|pwd|passphrase|secret|jaas|token|credential|user\.info|(^|[._-])key[._-]?pem|keystore\.key$|private/i.test(
    key,
  );
}

/** Levenshtein, with neighbours exchanged counted as one; gives up at `limit`. */
function editDistance(left: string, right: string, limit: number): number {
  let older: number[] = [];
  let before = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let row = 1; row <= left.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= right.length; column += 1) {
      const isSame = left[row - 1] === right[column - 1];
      const isSwapped = left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1];
      current[column] = Math.min(
        (before[column] ?? limit) + 1,
        (current[column - 1] ?? limit) + 1,
        (before[column - 1] ?? limit) + (isSame ? 0 : 1),
        row > 1 && column > 1 && isSwapped ? (older[column - 2] ?? limit) + 1 : limit,
      );
    }
    [older, before] = [before, current];
  }
  return before[right.length] ?? limit;
}

function words(text: string): readonly string[] {
  return text.trim().split(/\s+/);
}
