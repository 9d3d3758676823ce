/** Entry of a worker thread: one instance of a service, as a program of its own would be. */
import { parentPort, workerData } from 'node:worker_threads';
import Database from 'better-sqlite3';
import { functionsOf } from './functions/load.ts';
import type { WorkerEvent, WorkerOptions, WorkerRequest } from './run-messages.ts';
import { Service } from './service/service.ts';

// A thread that is ended while it loads an addon takes its whole process with it. So it is loaded
// here, and who may end this thread is told when that is over.
new Database(':memory:').close();
parentPort?.postMessage({ type: 'loaded' } satisfies WorkerEvent);

const options = workerData as WorkerOptions;
const early: WorkerRequest[] = [];
let service: Service | null = null;

function take(request: WorkerRequest): void {
  switch (request.type) {
    case 'conditions':
      service?.setConditions(request.conditions);
      return;
    case 'step':
      service?.step();
      return;
    case 'cancel-step':
      service?.cancelStep();
      return;
    case 'stop':
      service?.stop();
  }
}

parentPort?.on('message', (request: WorkerRequest) => {
  // What comes while functions are being loaded is not forgotten.
  if (service) take(request);
  else early.push(request);
});
const functions = await functionsOf(options.service);
service = new Service(options, functions, (event: WorkerEvent) => parentPort?.postMessage(event));
for (const request of early) take(request);
await service.run();
parentPort?.close();
