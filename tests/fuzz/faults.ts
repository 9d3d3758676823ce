/** What a broker under malformed frames may cost. */
import type { FuzzResult } from './fuzz.ts';

/** What it may hold more than once it was warm. */
const growthMaxMiB = 96;
/** What it may hold in all, a bomb that is being unpacked included. */
const memoryMaxMiB = 640;
const memoryAfterBombsMaxMiB = 400;
/** However much it has to complain about. */
const logMaxMiB = 4;
/** Frames of strangers take their turn like anyone's: the probe waits for those before it. */
const latencyMaxMs = 100;

/** One line for each thing that is not as it should be. */
export function faultsOf(result: FuzzResult): string[] {
  const { latency, memory, probeErrors, brokerErrors, logMiB } = result;
  const faults: string[] = [];
  for (const error of probeErrors.slice(0, 5)) faults.push(`the probe failed: ${error}`);
  for (const line of brokerErrors.slice(0, 5)) faults.push(`the broker says: ${line}`);
  if (logMiB > logMaxMiB) faults.push(`its log has grown to ${logMiB} MiB`);
  if (memory.peak > memory.warm + growthMaxMiB)
    faults.push(`memory grew from ${memory.warm} to ${memory.peak} MiB`);
  if (memory.bombs > memoryMaxMiB) faults.push(`bombs made it hold ${memory.bombs} MiB`);
  if (memory.after > memoryAfterBombsMaxMiB) faults.push(`it still holds ${memory.after} MiB`);
  const isSlow = latency.frames.p99Ms > Math.max(latencyMaxMs, 20 * latency.before.p99Ms);
  if (isSlow)
    faults.push(`p99 of the probe was ${latency.frames.p99Ms} ms, ${latency.before.p99Ms} before`);
  return faults;
}
