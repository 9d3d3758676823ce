import { expect, test } from 'vitest';
import type { TaskState } from '../../../src/main/contract/index.ts';
import { progressOf } from '../../../src/renderer/ui/task-model.ts';

const running: TaskState = {
  kind: 'clone-topic',
  subject: 'orders',
  unit: 'records',
  done: 250,
  total: 1000,
  startedAtMs: 10_000,
  endedAtMs: null,
  phase: 'running',
  error: null,
  result: null,
};

test('tells how far a task is, how fast, and how long it will take', () => {
  const { share, perS, leftMs } = progressOf(running, 15_000);
  expect([share, perS, leftMs]).toEqual([0.25, 50, 15_000]);
});

test('foretells nothing where nobody knows how much there is', () => {
  const { share, leftMs } = progressOf({ ...running, total: null }, 15_000);
  expect([share, leftMs]).toEqual([null, null]);
});

test('measures up to the end of one that ended', () => {
  const ended = { ...running, done: 1000, phase: 'done', endedAtMs: 20_000 } as const;
  expect(progressOf(ended, 99_000)).toEqual({ share: 1, perS: 100, leftMs: null, spanMs: 10_000 });
});
