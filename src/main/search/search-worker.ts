/**
 * Entry of a thread that goes through topics: one job at a time. Who cannot wait for its end (an
 * expression may never come to one) terminates the thread.
 */
import { parentPort } from 'node:worker_threads';
import { PayloadDecoder } from '../decoders/payload-decoder.ts';
import { toContractErrorLike } from '../explorer/kafka-errors.ts';
import { KafkaLink } from '../explorer/kafka-link.ts';
import { restoreSecurity } from '../explorer/thread-security.ts';
import { runFollow } from '../follow/follow-job.ts';
import { runExport } from './export-job.ts';
import type { Job, JobContext, JobRun, ThreadEvent, ThreadRequest } from './job.ts';
import { runSearch } from './search-job.ts';
import { runTail } from './tail-job.ts';

let running: AbortController | null = null;
/** Kept from job to job, as long as they are about the same cluster. */
let kept: { readonly key: string; readonly link: KafkaLink } | null = null;

function tell(event: ThreadEvent): void {
  parentPort?.postMessage(event);
}

async function linkOf({ bootstrap, security }: JobContext): Promise<KafkaLink> {
  const key = JSON.stringify([bootstrap, security]);
  if (kept?.key === key) return kept.link;
  await kept?.link.close();
  kept = { key, link: new KafkaLink(bootstrap, 'rivulet', restoreSecurity(security)) };
  return kept.link;
}

async function run(job: Job, context: JobContext, signal: AbortSignal): Promise<void> {
  const reading = {
    link: await linkOf(context),
    decoder: new PayloadDecoder(context.sources),
    decoders: context.decoders,
  };
  const jobRun: JobRun = { signal, tell: (item) => tell({ type: 'item', item }) };
  switch (job.kind) {
    case 'search':
      return runSearch(reading, job.params, jobRun);
    case 'tail':
      return runTail(reading, job.params, jobRun);
    case 'export':
      return runExport(reading, job, jobRun);
    case 'follow':
      return runFollow(reading, job, jobRun);
  }
}

parentPort?.on('message', (request: ThreadRequest) => {
  if (request.type === 'stop') {
    running?.abort();
    return;
  }
  const abort = new AbortController();
  running = abort;
  run(request.job, request.context, abort.signal).then(
    () => tell({ type: 'end' }),
    (thrown: unknown) => {
      const { code, data, message } = toContractErrorLike(thrown);
      tell({ type: 'failed', error: { code, data, message } as never });
    },
  );
});
