/**
 * All long actions of the application: each runs by itself, tells how far it is, can be cancelled,
 * and stays on the board after its end until somebody has taken note of it.
 */
import { ContractError, type ErrorJson, isContractError } from '../contract/errors.ts';
import type {
  TaskKind,
  TaskResult,
  TasksApi,
  TasksState,
  TaskStarted,
  TaskState,
  TaskUnit,
} from '../contract/tasks.ts';

export type TaskStart = {
  readonly kind: TaskKind;
  readonly subject: string;
  readonly total?: number | null;
  readonly unit?: TaskUnit;
};

/** What a running action holds of its place on the board. */
export type Task = {
  /** Cheap enough to call for every record. */
  readonly progress: (done: number, total?: number | null) => void;
  readonly signal: AbortSignal;
};

type Entry = {
  state: TaskState;
  readonly abort: AbortController;
  /** Newer than `state`; taken over at the next publication. */
  done: number;
  total: number | null;
  ended: Promise<void>;
};

const publishMs = 200;
/** Of tasks that ended and that nobody dismissed, the newest stay. */
const endedMax = 50;

export class TaskBoard {
  readonly #entries = new Map<string, Entry>();
  readonly #listeners = new Set<(state: TasksState) => void>();
  readonly #now: () => number;
  #idNext = 1;
  #timer: NodeJS.Timeout | null = null;

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** Answers at once; `run` goes on. */
  start(
    { kind, subject, total = null, unit = 'items' }: TaskStart,
    // Most actions have nothing to answer.
    // oxlint-disable-next-line typescript/no-invalid-void-type
    run: (task: Task) => Promise<TaskResult | null | void>,
  ): TaskStarted {
    const taskId = String(this.#idNext);
    this.#idNext += 1;
    const abort = new AbortController();
    const entry: Entry = {
      state: {
        kind,
        subject,
        unit,
        done: 0,
        total,
        startedAtMs: this.#now(),
        endedAtMs: null,
        phase: 'running',
        error: null,
        result: null,
      },
      abort,
      done: 0,
      total,
      ended: Promise.resolve(),
    };
    this.#entries.set(taskId, entry);
    entry.ended = this.#run(entry, run);
    this.#publish();
    return { taskId };
  }

  get state(): TasksState {
    return {
      tasks: Object.fromEntries([...this.#entries].map(([id, { state }]) => [id, state])),
    };
  }

  /** Calls at once, then with each change, a few times a second at most. */
  watch(listener: (state: TasksState) => void): () => void {
    this.#listeners.add(listener);
    listener(this.state);
    return () => void this.#listeners.delete(listener);
  }

  handlers(): TasksApi {
    return {
      'tasks.cancel': ({ taskId }) => {
        this.#find(taskId).abort.abort();
        return null;
      },
      'tasks.dismiss': ({ taskId }) => {
        if (this.#find(taskId).state.phase !== 'running') this.#entries.delete(taskId);
        this.#publish();
        return null;
      },
    };
  }

  /** Cancels all that runs and waits for its end. */
  async close(): Promise<void> {
    for (const { abort } of this.#entries.values()) abort.abort();
    await Promise.all([...this.#entries.values()].map(({ ended }) => ended));
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
  }

  async #run(
    entry: Entry,
    // oxlint-disable-next-line typescript/no-invalid-void-type
    run: (task: Task) => Promise<TaskResult | null | void>,
  ): Promise<void> {
    const task: Task = {
      signal: entry.abort.signal,
      progress: (done, total) => {
        entry.done = done;
        if (total !== undefined) entry.total = total;
        this.#timer ??= setTimeout(() => this.#publish(), publishMs);
      },
    };
    try {
      const result = await run(task);
      this.#end(entry, { phase: 'done', result: result ?? null });
    } catch (thrown) {
      if (entry.abort.signal.aborted) this.#end(entry, { phase: 'cancelled' });
      else this.#end(entry, { phase: 'failed', error: errorOf(thrown) });
    }
  }

  #end(entry: Entry, outcome: Partial<TaskState>): void {
    const { done, total } = entry;
    entry.state = { ...entry.state, done, total, ...outcome, endedAtMs: this.#now() };
    const ended = [...this.#entries].filter(([, { state }]) => state.phase !== 'running');
    for (const [id] of ended.slice(0, -endedMax)) this.#entries.delete(id);
    this.#publish();
  }

  #publish(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    for (const entry of this.#entries.values()) {
      const { state, done, total } = entry;
      if (state.done !== done || state.total !== total) entry.state = { ...state, done, total };
    }
    const { state } = this;
    for (const listener of this.#listeners) listener(state);
  }

  #find(taskId: string): Entry {
    const entry = this.#entries.get(taskId);
    if (entry) return entry;
    throw new ContractError('task-not-found', { taskId }, `There is no task ${taskId}.`);
  }
}

function errorOf(thrown: unknown): ErrorJson {
  const { code, data, message } = isContractError(thrown) ? thrown : internal(thrown);
  return { code, data, message } as ErrorJson;
}

function internal(thrown: unknown): ContractError<'internal'> {
  const detail = thrown instanceof Error ? thrown.message : String(thrown);
  return new ContractError('internal', { detail }, detail);
}
