/** Parts of live values that several views ask for. */
import type { TaskState } from '../../main/contract/index.ts';
import { useLive } from './live.ts';

/** What clients of the cluster that one looks at connect to; empty until it is known. */
export function useBootstrap(): string {
  return useLive('cluster', {}).value?.bootstrap ?? '';
}

/** One long action; undefined without one, and when it was dismissed. */
export function useTask(taskId: string | null): TaskState | undefined {
  const tasks = useLive('tasks', {}).value?.tasks;
  return taskId === null ? undefined : tasks?.[taskId];
}
