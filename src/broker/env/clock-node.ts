/** Clock and Random of a real process. */
import { randomBytes } from 'node:crypto';
import type { Clock, Random } from './env.ts';

export const nodeClock: Clock = {
  nowMs: () => Date.now(),
  monotonicMs: () => performance.now(),
  setTimer: (delayMs, action) => {
    const timeout = setTimeout(action, Math.max(0, delayMs));
    return { cancel: () => clearTimeout(timeout) };
  },
  defer: (action) => {
    setImmediate(action);
  },
};

export const nodeRandom: Random = {
  next: () => Math.random(),
  bytes: (sizeBytes) => randomBytes(sizeBytes),
};
