/** Long actions: started by some method, watched and cancelled from anywhere. */
import type { ErrorJson } from './errors.ts';

/** One word per action; the renderer's table `tasks` has its sentence (`kind-…`). */
export type TaskKind =
  | 'export-messages'
  | 'produce-file'
  | 'produce-load'
  | 'republish'
  | 'clone-topic'
  | 'duplicate-cluster'
  | 'export-cluster'
  | 'import-cluster';

/** What `done` and `total` count. */
export type TaskUnit = 'records' | 'bytes' | 'items';

/** What an action answered, by name. */
export type TaskResult = { readonly [name: string]: string | number | boolean | null };

export type TaskState = {
  readonly kind: TaskKind;
  /** What it works on: a topic, a file, a group. */
  readonly subject: string;
  readonly unit: TaskUnit;
  readonly done: number;
  /** Null: nobody knows how much there is. */
  readonly total: number | null;
  readonly startedAtMs: number;
  readonly endedAtMs: number | null;
  readonly phase: 'running' | 'done' | 'failed' | 'cancelled';
  /** Set once it failed: a `ContractError` in parts. */
  readonly error: ErrorJson | null;
  /** Null before its end, and where there is nothing to tell. */
  readonly result: TaskResult | null;
};

/** Stream `tasks`: task id -> task, ended ones until they are dismissed. */
export type TasksState = { readonly tasks: { readonly [taskId: string]: TaskState } };

/** What a method answers that starts a long action. */
export type TaskStarted = { readonly taskId: string };

export type TasksApi = {
  /** Asks it to end; what is done by then stays done. */
  readonly 'tasks.cancel': (params: TaskStarted) => null;
  /** Forgets a task that has ended. */
  readonly 'tasks.dismiss': (params: TaskStarted) => null;
};
