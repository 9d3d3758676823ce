import { groupId, quotedList, type Snippet, type SnippetTarget } from './snippet.ts';

export function kafkaJsSnippet({ bootstrap, topic }: SnippetTarget): Snippet {
  const client = `import { Kafka } from 'kafkajs';

const kafka = new Kafka({
  clientId: 'my-app',
  brokers: [${quotedList(bootstrap)}],
});`;
  return {
    name: 'kafkajs',
    title: 'Node kafkajs',
    install: 'npm install kafkajs',
    send: {
      file: 'send.mjs',
      language: 'js',
      text: `${client}

const producer = kafka.producer();
await producer.connect();
const [place] = await producer.send({
  topic: '${topic}',
  messages: [{ key: 'key', value: 'Hello from Node' }],
});
console.log(place);
await producer.disconnect();`,
    },
    receive: {
      file: 'receive.mjs',
      language: 'js',
      text: `${client}

const consumer = kafka.consumer({ groupId: '${groupId}' });
await consumer.connect();
await consumer.subscribe({ topics: ['${topic}'], fromBeginning: true });
await consumer.run({
  eachMessage: async ({ partition, message }) => {
    console.log(partition, message.offset, String(message.value));
  },
});`,
    },
  };
}

export function platformaticSnippet({ bootstrap, topic }: SnippetTarget): Snippet {
  const addresses = quotedList(bootstrap);
  return {
    name: 'platformatic',
    title: 'Node platformatic',
    install: 'npm install @platformatic/kafka',
    send: {
      file: 'send.mjs',
      language: 'js',
      text: `import { Producer, stringSerializers } from '@platformatic/kafka';

const producer = new Producer({
  clientId: 'my-app',
  bootstrapBrokers: [${addresses}],
  serializers: stringSerializers,
});
const { offsets } = await producer.send({
  messages: [{ topic: '${topic}', key: 'key', value: 'Hello from Node' }],
});
console.log(offsets);
await producer.close();`,
    },
    receive: {
      file: 'receive.mjs',
      language: 'js',
      text: `import { Consumer, stringDeserializers } from '@platformatic/kafka';

const consumer = new Consumer({
  groupId: '${groupId}',
  clientId: 'my-app',
  bootstrapBrokers: [${addresses}],
  deserializers: stringDeserializers,
});
const messages = await consumer.consume({
  topics: ['${topic}'],
  mode: 'committed',
  fallbackMode: 'earliest',
  autocommit: true,
});
for await (const { partition, offset, value } of messages) {
  console.log(partition, offset, value);
}`,
    },
  };
}
