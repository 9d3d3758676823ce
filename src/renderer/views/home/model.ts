/** The code that connects an app, and the way that a first message took. */
import type { ClusterState } from '../../../main/contract/index.ts';

export type Snippet = {
  readonly name: string;
  readonly title: string;
  readonly file: string;
  readonly code: string;
};

export const firstTopic = 'hello-rivulet';

/** Ready to paste: with the address of this very cluster. */
export function snippetsFor(bootstrap: string): readonly Snippet[] {
  const list = bootstrap
    .split(',')
    .map((address) => `'${address}'`)
    .join(', ');
  return [
    {
      name: 'spring',
      title: 'Spring',
      file: 'application.yml',
      code: `spring:
  kafka:
    bootstrap-servers: ${bootstrap}
    consumer:
      group-id: my-app
      auto-offset-reset: earliest

# in a @Component:
#   @KafkaListener(topics = "${firstTopic}")
#   void on(String message) { System.out.println(message); }`,
    },
    {
      name: 'java',
      title: 'Java',
      file: 'org.apache.kafka:kafka-clients',
      code: `var props = new Properties();
props.put("bootstrap.servers", "${bootstrap}");
props.put("key.serializer", StringSerializer.class.getName());
props.put("value.serializer", StringSerializer.class.getName());

try (var producer = new KafkaProducer<String, String>(props)) {
  producer.send(new ProducerRecord<>("${firstTopic}", "key", "Hello from Java"));
}`,
    },
    {
      name: 'node',
      title: 'Node',
      file: 'npm install @platformatic/kafka',
      code: `import { Producer, stringSerializers } from '@platformatic/kafka';

const producer = new Producer({
  clientId: 'my-app',
  bootstrapBrokers: [${list}],
  serializers: stringSerializers,
});
await producer.send({
  messages: [{ topic: '${firstTopic}', key: 'key', value: 'Hello from Node' }],
});
await producer.close();`,
    },
    {
      name: 'python',
      title: 'Python',
      file: 'pip install confluent-kafka',
      code: `from confluent_kafka import Producer

producer = Producer({"bootstrap.servers": "${bootstrap}"})
producer.produce("${firstTopic}", key="key", value="Hello from Python")
producer.flush()`,
    },
    {
      name: 'go',
      title: 'Go',
      file: 'go get github.com/twmb/franz-go',
      code: `client, err := kgo.NewClient(kgo.SeedBrokers(
	strings.Split("${bootstrap}", ",")...,
))
if err != nil {
	log.Fatal(err)
}
defer client.Close()

record := kgo.KeyStringRecord("key", "Hello from Go")
record.Topic = "${firstTopic}"
err = client.ProduceSync(context.Background(), record).FirstErr()`,
    },
    {
      name: 'kcat',
      title: 'kcat',
      file: 'shell',
      code: `# send
echo 'Hello from kcat' | kcat -b ${bootstrap} -t ${firstTopic} -P

# read from the beginning
kcat -b ${bootstrap} -t ${firstTopic} -C -o beginning`,
    },
  ];
}

export type Journey = {
  readonly text: string;
  readonly sentAtMs: number;
  readonly partition: number | null;
  readonly offset: number | null;
  /** Until the cluster had stored it, and until this page had read it back. */
  readonly ackMs: number | null;
  readonly arrivedMs: number | null;
};

/** Leader first, then the brokers that hold a copy in sync. */
export function keepersOf(
  cluster: ClusterState | undefined,
  partition: number,
): { readonly leader: number; readonly copies: readonly number[] } | null {
  const state = cluster?.topics[firstTopic]?.partitions[partition];
  if (!state || state.leader < 0) return null;
  return { leader: state.leader, copies: state.isr.filter((id) => id !== state.leader) };
}
