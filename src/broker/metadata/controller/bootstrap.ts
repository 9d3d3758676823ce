/** What the first controller of a new cluster writes. */
import type { BrokerConfig } from '../../config.ts';
import { configResource, type MetadataImage } from '../image.ts';
import type { NewRecord } from '../records.ts';

/** Feature levels a new cluster starts with; 30 is 4.3-IV0. */
const initialFeatures = [
  ['metadata.version', 30],
  ['eligible.leader.replicas.version', 1],
] as const;

/** Empty unless the log is. */
export function bootstrapRecords(image: MetadataImage, config: BrokerConfig): NewRecord[] {
  if (image.features.size > 0) return [];
  const features = initialFeatures.map(
    ([name, featureLevel]): NewRecord => ({ type: 'featureLevel', value: { name, featureLevel } }),
  );
  // ELR needs one min.insync.replicas that all nodes agree on (KIP-966).
  const minIsr: NewRecord = {
    type: 'config',
    value: {
      resourceType: configResource.broker,
      resourceName: '',
      name: 'min.insync.replicas',
      value: String(config.minInsyncReplicas),
    },
  };
  return [...features, minIsr];
}
