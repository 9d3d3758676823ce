/** The work of one client, for kafkajs. See client.ts for the words. */
import { createWriteStream, readFileSync } from 'node:fs';
import { once } from 'node:events';
import { CompressionTypes, Kafka, logLevel, Partitioners } from 'kafkajs';

const [verb, bootstrap, ...words] = process.argv.slice(2);
const kafka = new Kafka({
  clientId: 'kafkajs',
  brokers: bootstrap.split(','),
  logLevel: logLevel.ERROR,
});
const batchSize = 2000;

async function produce(source: string, ...jobs: string[]): Promise<void> {
  const records = readFileSync(source, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => line.split('\t'))
    .map(([key, value]) => ({ key, value }));
  const createPartitioner = Partitioners.DefaultPartitioner;
  const producer = kafka.producer({ createPartitioner, idempotent: true, maxInFlightRequests: 1 });
  await producer.connect();
  for (const job of jobs) {
    const [topic, codec] = job.split(':');
    const compression = codec === 'gzip' ? CompressionTypes.GZIP : CompressionTypes.None;
    for (let at = 0; at < records.length; at += batchSize) {
      const messages = records.slice(at, at + batchSize);
      await producer.send({ topic, messages, acks: -1, compression });
    }
  }
  await producer.disconnect();
}

async function consume(folder: string, count: string, ...topics: string[]): Promise<void> {
  for (const topic of topics) {
    const consumer = kafka.consumer({ groupId: `kafkajs-${topic}`, maxWaitTimeInMs: 50 });
    const out = createWriteStream(`${folder}/${topic}`);
    let seen = 0;
    await consumer.connect();
    await consumer.subscribe({ topic, fromBeginning: true });
    const done = Promise.withResolvers<void>();
    await consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: true,
      eachBatch: async ({ batch }) => {
        out.write(batch.messages.map(({ key, value }) => `${key}\t${value}\n`).join(''));
        seen += batch.messages.length;
        if (seen >= Number(count)) done.resolve();
      },
    });
    await done.promise;
    await consumer.disconnect();
    out.end();
    await once(out, 'close');
  }
}

async function member(groupId: string, topic: string): Promise<void> {
  // It hears of a rebalance between two fetches only.
  const times = { sessionTimeout: 6000, heartbeatInterval: 500, maxWaitTimeInMs: 200 };
  const consumer = kafka.consumer({ groupId, ...times });
  consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
    console.log('assigned', ...(payload.memberAssignment[topic] ?? []).toSorted((a, b) => a - b));
  });
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  await consumer.run({ eachMessage: async () => undefined });
  await once(process, 'SIGTERM');
  await consumer.disconnect();
}

if (verb === 'produce') await produce(words[0], ...words.slice(1));
else if (verb === 'consume') await consume(words[0], words[1], ...words.slice(2));
else await member(words[0], words[1]);
