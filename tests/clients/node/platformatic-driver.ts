/** @platformatic/kafka behind the words of driver.ts. */
import { admin, adminWords } from './platformatic-admin.ts';
import { describe } from './platformatic-base.ts';
import { closeReaders, consumerWords } from './platformatic-consumer.ts';
import { produce } from './platformatic-producer.ts';
import { serve } from './words.ts';

await serve({ produce, ...consumerWords, ...adminWords }, describe);
await closeReaders();
await admin.close();
