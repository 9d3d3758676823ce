/** Entry of a worker thread: one load, so that making messages holds nobody else up. */
import { parentPort, workerData } from 'node:worker_threads';
import { ContractError, isContractError } from '../contract/errors.ts';
import { KafkaLink } from '../explorer/kafka-link.ts';
import { restoreSecurity } from '../explorer/thread-security.ts';
import { errorJson } from './failure-list.ts';
import { Load } from './load.ts';
import type {
  LoadCounts,
  LoadWorkerEvent,
  LoadWorkerOptions,
  LoadWorkerRequest,
} from './load-messages.ts';

const reportIntervalMs = 200;

const { bootstrap, security, params } = workerData as LoadWorkerOptions;
const link = new KafkaLink(bootstrap, 'rivulet-load', restoreSecurity(security));
const load = new Load(link, params);
const stop = new AbortController();

const counts = (): LoadCounts => ({
  sentCount: load.sentCount,
  failedCount: load.failures.count,
  lastError: load.failures.lastError,
});

const tell = (event: LoadWorkerEvent): void => parentPort?.postMessage(event);

parentPort?.on('message', (request: LoadWorkerRequest) => {
  if (request.type === 'stop') stop.abort();
  else load.ratePerS = request.ratePerS;
});

const timer = setInterval(() => tell({ type: 'counts', ...counts() }), reportIntervalMs);
let error: ContractError | null = null;
try {
  await load.run(stop.signal);
} catch (thrown) {
  const detail = thrown instanceof Error ? thrown.message : String(thrown);
  error = isContractError(thrown) ? thrown : new ContractError('internal', { detail }, detail);
}
clearInterval(timer);
tell({
  type: 'ended',
  error: error && errorJson(error),
  failures: load.failures.toJson(),
  counts: counts(),
});
await link.close();
parentPort?.close();
