/** The real environment of a broker process. */
import { nodeClock, nodeRandom } from './clock-node.ts';
import { createNodeDisk } from './disk-node.ts';
import type { Env, Logger } from './env.ts';
import { createNodeNet } from './net-node.ts';

/** One line per message on standard error: time, level, area, text. */
function createNodeLogger(): Logger {
  const line = (level: string, area: string, message: string): void => {
    process.stderr.write(`${new Date().toISOString()} ${level} [${area}] ${message}\n`);
  };
  return {
    info: (area, message) => line('INFO', area, message),
    warn: (area, message) => line('WARN', area, message),
    error: (area, message, cause) =>
      line(
        'ERROR',
        area,
        cause instanceof Error ? `${message}\n${cause.stack ?? cause.message}` : message,
      ),
  };
}

export function createNodeEnv(): Env {
  return {
    clock: nodeClock,
    random: nodeRandom,
    net: createNodeNet(),
    disk: createNodeDisk(),
    logger: createNodeLogger(),
  };
}
