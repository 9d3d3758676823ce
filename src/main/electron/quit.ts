/** Quitting waits until the clusters have stopped in order, and then happens. */

export type QuittingApp = {
  on: (event: 'before-quit', listener: (event: { preventDefault: () => void }) => void) => unknown;
  quit: () => void;
};

/** `close` is called once, however often somebody asks to quit; a failure of it does not keep the app. */
export function quitInOrder(app: QuittingApp, close: () => Promise<void>): void {
  let phase: 'running' | 'closing' | 'closed' = 'running';
  app.on('before-quit', (event) => {
    if (phase === 'closed') return;
    event.preventDefault();
    if (phase === 'closing') return;
    phase = 'closing';
    void close()
      .catch((error: unknown) => console.error('not everything was closed', error))
      .then(() => {
        phase = 'closed';
        app.quit();
      });
  });
}
