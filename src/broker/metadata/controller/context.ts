/** What every decision of the controller is made from, and what comes out of one. */
import type { BrokerConfig } from '../../config.ts';
import { errors, KafkaError } from '../../protocol/errors.ts';
import type { Uuid } from '../../protocol/types.ts';
import {
  configResource,
  configResourceKey,
  type BrokerImage,
  type MetadataImage,
  type TopicImage,
} from '../image.ts';
import type { NewRecord } from '../records.ts';

export type ControllerContext = {
  /** Committed records and those that were appended but are not committed yet. */
  readonly image: MetadataImage;
  /** The controller's own static config. */
  readonly config: BrokerConfig;
  /** Offset of the first record this decision may write. */
  readonly nextOffset: number;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  readonly newUuid: () => Uuid;
};

/** Records to append as one batch, and the answer once they are committed. */
export type Outcome<R> = { readonly records: readonly NewRecord[]; readonly response: R };

/** Records of one request; more would block the log for everyone (as in Kafka). */
export const recordCountMax = 10_000;
export const tooMany = (): KafkaError =>
  new KafkaError(errors.policyViolation, 'Unable to perform excessively large batch operation.');

/** What is named more than once, in the order of its first place. */
export function duplicatesIn(names: readonly string[]): ReadonlySet<string> {
  const seen = new Set<string>();
  const repeated = new Set<string>();
  for (const name of names) (seen.has(name) ? repeated : seen).add(name);
  return new Set(names.filter((name) => repeated.has(name)));
}

export const noLeader = -1;

/** Unfenced and not on its way down: may lead and be in sync. */
export function isActive(broker: BrokerImage | undefined): boolean {
  return broker !== undefined && !broker.isFenced && !broker.inControlledShutdown;
}

export function isElrEnabled(image: MetadataImage): boolean {
  return (image.features.get('eligible.leader.replicas.version') ?? 0) >= 1;
}

/** Throws KafkaError unless the broker is registered under this epoch. */
export function requireBroker(
  image: MetadataImage,
  brokerId: number,
  brokerEpoch: number,
): BrokerImage {
  const broker = image.brokers.get(brokerId);
  if (broker?.epoch !== brokerEpoch) throw new KafkaError(errors.staleBrokerEpoch);
  return broker;
}

/** What elections of a topic's partitions depend on. */
export type TopicRules = { readonly minIsr: number; readonly isUncleanElectionEnabled: boolean };

const minIsrKey = 'min.insync.replicas';
const uncleanKey = 'unclean.leader.election.enable';

/** Asked per partition when a broker goes, so only the two values are looked up. */
export function topicRules({ image, config }: ControllerContext, topic: TopicImage): TopicRules {
  const dynamic = (name: string): string | undefined =>
    image.configs.get(configResourceKey(configResource.topic, topic.name))?.get(name) ??
    image.configs.get(configResourceKey(configResource.broker, `${config.nodeId}`))?.get(name) ??
    image.configs.get(configResourceKey(configResource.broker, ''))?.get(name);
  const minIsr = Number(dynamic(minIsrKey) ?? config.minInsyncReplicas);
  const unclean = dynamic(uncleanKey)?.trim().toLowerCase();
  const replicaCount = topic.partitions[0]?.replicas.length ?? minIsr;
  return {
    // KIP-966: the effective minimum.
    minIsr: Math.min(minIsr, replicaCount),
    isUncleanElectionEnabled:
      unclean === undefined ? config.uncleanLeaderElectionEnable : unclean === 'true',
  };
}
