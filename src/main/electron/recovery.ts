/** A page that died is loaded anew, but not for ever; one that hangs is the user's to judge. */
import type { RenderProcessGoneDetails } from 'electron';

export type RecoveringWindow = {
  readonly webContents: {
    on: (
      event: 'render-process-gone',
      listener: (event: unknown, details: RenderProcessGoneDetails) => void,
    ) => unknown;
    reload: () => void;
    forcefullyCrashRenderer: () => void;
  };
  on: (event: 'unresponsive' | 'responsive', listener: () => void) => unknown;
};

export type RecoveryQuestions = {
  /** After too many deaths; true: once more. */
  readonly reloadAgain: () => Promise<boolean>;
  /** While it hangs; true: end it and load anew. */
  readonly endHung: () => Promise<boolean>;
  readonly giveUp: () => void;
};

const crashCountMax = 3;
const crashWindowMs = 60_000;

export function recoverWindow(
  window: RecoveringWindow,
  ask: RecoveryQuestions,
  now: () => number = Date.now,
): void {
  let crashTimesMs: number[] = [];
  let isAsking = false;
  const { webContents } = window;
  webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason === 'clean-exit') return;
    crashTimesMs = [...crashTimesMs.filter((timeMs) => now() - timeMs < crashWindowMs), now()];
    if (crashTimesMs.length <= crashCountMax) return webContents.reload();
    crashTimesMs = [];
    void ask.reloadAgain().then((isWanted) => (isWanted ? webContents.reload() : ask.giveUp()));
  });
  window.on('unresponsive', () => {
    if (isAsking) return;
    isAsking = true;
    void ask.endHung().then((isWanted) => {
      // It may have answered while the question stood.
      if (isWanted && isAsking) webContents.forcefullyCrashRenderer();
      isAsking = false;
    });
  });
  window.on('responsive', () => {
    isAsking = false;
  });
}
