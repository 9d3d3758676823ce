/** How busy this process's thread is and how late it comes to its work. */
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';

export type LoopFigures = {
  readonly busyShare: number;
  readonly delayMaxMs: number;
  readonly delayP99Ms: number;
};

/** Looks this often: 50 wake-ups a second, outside of JavaScript. */
const resolutionMs = 20;
const nanosPerMs = 1e6;

/** Measures from now on; `take` gives the figures since its last call. */
export function watchEventLoop(): { take(): LoopFigures; close(): void } {
  const delays = monitorEventLoopDelay({ resolution: resolutionMs });
  delays.enable();
  let before = performance.eventLoopUtilization();
  const lateMs = (nanos: number) => Math.max(0, nanos / nanosPerMs - resolutionMs);
  return {
    take: () => {
      const now = performance.eventLoopUtilization();
      const { utilization } = performance.eventLoopUtilization(now, before);
      before = now;
      const figures = {
        busyShare: utilization,
        delayMaxMs: delays.count === 0 ? 0 : lateMs(delays.max),
        delayP99Ms: delays.count === 0 ? 0 : lateMs(delays.percentile(99)),
      };
      delays.reset();
      return figures;
    },
    close: () => void delays.disable(),
  };
}
