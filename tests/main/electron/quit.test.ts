import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { quitInOrder } from '../../../src/main/electron/quit.ts';

/** Quits as Electron does: asks first, and is gone when nobody objects. */
function quitting(close: () => Promise<void>) {
  let ask: (event: { preventDefault: () => void }) => void = () => {};
  const state = { isGone: false };
  const app = {
    on: (_event: 'before-quit', listener: typeof ask) => {
      ask = listener;
    },
    quit: () => {
      let isPrevented = false;
      ask({ preventDefault: () => (isPrevented = true) });
      if (!isPrevented) state.isGone = true;
    },
  };
  quitInOrder(app, close);
  return { app, state };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('quitting', () => {
  it('waits for the clusters, once', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const close = vi.fn<() => Promise<void>>(() => promise);
    const { app, state } = quitting(close);
    app.quit();
    app.quit();
    await settled();
    expect([close.mock.calls.length, state.isGone]).toEqual([1, false]);
    resolve();
    await settled();
    expect(state.isGone).toBe(true);
  });

  it('happens although something could not be closed', async () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => {});
    onTestFinished(() => log.mockRestore());
    const { app, state } = quitting(() => Promise.reject(new Error('no')));
    app.quit();
    await settled();
    expect(state.isGone).toBe(true);
    expect(log).toHaveBeenCalled();
  });
});
