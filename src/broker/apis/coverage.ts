/** What is served, derived from the list of handlers: for ApiVersions and for the README's table. */
import type { Handler, ListenerRole } from './handler.ts';

export type ServedVersions = {
  readonly apiKey: number;
  readonly minVersion: number;
  readonly maxVersion: number;
};

const produceKey = 0;

/**
 * Sorted by key. Produce is told from version 0 on although 0 to 2 are refused: librdkafka before
 * 2.11.1 takes its compression support from Produce v0 being in range (KAFKA-18659).
 */
export function servedVersions(
  handlers: readonly Handler[],
  listener: ListenerRole,
): ServedVersions[] {
  return handlers
    .filter((entry) => entry.listeners.includes(listener))
    .map(({ api }) => ({
      apiKey: api.key,
      minVersion: api.key === produceKey ? 0 : api.minVersion,
      maxVersion: api.maxVersion,
    }))
    .sort((a, b) => a.apiKey - b.apiKey);
}
