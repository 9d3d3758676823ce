/** Entry of a worker thread: one service of a scenario, as a program of its own would be. */
import { parentPort, workerData } from 'node:worker_threads';
import type { WorkerEvent, WorkerOptions, WorkerRequest } from './run-messages.ts';
import { runConsumer } from './service-consumer.ts';
import { ServiceContext } from './service-context.ts';
import { runGenerator } from './service-generator.ts';

const reportIntervalMs = 200;

const { options, service, isFinishing } = workerData as WorkerOptions;
const context = new ServiceContext(options, service);
context.isFinishing = isFinishing;
let isGenerated = false;

function tell(event: WorkerEvent): void {
  parentPort?.postMessage(event);
}

function report(): void {
  tell({ type: 'counts', counts: context.counts, isGenerated });
}

parentPort?.on('message', (request: WorkerRequest) => {
  if (request.type === 'stop') context.stop.abort();
  else if (request.type === 'finish') context.isFinishing = true;
  else context.speed = request.speed;
});

const timer = setInterval(report, reportIntervalMs);
const generating = service.generate
  ? runGenerator(context, service.generate).then(() => {
      isGenerated = !context.isStopped;
      report();
    })
  : Promise.resolve();
if (service.consume)
  await Promise.all([runConsumer(context, () => tell({ type: 'up' })), generating]);
else {
  tell({ type: 'up' });
  await generating;
  // With everything generated it stays up: a service does not end because nobody orders.
  if (!context.isStopped) {
    await new Promise((resolve) => context.stop.signal.addEventListener('abort', resolve));
  }
}
clearInterval(timer);
await context.close();
report();
parentPort?.close();
