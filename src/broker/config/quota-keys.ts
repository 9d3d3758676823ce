/**
 * Keys of a broker that can only be set while it runs, for itself or for all (KIP-73, KIP-113).
 * They are told only where someone set them.
 */
import { long, maxLong } from './keys.ts';

export const replicationQuotaKeys = {
  'follower.replication.throttled.rate': long(
    maxLong,
    'Most bytes per second that a broker fetches for throttled replicas.',
    { min: 0, update: 'cluster-wide' },
  ),
  'leader.replication.throttled.rate': long(
    maxLong,
    'Most bytes per second that a broker serves to followers for throttled replicas.',
    { min: 0, update: 'cluster-wide' },
  ),
  'replica.alter.log.dirs.io.max.bytes.per.second': long(
    maxLong,
    'Most bytes per second that a broker copies when replicas move between its log directories.',
    { min: 0, update: 'cluster-wide' },
  ),
};

type DynamicConfigs = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** Bytes per second that were set for the broker, or else for all; unlimited when for neither. */
export function replicationQuota(
  { configs }: { readonly configs: DynamicConfigs },
  brokerId: number,
  name: keyof typeof replicationQuotaKeys,
): number {
  const text = configs.get(`4:${brokerId}`)?.get(name) ?? configs.get('4:')?.get(name);
  return text === undefined ? Number.POSITIVE_INFINITY : Number(text);
}
