/** All ways to write messages, as methods of the contract; long ones are tasks on the board. */
import { ContractError } from '../contract/errors.ts';
import type { PayloadInput } from '../contract/messages.ts';
import type {
  Failures,
  FileParams,
  LoadParams,
  LoadsState,
  ProduceApi,
  Progress,
  RepublishParams,
  SendParams,
  Sent,
} from '../contract/produce.ts';
import type { TaskResult, TaskStarted } from '../contract/tasks.ts';
import { KafkaLink } from '../explorer/kafka-link.ts';
import type { Task, TaskBoard, TaskStart } from '../tasks/task-board.ts';
import type { Handlers } from '../transport/rpc.ts';
import { FileImport } from './file-import.ts';
import { LoadThread } from './load-thread.ts';
import { MessageMaker } from './message-maker.ts';
import { readyTemplates } from './ready-templates.ts';
import { originsOf, Republish } from './republish.ts';
import { sendOne } from './sender.ts';

/** Lists of failures that are kept, the newest. */
const failuresKept = 50;

export class ProduceService {
  readonly #link: KafkaLink;
  readonly #tasks: TaskBoard;
  readonly #files = new Map<string, FileImport>();
  readonly #loads = new Map<string, LoadThread>();
  readonly #failures = new Map<string, () => Failures>();
  readonly #listeners = new Set<(state: LoadsState) => void>();

  /** Connects on its own: what people send does not wait behind what the app asks. */
  constructor({ bootstrap, security }: KafkaLink, tasks: TaskBoard) {
    this.#link = new KafkaLink(bootstrap, 'rivulet', security);
    this.#tasks = tasks;
  }

  handlers(): Handlers<keyof ProduceApi> {
    return {
      'produce.send': (params) => this.#send(params),
      'produce.openFile': (params) => this.#openFile(params),
      'produce.fileChunk': async ({ taskId, base64, isLast }): Promise<Progress> => {
        const file = this.#files.get(taskId);
        if (!file) throw taskNotFound(taskId);
        return file.chunk(Buffer.from(base64, 'base64'), isLast);
      },
      'produce.failures': ({ taskId }) => {
        const failures = this.#failures.get(taskId);
        if (!failures) throw taskNotFound(taskId);
        return failures();
      },
      'produce.readyTemplates': ({ locale }) => readyTemplates(locale),
      'produce.preview': ({ count, ...params }) => {
        const maker = new MessageMaker(params);
        return Array.from({ length: count }, () => maker.make(Date.now()));
      },
      'produce.startLoad': (params) => this.#startLoad(params),
      'produce.setLoadRate': ({ taskId, ratePerS }) => {
        const load = this.#loads.get(taskId);
        if (!load) throw taskNotFound(taskId);
        load.setRate(ratePerS);
        return null;
      },
      'produce.origins': ({ places }) => originsOf(this.#link, places),
      'produce.republish': (params) => this.#republish(params),
    };
  }

  /** Calls at once, then with each change. */
  watchLoads(listener: (state: LoadsState) => void): () => void {
    this.#listeners.add(listener);
    listener(this.#loadsState());
    return () => void this.#listeners.delete(listener);
  }

  /** The tasks have ended by then. */
  async close(): Promise<void> {
    await this.#link.close();
  }

  async #send(params: SendParams): Promise<Sent> {
    const { topic, partition, key, value, headers, timestampMs, options } = params;
    return sendOne(this.#link, topic, options, {
      partition: partition ?? null,
      key: bytesOf(key),
      value: bytesOf(value),
      headers: headers.map((header) => [Buffer.from(header.name), bytesOf(header.value)] as const),
      timestampMs: timestampMs ?? Date.now(),
      line: 1,
    });
  }

  #openFile(params: FileParams): TaskStarted {
    const { name, sizeBytes } = params;
    const start = { kind: 'produce-file', subject: name, total: sizeBytes, unit: 'bytes' } as const;
    return this.#start(start, async (task, taskId) => {
      const file = new FileImport(this.#link, params, task);
      this.#files.set(taskId, file);
      this.#keepFailures(taskId, () => file.failures.toJson());
      try {
        await file.run();
      } finally {
        this.#files.delete(taskId);
      }
      return { ...file.progress };
    });
  }

  async #startLoad(params: LoadParams): Promise<TaskStarted> {
    // Wrong placeholders are told to who starts it, not by the task.
    new MessageMaker(params).make(Date.now());
    const subject = `${params.name} → ${params.topic}`;
    const start = { kind: 'produce-load', subject, total: params.count, unit: 'records' } as const;
    return this.#start(start, async (task, taskId) => {
      const load = new LoadThread(this.#link, params, () => this.#publish());
      this.#loads.set(taskId, load);
      this.#keepFailures(taskId, () => load.failures);
      try {
        await load.run(task);
      } finally {
        this.#loads.delete(taskId);
        this.#publish();
      }
      return { sentCount: load.sentCount, failedCount: load.failures.totalCount };
    });
  }

  #republish(params: RepublishParams): TaskStarted {
    const subject = params.to === 'origin' ? sourceOf(params) : params.to.topic;
    const start = { kind: 'republish', subject, unit: 'records' } as const;
    return this.#start(start, async (task, taskId) => {
      const republish = new Republish(this.#link, params);
      this.#keepFailures(taskId, () => republish.failures.toJson());
      await republish.run(task);
      const failedCount = republish.failures.count;
      return { sentCount: republish.sentCount, failedCount };
    });
  }

  #start(start: TaskStart, run: (task: Task, taskId: string) => Promise<TaskResult>): TaskStarted {
    const started = this.#tasks.start(start, async (task) => {
      // The board calls before it has answered with the id.
      await Promise.resolve();
      return run(task, started.taskId);
    });
    return started;
  }

  #keepFailures(taskId: string, failures: () => Failures): void {
    this.#failures.set(taskId, failures);
    const [oldest] = this.#failures.keys();
    if (this.#failures.size > failuresKept && oldest !== undefined) this.#failures.delete(oldest);
  }

  #loadsState(): LoadsState {
    return { loads: Object.fromEntries([...this.#loads].map(([id, { state }]) => [id, state])) };
  }

  #publish(): void {
    const state = this.#loadsState();
    for (const listener of this.#listeners) listener(state);
  }
}

function sourceOf({ from }: RepublishParams): string {
  return from.kind === 'range' ? from.topic : (from.places[0]?.topic ?? '');
}

function bytesOf(input: PayloadInput | null): Buffer | null {
  if (input === null) return null;
  return 'text' in input ? Buffer.from(input.text) : Buffer.from(input.base64, 'base64');
}

function taskNotFound(taskId: string): ContractError<'task-not-found'> {
  return new ContractError('task-not-found', { taskId }, `There is no task ${taskId}.`);
}
