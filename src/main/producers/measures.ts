/** What producers tell of themselves (KIP-714), by producer. */
import type { BrokerStats } from '../../broker/control.ts';
import type { ProducerMeasures } from '../contract/producers.ts';
import { producerId } from './producer-id.ts';

/** A client pushes to one broker; after a change of brokers two may know of it for a while. */
export function measuresByProducer(
  stats: ReadonlyMap<number, BrokerStats>,
): ReadonlyMap<string, ProducerMeasures> {
  const found = new Map<string, ProducerMeasures>();
  for (const { clientMetrics } of stats.values()) {
    for (const { software, measures, ...client } of clientMetrics) {
      found.set(producerId(client), { software, ...measures });
    }
  }
  return found;
}
