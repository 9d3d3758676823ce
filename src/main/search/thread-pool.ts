/**
 * The threads that go through topics. Each job has one to itself; who is done lends it to the next
 * one for a while, since starting one takes a moment. A job that does not end when it is told to is
 * ended with its thread: no expression that somebody types can hold up anything.
 */
import { Worker } from 'node:worker_threads';
import { ContractError } from '../contract/errors.ts';
import { threadEntry } from '../paths.ts';
import type { Job, JobContext, JobItem, ThreadEvent, ThreadRequest } from './job.ts';

const stopTimeoutMs = 500;
const idleMs = 30_000;
const idleMax = 2;
const heapMaxMb = 1024;

export type JobListener = {
  readonly onItem: (item: JobItem) => void;
  /** Called once at the end, unless it was stopped. */
  readonly onEnd: (error: ContractError | null) => void;
};

/** One thread for its whole life; who listens changes from job to job. */
type Thread = {
  readonly worker: Worker;
  /** `crash` where the thread itself is over. */
  listen: (event: ThreadEvent | { readonly type: 'crash'; readonly error: unknown }) => void;
  idleTimer: NodeJS.Timeout | null;
};

export class ThreadPool {
  readonly #idle: Thread[] = [];
  readonly #busy = new Set<Thread>();
  #isClosed = false;

  /** Has a thread ready, so that the first job need not wait for one to start. */
  warm(): void {
    if (this.#isClosed || this.#idle.length + this.#busy.size > 0) return;
    const thread = startThread();
    this.#rest(thread);
  }

  /** Starts a job; answers how to stop it. */
  run(job: Job, context: JobContext, listener: JobListener): () => void {
    const thread = this.#take();
    thread.listen = (event) => {
      if (event.type === 'item') return listener.onItem(event.item);
      this.#release(thread, event.type !== 'crash');
      if (event.type === 'end') listener.onEnd(null);
      else listener.onEnd(event.type === 'failed' ? errorOf(event.error) : crashed(event.error));
    };
    const request: ThreadRequest = { type: 'start', job, context };
    thread.worker.postMessage(request);
    const own = thread.listen;
    return () => {
      if (thread.listen === own) this.#stop(thread);
    };
  }

  /** Ends all threads. */
  async close(): Promise<void> {
    this.#isClosed = true;
    const threads = [...this.#idle, ...this.#busy];
    for (const thread of threads) {
      thread.listen = () => {};
      if (thread.idleTimer) clearTimeout(thread.idleTimer);
    }
    await Promise.all(threads.map(({ worker }) => worker.terminate()));
  }

  #take(): Thread {
    const thread = this.#idle.pop() ?? startThread();
    if (thread.idleTimer) clearTimeout(thread.idleTimer);
    this.#busy.add(thread);
    return thread;
  }

  /** Told to stop, it has a moment to come back. */
  #stop(thread: Thread): void {
    const timer = setTimeout(() => this.#release(thread, false), stopTimeoutMs);
    thread.listen = ({ type }) => {
      if (type === 'item') return;
      clearTimeout(timer);
      this.#release(thread, type !== 'crash');
    };
    const request: ThreadRequest = { type: 'stop' };
    thread.worker.postMessage(request);
  }

  /** Waits for its next job; one that dies meanwhile is no longer there for it. */
  #rest(thread: Thread): void {
    this.#idle.push(thread);
    thread.listen = () => this.#drop(thread);
  }

  #drop(thread: Thread): void {
    const at = this.#idle.indexOf(thread);
    if (at >= 0) this.#idle.splice(at, 1);
  }

  #release(thread: Thread, isReusable: boolean): void {
    thread.listen = () => {};
    this.#busy.delete(thread);
    if (!isReusable || this.#isClosed || this.#idle.length >= idleMax) {
      void thread.worker.terminate();
      return;
    }
    this.#rest(thread);
    // One stays: the next job begins at once.
    if (this.#idle.length === 1) return;
    thread.idleTimer = setTimeout(() => {
      this.#drop(thread);
      void thread.worker.terminate();
    }, idleMs);
    thread.idleTimer.unref();
  }
}

function startThread(): Thread {
  const resourceLimits = { maxOldGenerationSizeMb: heapMaxMb };
  const worker = new Worker(threadEntry('search-worker', import.meta.url), { resourceLimits });
  const thread: Thread = { worker, listen: () => {}, idleTimer: null };
  worker.on('message', (event: ThreadEvent) => thread.listen(event));
  worker.on('error', (error) => thread.listen({ type: 'crash', error }));
  worker.on('exit', () => thread.listen({ type: 'crash', error: new Error('the thread ended') }));
  return thread;
}

function errorOf(error: { code: string; data: unknown; message: string }): ContractError {
  return new ContractError(error.code as never, error.data as never, error.message);
}

function crashed(error: unknown): ContractError {
  const detail = error instanceof Error ? error.message : String(error);
  return new ContractError('internal', { detail }, detail);
}
