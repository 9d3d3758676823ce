/** kafkajs behind the words of driver.ts. */
import { admin, adminWords } from './kafkajs-admin.ts';
import { describe } from './kafkajs-base.ts';
import { closeReaders, consumerWords } from './kafkajs-consumer.ts';
import { produce } from './kafkajs-producer.ts';
import { serve } from './words.ts';

await admin.connect();
await serve({ produce, ...consumerWords, ...adminWords }, describe);
await closeReaders();
await admin.disconnect();
