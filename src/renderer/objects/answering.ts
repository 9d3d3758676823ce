/** Whether a broker serves requests now, ours or somebody else's. */
import type { BrokerState } from '../../main/contract/index.ts';

export function isAnswering(broker: BrokerState | undefined): boolean {
  return (
    broker !== undefined &&
    (broker.phase === 'ready' || broker.phase === 'foreign') &&
    !broker.isFenced
  );
}
