/** Names the run of the operating system: what was written during it is in the page cache, if not on the device. */
import { readFileSync } from 'node:fs';
import { uptime } from 'node:os';

const linuxPath = '/proc/sys/kernel/random/boot_id';
/** The clock and the uptime are read one after another, and the uptime in whole seconds on some systems. */
const toleranceSeconds = 10;

/** The same text as long as the machine was not started anew; a clock that was set may change it. */
export function readBootId(): string {
  try {
    return readFileSync(linuxPath, 'utf8').trim();
  } catch {
    // Not Linux: the moment of the boot, as far as it can be told.
    const bootSeconds = Date.now() / 1000 - uptime();
    return `boot-time-${Math.round(bootSeconds / toleranceSeconds) * toleranceSeconds}`;
  }
}
