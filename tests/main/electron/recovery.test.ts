import { describe, expect, it } from 'vitest';
import { recoverWindow, type RecoveringWindow } from '../../../src/main/electron/recovery.ts';

function recovering(answer: { readonly again?: boolean; readonly end?: Promise<boolean> } = {}) {
  const done: string[] = [];
  const on = new Map<string, (event?: unknown, details?: { readonly reason: string }) => void>();
  let nowMs = 0;
  const window = {
    webContents: {
      on: (event: string, listener: () => void) => on.set(event, listener),
      reload: () => done.push('reload'),
      forcefullyCrashRenderer: () => done.push('end'),
    },
    on: (event: string, listener: () => void) => on.set(event, listener),
  } as unknown as RecoveringWindow;
  recoverWindow(
    window,
    {
      reloadAgain: async () => {
        done.push('asked');
        return answer.again ?? false;
      },
      endHung: () => {
        done.push('asked');
        return answer.end ?? Promise.resolve(true);
      },
      giveUp: () => done.push('gave up'),
    },
    () => nowMs,
  );
  return {
    done,
    crash: (reason = 'crashed', atMs = nowMs) => {
      nowMs = atMs;
      on.get('render-process-gone')?.({}, { reason });
    },
    hang: () => on.get('unresponsive')?.(),
    answers: () => on.get('responsive')?.(),
  };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('a page that died', () => {
  it('is loaded anew three times a minute, then somebody is asked', async () => {
    const { done, crash } = recovering();
    for (const atMs of [0, 10, 20, 30]) crash('crashed', atMs);
    await settled();
    expect(done).toEqual(['reload', 'reload', 'reload', 'asked', 'gave up']);
  });

  it('is loaded anew for ever when it dies rarely', () => {
    const { done, crash } = recovering();
    for (let round = 0; round < 10; round += 1) crash('oom', round * 61_000);
    expect(done).toEqual(Array(10).fill('reload'));
  });

  it('is loaded once more when that is wanted, and counted from there', async () => {
    const { done, crash } = recovering({ again: true });
    for (const atMs of [0, 1, 2, 3]) crash('crashed', atMs);
    await settled();
    crash('crashed', 4);
    expect(done.slice(3)).toEqual(['asked', 'reload', 'reload']);
  });

  it('is left alone when it was closed', () => {
    const { done, crash } = recovering();
    crash('clean-exit');
    expect(done).toEqual([]);
  });
});

describe('a page that hangs', () => {
  it('is ended when that is wanted', async () => {
    const { done, hang } = recovering();
    hang();
    hang();
    await settled();
    expect(done).toEqual(['asked', 'end']);
  });

  it('is left alone when it answered meanwhile', async () => {
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const { done, hang, answers } = recovering({ end: promise });
    hang();
    answers();
    resolve(true);
    await settled();
    expect(done).toEqual(['asked']);
  });
});
