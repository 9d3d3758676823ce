/** The work of one client, for @platformatic/kafka. See client.ts for the words. */
import { once } from 'node:events';
import { createWriteStream, readFileSync } from 'node:fs';
import {
  type CompressionAlgorithmValue,
  Consumer,
  MessagesStreamModes,
  Producer,
  stringDeserializers,
  stringSerializers,
} from '@platformatic/kafka';

const [verb, bootstrap, ...words] = process.argv.slice(2);
const base = { clientId: 'platformatic', bootstrapBrokers: bootstrap.split(',') };
const batchSize = 2000;

async function produce(source: string, ...jobs: string[]): Promise<void> {
  const records = readFileSync(source, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => line.split('\t'))
    .map(([key, value]) => ({ key, value }));
  const producer = new Producer({ ...base, serializers: stringSerializers, idempotent: true });
  for (const job of jobs) {
    const [topic, codec] = job.split(':');
    const compression = codec as CompressionAlgorithmValue;
    for (let at = 0; at < records.length; at += batchSize) {
      const messages = records.slice(at, at + batchSize).map((record) => ({ ...record, topic }));
      await producer.send({ messages, acks: -1, compression });
    }
  }
  await producer.close();
}

async function consume(folder: string, count: string, ...topics: string[]): Promise<void> {
  for (const topic of topics) {
    const consumer = new Consumer({
      ...base,
      groupId: `platformatic-${topic}`,
      deserializers: stringDeserializers,
    });
    const mode = MessagesStreamModes.EARLIEST;
    const stream = await consumer.consume({
      topics: [topic],
      mode,
      autocommit: false,
      maxWaitTime: 50,
    });
    const out = createWriteStream(`${folder}/${topic}`);
    let seen = 0;
    let lines: string[] = [];
    for await (const { key, value } of stream) {
      lines.push(`${key}\t${value}\n`);
      seen++;
      if (lines.length < batchSize && seen < Number(count)) continue;
      out.write(lines.join(''));
      lines = [];
      if (seen >= Number(count)) break;
    }
    await consumer.close(true);
    out.end();
    await once(out, 'close');
  }
}

async function member(groupId: string, topic: string): Promise<void> {
  const consumer = new Consumer({
    ...base,
    groupId,
    sessionTimeout: 6000,
    heartbeatInterval: 500,
  });
  consumer.on('consumer:group:join', () => {
    const own = consumer.assignments?.find((it) => it.topic === topic)?.partitions ?? [];
    console.log('assigned', ...own.toSorted((a, b) => a - b));
  });
  const stream = await consumer.consume({ topics: [topic], mode: MessagesStreamModes.EARLIEST });
  stream.resume();
  await once(process, 'SIGTERM');
  await consumer.close(true);
}

if (verb === 'produce') await produce(words[0], ...words.slice(1));
else if (verb === 'consume') await consume(words[0], words[1], ...words.slice(2));
else await member(words[0], words[1]);
