/** What one connection has asked for so far: who it says it is, and how often it called each API. */
import type { ConnectionView } from '../control.ts';
import type { ClientCounts } from '../metrics/client-meter.ts';

/** API keys above it are counted together with the last. */
const keysMax = 128;

export class ConnectionUsage {
  readonly sinceMs: number;
  clientId = '';
  bytesIn = 0;
  /** Where this connection's traffic is counted; kept here, so that no request looks it up. */
  client: ClientCounts | undefined;
  private readonly counts = new Uint32Array(keysMax);

  constructor(sinceMs: number) {
    this.sinceMs = sinceMs;
  }

  /** One request; called for each, so it allocates nothing. */
  add(apiKey: number, clientId: string, sizeBytes: number): void {
    this.clientId = clientId;
    this.bytesIn += sizeBytes;
    this.counts[Math.min(apiKey, keysMax - 1)]++;
  }

  /** Counts by the name of the API, of those that were called. */
  requests(nameOf: (apiKey: number) => string): ConnectionView['requests'] {
    const requests: Record<string, number> = {};
    for (const [key, count] of this.counts.entries()) if (count > 0) requests[nameOf(key)] = count;
    return requests;
  }
}
