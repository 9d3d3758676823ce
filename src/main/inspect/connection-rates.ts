/** Connections of a broker with the rates between two looks at them. */
import type { ConnectionView } from '../../broker/control.ts';
import type { BrokerConnection, BrokerConnections } from '../contract/brokers.ts';

type Seen = { readonly atMs: number; readonly requests: number; readonly bytesIn: number };

/** One per watched broker: remembers the last look. */
export class ConnectionRates {
  #seen = new Map<string, Seen>();

  update(views: readonly ConnectionView[], nowMs: number): BrokerConnections {
    const before = this.#seen;
    this.#seen = new Map();
    const rows = views.map(({ id, software, ...view }): [string, BrokerConnection] => {
      const requests = sum(Object.values(view.requests));
      const last = before.get(id);
      const elapsedS = last ? (nowMs - last.atMs) / 1000 : 0;
      this.#seen.set(id, { atMs: nowMs, requests, bytesIn: view.bytesIn });
      const rate = (now: number, then: number | undefined) =>
        elapsedS > 0 ? Math.max(0, Math.round(((now - (then ?? now)) / elapsedS) * 10) / 10) : 0;
      const { bytesIn, ...rest } = view;
      return [
        id,
        {
          ...rest,
          softwareName: software,
          requestsPerS: rate(requests, last?.requests),
          bytesInPerS: rate(bytesIn, last?.bytesIn),
        },
      ];
    });
    return { connections: Object.fromEntries(rows) };
  }
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
