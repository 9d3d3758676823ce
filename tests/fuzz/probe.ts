/**
 * A well-meaning client on a thread of its own: produces and fetches one record at a fixed pace.
 * Told to, it gives the latencies since it was last asked.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { produceApi } from '../../src/broker/protocol/messages/00-produce.ts';
import { fetchApi } from '../../src/broker/protocol/messages/01-fetch.ts';
import { batch } from '../differential/batches.ts';
import { WireClient } from '../wire/wire-client.ts';

const { address, topic } = workerData as { address: string; topic: string };
const everyMs = 4;
const client = new WireClient(address);
let latenciesMs: number[] = [];
const errors: string[] = [];
let isOver = false;

parentPort?.on('message', (order: 'report' | 'end') => {
  if (order === 'end') isOver = true;
  else {
    parentPort?.postMessage({ latenciesMs, errors });
    latenciesMs = [];
  }
});

const records = batch('probe', { timestampMs: Date.now() });
const produce = {
  acks: -1,
  timeoutMs: 5000,
  topicData: [{ name: topic, partitionData: [{ index: 0, records }] }],
};

while (!isOver) {
  const startMs = performance.now();
  const { decoded } = await client.ask(produceApi, 9, produce);
  const result = decoded?.responses[0].partitionResponses[0];
  if (result?.errorCode !== 0) errors.push(`produce: ${JSON.stringify(decoded)}`);
  const fetchOffset = result?.baseOffset ?? 0;
  const partitions = [{ partition: 0, fetchOffset, partitionMaxBytes: 1000 }];
  const { decoded: fetched } = await client.ask(fetchApi, 12, {
    maxWaitMs: 0,
    minBytes: 0,
    topics: [{ topic, partitions }],
  });
  if (!fetched?.responses[0].partitions[0].records?.length)
    errors.push(`fetch: ${JSON.stringify(fetched)}`);
  const tookMs = performance.now() - startMs;
  latenciesMs.push(tookMs);
  await sleep(Math.max(everyMs - tookMs, 0));
}
client.close();
parentPort?.close();
