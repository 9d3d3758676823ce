/** A load as the application sees it: a thread with counts, until it ends or is stopped. */
import { Worker } from 'node:worker_threads';
import { ContractError, type ErrorJson } from '../contract/errors.ts';
import type { Failures, LoadParams, LoadState } from '../contract/produce.ts';
import type { KafkaLink } from '../explorer/kafka-link.ts';
import { plainSecurity } from '../explorer/thread-security.ts';
import { threadEntry } from '../paths.ts';
import type { Task } from '../tasks/task-board.ts';
import type {
  LoadCounts,
  LoadWorkerEvent,
  LoadWorkerOptions,
  LoadWorkerRequest,
} from './load-messages.ts';

const noFailures: Failures = { failures: [], totalCount: 0 };
/** What is on its way may take so long to be settled. */
const stopTimeoutMs = 40_000;
const rateSpanMs = 2_000;

type Sample = { readonly atMs: number; readonly count: number };

export class LoadThread {
  readonly #params: LoadParams;
  readonly #link: KafkaLink;
  readonly #startedAtMs = Date.now();
  readonly #onChange: () => void;
  #counts: LoadCounts = { sentCount: 0, failedCount: 0, lastError: null };
  #samples: readonly Sample[] = [];
  #wantedPerS: number | null;
  #worker: Worker | null = null;
  failures: Failures = noFailures;

  constructor(link: KafkaLink, params: LoadParams, onChange: () => void) {
    this.#link = link;
    this.#params = params;
    this.#wantedPerS = params.ratePerS;
    this.#onChange = onChange;
  }

  get state(): LoadState {
    const { topic, name } = this.#params;
    return {
      topic,
      name,
      wantedPerS: this.#wantedPerS,
      startedAtMs: this.#startedAtMs,
      ratePerS: this.#rate(),
      ...this.#counts,
    };
  }

  get sentCount(): number {
    return this.#counts.sentCount;
  }

  setRate(ratePerS: number | null): void {
    this.#wantedPerS = ratePerS;
    this.#tell({ type: 'set-rate', ratePerS });
    this.#onChange();
  }

  /** Resolves when it has ended; rejects with why it could not go on. */
  async run({ signal, progress }: Task): Promise<void> {
    const { bootstrap, security } = this.#link;
    const data: LoadWorkerOptions = {
      bootstrap,
      params: this.#params,
      security: plainSecurity(security),
    };
    const worker = new Worker(threadEntry('load-worker', import.meta.url), { workerData: data });
    this.#worker = worker;
    let terminator: NodeJS.Timeout | undefined;
    const stop = () => {
      this.#tell({ type: 'stop' });
      terminator = setTimeout(() => void worker.terminate(), stopTimeoutMs);
    };
    signal.addEventListener('abort', stop);
    let failed: ErrorJson | null = null;
    worker.on('message', (event: LoadWorkerEvent) => {
      if (event.type === 'counts') this.#take(event);
      else {
        failed = event.error;
        this.failures = event.failures;
        this.#take(event.counts);
      }
      progress(this.#counts.sentCount, this.#params.count);
    });
    try {
      await new Promise<void>((resolve, reject) => {
        worker.once('error', reject);
        worker.once('exit', () => resolve());
      });
    } finally {
      clearTimeout(terminator);
      signal.removeEventListener('abort', stop);
      this.#worker = null;
    }
    const error = failed as ErrorJson | null;
    if (error) throw new ContractError(error.code, error.data, error.message);
  }

  #tell(request: LoadWorkerRequest): void {
    this.#worker?.postMessage(request);
  }

  #take({ sentCount, failedCount, lastError }: LoadCounts): void {
    this.#counts = { sentCount, failedCount, lastError };
    const nowMs = Date.now();
    const recent = this.#samples.filter(({ atMs }) => nowMs - atMs <= rateSpanMs);
    this.#samples = [...recent, { atMs: nowMs, count: sentCount }];
    this.#onChange();
  }

  #rate(): number {
    const [first] = this.#samples;
    const last = this.#samples.at(-1);
    if (!first || !last || last.atMs <= first.atMs) return 0;
    return Math.round(((last.count - first.count) * 1000) / (last.atMs - first.atMs));
  }
}
