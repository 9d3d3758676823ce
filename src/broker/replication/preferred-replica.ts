/**
 * Which replica a consumer should read from (KIP-392), chosen by the leader it asked. With Kafka's
 * rack-aware selector that is an in-sync follower in the consumer's own rack; the consumer then
 * goes there for a while, and comes back when it finds nothing.
 */
import type { BrokerConfig } from '../config.ts';
import type { MetadataImage } from '../metadata/image.ts';
import type { FollowerView } from './partition-state.ts';
import type { Partition } from './partition.ts';

/** The leader itself. */
export const noPreference = -1;

const rackAwareSelector = 'org.apache.kafka.common.replica.RackAwareReplicaSelector';

/** Whether racks matter; any other class, and none, means that consumers read from leaders. */
export const isRackAware = ({ replicaSelectorClass }: BrokerConfig): boolean =>
  replicaSelectorClass === rackAwareSelector;

/** The id of a follower that is better for a consumer in `clientRack`, or `noPreference`. */
export function preferredReplica(
  { view }: Partition,
  { brokers }: MetadataImage,
  clientRack: string,
  fetchOffset: number,
): number {
  const isNear = (id: number) => {
    const broker = brokers.get(id);
    return broker !== undefined && !broker.isFenced && broker.rack === clientRack;
  };
  if (!view || isNear(view.nodeId)) return noPreference;
  let best: FollowerView | undefined;
  for (const follower of view.followers) {
    // Who lags would send the consumer back, and it would be sent there again.
    const isInSync = view.isr.includes(follower.id);
    const hasOffset =
      follower.logEndOffset >= fetchOffset && follower.logStartOffset <= fetchOffset;
    if (!isInSync || !hasOffset || !isNear(follower.id)) continue;
    if (!best || isBetter(follower, best)) best = follower;
  }
  return best?.id ?? noPreference;
}

function isBetter(one: FollowerView, other: FollowerView): boolean {
  if (one.logEndOffset !== other.logEndOffset) return one.logEndOffset > other.logEndOffset;
  if (one.lastCaughtUpMs !== other.lastCaughtUpMs) return one.lastCaughtUpMs > other.lastCaughtUpMs;
  return one.id > other.id;
}
