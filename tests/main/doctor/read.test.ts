import { describe, expect, it } from 'vitest';
import { doctorWords } from '../../../src/main/contract/doctor-words.ts';
import type { DoctorPlace } from '../../../src/main/contract/doctor.ts';
import { nearestKey } from '../../../src/main/doctor/keys.ts';
import { readText } from '../../../src/main/doctor/read.ts';

const read = (text: string, place: DoctorPlace = 'here') => readText(text, place, '127.0.0.1:9092');
const rulesOf = (text: string, place: DoctorPlace = 'here') =>
  read(text, place).findings.map(({ rule, span }) => [rule, span?.line ?? null]);

describe('settings are recognised in', () => {
  it.each([
    ['properties', 'bootstrap.servers=a.example:9092\nacks = all\n'],
    [
      'yaml',
      'spring:\n  kafka:\n    bootstrap-servers: a.example:9092\n    producer:\n      acks: all\n',
    ],
    ['json', '{"bootstrap.servers": "a.example:9092", "acks": "all"}'],
    ['env', 'export KAFKA_BOOTSTRAP_SERVERS=a.example:9092\nKAFKA_ACKS=all\n'],
    ['code', "new Kafka({\n  brokers: ['a.example:9092'],\n})\nproducer.send({ acks: 'all' })\n"],
    [
      'code',
      'props.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, "a.example:9092");\nprops.put(ProducerConfig.ACKS_CONFIG, "all");',
    ],
    ['code', "Producer({'bootstrap.servers': 'a.example:9092', 'acks': 'all'})"],
    ['code', 'kgo.NewClient(\n  kgo.SeedBrokers("a.example:9092"),\n)'],
    [
      'compose',
      'services:\n  app:\n    image: x\n    environment:\n      KAFKA_BOOTSTRAP_SERVERS: a.example:9092\n',
    ],
  ] as const)('%s', (format, text) => {
    const reading = read(text, 'container');
    expect(reading.format).toBe(format);
    expect(reading.bootstrap).toEqual(['a.example:9092']);
    const setting = reading.settings.find(({ name }) => name === 'bootstrap.servers');
    const line = text.split('\n')[(setting?.line ?? 0) - 1] ?? '';
    const from = (setting?.column ?? 0) - 1;
    expect(line.slice(from, from + (setting?.length ?? 0))).toContain('a.example:9092');
  });
});

describe('what is wrong is found at its line', () => {
  it.each([
    ['bootstap.servers=a.example:9092', 'key-typo'],
    ['bootstrap.servers=http://a.example:9092', 'bootstrap-scheme'],
    ['bootstrap.servers=a.example:9092;b.example:9092', 'bootstrap-separator'],
    ['bootstrap.servers=a.example', 'bootstrap-port-missing'],
    ['bootstrap.servers=a.example:99999', 'bootstrap-port-wrong'],
    ['bootstrap.servers=0.0.0.0:9092', 'bootstrap-wildcard'],
    ['bootstrap.servers=a.example:2181', 'port-zookeeper'],
    ['bootstrap.servers=a.example:8081', 'port-registry'],
    ['bootstrap.servers=a.example:8083', 'port-http'],
    ['bootstrap.servers=host.docker.internal:9092', 'docker-host-outside'],
    ['bootstrap.servers=kafka:9092', 'service-name-outside'],
    ['bootstrap.servers="a.example:9092"', 'value-quoted'],
  ])('%s', (text, rule) => {
    expect(rulesOf(`# settings\n${text}\n`)).toContainEqual([rule, 2]);
  });

  it.each([
    ['auto.offset.reset=smallest', 'value-not-allowed'],
    ['acks=2', 'value-not-allowed'],
    ['linger.ms=5ms', 'value-not-number'],
    ['zookeeper.connect=a:2181', 'key-removed'],
    ['metadata.broker.list=a.example:9092', 'key-other-client'],
    ['ssl.truststore.location=/ca.jks', 'tls-settings-unused'],
    ['sasl.mechanism=PLAIN', 'sasl-settings-unused'],
    ['security.protocol=SASL_SSL', 'sasl-incomplete'],
    ['acks=1\nenable.idempotence=true', 'acks-idempotence'],
    ['max.in.flight.requests.per.connection=10', 'idempotence-in-flight'],
    ['session.timeout.ms=6000\nheartbeat.interval.ms=6000', 'heartbeat-session'],
    ['delivery.timeout.ms=1000', 'delivery-timeout'],
    [
      'value.serializer=org.apache.kafka.common.serialization.StringDeserializer',
      'serializer-swapped',
    ],
    ['ssl.endpoint.identification.algorithm=', 'hostname-check-off'],
    ['acks=0', 'acks-loss'],
    ['auto.offset.reset=earliest', 'group-missing'],
    ['client.id=a\nclient.id=b', 'key-twice'],
    ['no.such.setting.at.all.here=1', 'key-unknown'],
  ])('%s', (text, rule) => {
    const rules = rulesOf(`bootstrap.servers=a.example:9092\n${text}\n`).map(([name]) => name);
    expect(rules).toContain(rule);
  });

  it('a login module that does not fit, and a missing semicolon', () => {
    const text =
      'bootstrap.servers=a.example:9092\nsecurity.protocol=SASL_SSL\nsasl.mechanism=PLAIN\n' +
      'sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required username="bob" password="hunter22"\n';
    expect(rulesOf(text).map(([rule]) => rule)).toEqual(['jaas-semicolon', 'jaas-mechanism']);
    expect(read(text).corrected).toContain(
      'plain.PlainLoginModule required username="bob" password="••••••";',
    );
  });

  it('localhost, by where the application runs', () => {
    const text = 'bootstrap.servers=localhost:9092\n';
    expect(rulesOf(text, 'here')).toEqual([]);
    expect(rulesOf(text, 'container')).toEqual([['localhost-in-container', 1]]);
    expect(rulesOf(text, 'elsewhere')).toEqual([['localhost-elsewhere', 1]]);
  });

  it('nothing in settings that are right', () => {
    const text =
      'bootstrap.servers=a.example:9093\nsecurity.protocol=SASL_SSL\nsasl.mechanism=SCRAM-SHA-512\n' +
      'sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required \\\n  username="bob" password="hunter22";\n' +
      'acks=all\nlinger.ms=5\nkey.serializer=org.apache.kafka.common.serialization.StringSerializer\n';
    expect(rulesOf(text)).toEqual([]);
    expect(read(text).corrected).toBeNull();
  });
});

describe('the corrected text', () => {
  it('has all that can be put right, and nothing wrong is left in it', () => {
    const text =
      'bootstap.servers=http://a.example:9092;b.example\nauto.offset.reset=smallest\ngroup.id="g"\n';
    const { corrected } = read(text);
    expect(corrected).toBe(
      'bootstrap.servers=a.example:9092,b.example:9092\nauto.offset.reset=earliest\ngroup.id=g\n',
    );
    expect(rulesOf(corrected ?? '')).toEqual([]);
  });

  it('keeps the form of code and of YAML', () => {
    const code = "new Kafka({\n  brokers: ['kafka://a.example:9092', 'b.example:9092'],\n})\n";
    expect(read(code).corrected).toContain("brokers: ['a.example:9092', 'b.example:9092'],");
    const yaml = 'spring:\n  kafka:\n    bootstrap-servers: localhost:9092\n';
    expect(read(yaml, 'container').corrected).toContain(
      '    bootstrap-servers: host.docker.internal:9092',
    );
  });
});

describe('secrets', () => {
  it.each([
    'sasl.password=s3cr3t-word',
    'sasl.jaas.config=x.PlainLoginModule required username="u" password="s3cr3t-word";',
    "sasl: { mechanism: 'plain', username: 'u', password: 's3cr3t-word' }",
    'KAFKA_SASL_PASSWORD=s3cr3t-word',
    'ssl.keystore.password: s3cr3t-word',
    'sasl.pasword=s3cr3t-word',
    'ERROR login failed with password=s3cr3t-word',
  ])('of %s never come back', (line) => {
    const { login: _login, ...reading } = read(`bootstrap.servers=a.example:2181\n${line}\n`);
    expect(JSON.stringify(reading)).not.toContain('s3cr3t-word');
  });

  it('that are short take no other letters with them', () => {
    const { masked } = read('security.protocol=SASL_PLAINTEXT\nsasl.password=y\n');
    expect(masked).toBe('security.protocol=SASL_PLAINTEXT\nsasl.password=••••••\n');
  });
});

describe('errors of clients are explained', () => {
  it.each([
    [
      'Connection to node -1 (localhost/127.0.0.1:9092) could not be established. Node may not be available.',
      'error-node',
    ],
    [
      'org.apache.kafka.common.errors.TimeoutException: Topic orders not present in metadata after 60000 ms.',
      'error-metadata-timeout',
    ],
    [
      '%3|17|FAIL|rdkafka#producer-1| [thrd:a]: a:9092/bootstrap: Connect to ipv4#127.0.0.1:9092 failed: Connection refused',
      'error-refused',
    ],
    [
      'KafkaJSConnectionError: Connection error: connect ECONNREFUSED 127.0.0.1:9092',
      'error-refused',
    ],
    ['KafkaJSConnectionError: Connection error: getaddrinfo ENOTFOUND kafka', 'error-dns'],
    ['java.net.UnknownHostException: kafka: Name or service not known', 'error-dns'],
    ['dial tcp: lookup kafka on 8.8.8.8:53: no such host', 'error-dns'],
    ['kafka: client has run out of available brokers to talk to', 'error-all-down'],
    ['unable to dial: dial tcp 10.0.0.1:9092: i/o timeout', 'error-all-down'],
    ['ERROR 1/1 brokers are down', 'error-all-down'],
    [
      'org.apache.kafka.common.errors.SslAuthenticationException: SSL handshake failed',
      'error-tls-to-plain',
    ],
    ['javax.net.ssl.SSLHandshakeException: PKIX path building failed', 'error-untrusted'],
    ['x509: certificate signed by unknown authority', 'error-untrusted'],
    [
      "Hostname/IP does not match certificate's altnames: ERR_TLS_CERT_ALTNAME_INVALID",
      'error-certificate-name',
    ],
    [
      'SaslAuthenticationException: Authentication failed: Invalid username or password',
      'error-login',
    ],
    [
      'InvalidReceiveException: Invalid receive (size = 369295616 larger than 104857600)',
      'error-size-tls',
    ],
    [
      'InvalidReceiveException: Invalid receive (size = 1195725856 larger than 104857600)',
      'error-size-http',
    ],
    ['KafkaJSNotImplemented: Snappy compression not implemented', 'error-codec'],
    [
      'org.apache.kafka.clients.consumer.CommitFailedException: Offset commit cannot be completed',
      'error-poll-interval',
    ],
    [
      'The group is rebalancing, so a rejoin is needed: REBALANCE_IN_PROGRESS ERROR',
      'error-rebalanced',
    ],
    [
      'org.apache.kafka.common.errors.RecordTooLargeException: The message is 2000000 bytes',
      'error-too-large',
    ],
    ['org.apache.kafka.common.errors.NotEnoughReplicasException', 'error-replicas'],
    [
      'TopicAuthorizationException: Not authorized to access topics: [orders]',
      'error-authorization',
    ],
    [
      'Exception in thread "main" joptsimple.UnrecognizedOptionException: zookeeper is not a recognized option',
      'error-zookeeper',
    ],
    ['OffsetOutOfRangeException: Fetch position out of range', 'error-offset-range'],
    ["SerializationException: Can't convert value of class java.util.HashMap", 'error-serde'],
    ['FENCED_INSTANCE_ID ERROR', 'error-fenced-instance'],
    ['ProducerFencedException: there is a newer producer', 'error-fenced-producer'],
  ] as const)('%s', (line, rule) => {
    const rules = read(`INFO starting Exception\n${line}\n`).findings.map((finding) => [
      finding.rule,
      finding.span?.line,
    ]);
    expect(rules).toContainEqual([rule, 2]);
  });

  it('and their addresses are looked at', () => {
    const text = 'ERROR Connection to node -1 (localhost/127.0.0.1:9095) could not be established.';
    expect(read(text).bootstrap).toContain('127.0.0.1:9095');
  });
});

describe('words', () => {
  it('say what is wrong and what to do, in both languages', () => {
    for (const [rule, pair] of Object.entries(doctorWords)) {
      for (const words of pair) expect([rule, words.split('|').length]).toEqual([rule, 2]);
    }
  });

  it('have all that a finding fills in', () => {
    const texts = ['bootstap.servers=a:2181;b\nacks=1\nenable.idempotence=true\nlinger.ms=x\n'];
    for (const { rule, data } of texts.flatMap((text) => read(text).findings)) {
      const wanted = [...doctorWords[rule][0].matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name);
      expect([rule, ...Object.keys(data)]).toEqual(expect.arrayContaining([rule, ...wanted]));
    }
  });

  it('finds the key that was meant', () => {
    expect(nearestKey('auto.ofset.reset')).toBe('auto.offset.reset');
    expect(nearestKey('bootstrap.server')).toBe('bootstrap.servers');
    expect(nearestKey('my.own.plugin.flag')).toBeNull();
  });
});
