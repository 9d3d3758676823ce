import { describe, expect, test } from 'vitest';
import { ContractError } from '../../../src/main/contract/errors.ts';
import type { TasksState } from '../../../src/main/contract/tasks.ts';
import { TaskBoard } from '../../../src/main/tasks/task-board.ts';
import { until } from '../until.ts';

const start = { kind: 'clone-topic', subject: 'orders' } as const;

describe('a task', () => {
  test('answers its id before it has done anything, and ends with its result', async () => {
    const board = new TaskBoard(() => 7);
    const go = Promise.withResolvers<void>();
    const { taskId } = board.start({ ...start, total: 10, unit: 'records' }, async (task) => {
      await go.promise;
      task.progress(10);
      return { copied: 10 };
    });
    expect(board.state.tasks[taskId]).toMatchObject({ phase: 'running', done: 0, total: 10 });
    go.resolve();
    await until(() => board.state.tasks[taskId]?.phase === 'done');
    expect(board.state.tasks[taskId]).toMatchObject({
      done: 10,
      result: { copied: 10 },
      endedAtMs: 7,
      error: null,
    });
  });

  test('publishes its progress to those who watch, at once and then in steps', async () => {
    const board = new TaskBoard();
    const seen: TasksState[] = [];
    board.watch((state) => seen.push(state));
    expect(seen).toEqual([{ tasks: {} }]);
    const go = Promise.withResolvers<void>();
    const { taskId } = board.start(start, async (task) => {
      for (let done = 0; done <= 100_000; done += 1) task.progress(done, 100_000);
      await go.promise;
    });
    await until(() => seen.at(-1)?.tasks[taskId]?.done === 100_000);
    expect(seen.length).toBeLessThan(5);
    go.resolve();
    await until(() => seen.at(-1)?.tasks[taskId]?.phase === 'done');
  });

  test('is cancelled through its signal', async () => {
    const board = new TaskBoard();
    const { taskId } = board.start(start, async (task) => {
      for (;;) {
        task.signal.throwIfAborted();
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
    });
    board.handlers()['tasks.cancel']({ taskId });
    await until(() => board.state.tasks[taskId]?.phase === 'cancelled');
    expect(board.state.tasks[taskId]?.error).toBe(null);
  });

  test('that fails keeps its error', async () => {
    const board = new TaskBoard();
    const { taskId } = board.start(start, async () => {
      throw new ContractError('topic-not-found', { topic: 'orders' }, 'gone');
    });
    await until(() => board.state.tasks[taskId]?.phase === 'failed');
    expect(board.state.tasks[taskId]?.error).toEqual({
      code: 'topic-not-found',
      data: { topic: 'orders' },
      message: 'gone',
    });
  });

  test('is forgotten when dismissed, but not while it runs', async () => {
    const board = new TaskBoard();
    const go = Promise.withResolvers<void>();
    const { taskId } = board.start(start, () => go.promise);
    board.handlers()['tasks.dismiss']({ taskId });
    expect(board.state.tasks).toHaveProperty(taskId);
    go.resolve();
    await until(() => board.state.tasks[taskId]?.phase === 'done');
    board.handlers()['tasks.dismiss']({ taskId });
    expect(board.state.tasks).toEqual({});
    expect(() => board.handlers()['tasks.dismiss']({ taskId })).toThrow(/no task/);
  });
});

describe('the board', () => {
  test('cancels what runs when it closes', async () => {
    const board = new TaskBoard();
    const { taskId } = board.start(start, async ({ signal }) => {
      await new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason));
      });
    });
    await board.close();
    expect(board.state.tasks[taskId]?.phase).toBe('cancelled');
  });

  test('keeps the newest of many that ended', async () => {
    const board = new TaskBoard();
    for (let count = 0; count < 60; count += 1) board.start(start, async () => {});
    await until(() => Object.values(board.state.tasks).every(({ phase }) => phase === 'done'));
    expect(Object.keys(board.state.tasks)).toHaveLength(50);
    expect(board.state.tasks).toHaveProperty('60');
  });
});
