/** Brokers over the Kafka protocol: place, role, versions, configs. */
import type {
  ApiRange,
  ApiVersions,
  BrokerFacts,
  BrokersState,
  LogDirSummary,
} from '../contract/brokers.ts';
import type { ConfigChanges, ConfigEntry } from '../contract/configs.ts';
import type { Handlers } from '../transport/rpc.ts';
import { alterResource, type ConfigResource, describeResource } from './configs.ts';
import { isRetriable } from './kafka-errors.ts';
import type { KafkaLink } from './kafka-link.ts';
import { logDirsOf } from './log-dirs.ts';
import { metadataVersionFeature, metadataVersionName } from './metadata-versions.ts';
import type { ApiResponse } from './requests.ts';

type Told = ApiResponse<'apiVersions'>;
type Quorum = {
  readonly leaderId: number;
  readonly voters: readonly number[];
  readonly observers: readonly number[];
};

/** All brokers that are there now. */
export async function brokersState(link: KafkaLink): Promise<BrokersState> {
  const { brokers } = await link.metadata({ isFresh: true });
  const ids = [...brokers.keys()].sort((a, b) => a - b);
  const [racks, quorum, told, dirs] = await Promise.all([
    racksOf(link),
    quorumOf(link),
    Promise.all(ids.map((id) => versionsOf(link, id))),
    Promise.all(ids.map((id) => logDirsOf(link, id))),
  ]);
  const facts = ids.map((id, index): [string, BrokerFacts] => [
    String(id),
    {
      host: brokers.get(id)?.host ?? '',
      port: brokers.get(id)?.port ?? 0,
      rack: racks.get(id) ?? null,
      role: quorum ? roleOf(quorum, id) : null,
      metadataVersionMax: maxVersion(told[index] ?? null),
      logDirs: dirs[index]?.map(({ replicas: _all, ...dir }): LogDirSummary => dir) ?? null,
    },
  ]);
  const finalized = told
    .flatMap((versions) => versions?.finalizedFeatures ?? [])
    .find(({ name }) => name === metadataVersionFeature);
  return {
    brokers: Object.fromEntries(facts),
    metadataVersion: finalized ? metadataVersionName(finalized.maxVersionLevel) : null,
  };
}

/** What each broker serves, side by side. */
export async function apiVersions(link: KafkaLink): Promise<ApiVersions> {
  const { brokers } = await link.metadata({ isFresh: true });
  const ids = [...brokers.keys()].sort((a, b) => a - b);
  const told = await Promise.all(ids.map((id) => versionsOf(link, id)));
  const apis: Record<string, { key: number; ranges: Record<string, ApiRange> }> = {};
  const features: Record<string, MutableFeature> = {};
  for (const [index, versions] of told.entries()) {
    const id = String(ids[index]);
    for (const { apiKey, name, minVersion: min, maxVersion: max } of versions?.apiKeys ?? []) {
      const api = (apis[name ?? `#${apiKey}`] ??= { key: apiKey, ranges: {} });
      api.ranges[id] = { min, max };
    }
    for (const { name, minVersion: min, maxVersion: max } of versions?.supportedFeatures ?? []) {
      (features[name] ??= { finalized: null, supported: {} }).supported[id] = { min, max };
    }
    for (const feature of versions?.finalizedFeatures ?? []) {
      const { name, minVersionLevel: min, maxVersionLevel: max } = feature;
      (features[name] ??= { finalized: null, supported: {} }).finalized = { min, max };
    }
  }
  return {
    apis,
    features,
    metadataVersions: namesOf(features[metadataVersionFeature]),
    silent: ids.filter((_, index) => told[index] === null),
  };
}

type MutableFeature = { finalized: ApiRange | null; supported: Record<string, ApiRange> };

/** The broker's own configs, or what counts for all brokers. */
function brokerConfigs(link: KafkaLink, brokerId: number | null): Promise<readonly ConfigEntry[]> {
  return describeResource(link, resourceOf(brokerId));
}

function alterBrokerConfigs(
  link: KafkaLink,
  brokerId: number | null,
  changes: ConfigChanges,
): Promise<null> {
  return alterResource(link, resourceOf(brokerId), changes);
}

/** The methods about brokers that need the protocol alone. */
export function brokerMethods(link: KafkaLink) {
  return {
    'brokers.configs': async ({ brokerId }) => ({ configs: await brokerConfigs(link, brokerId) }),
    'brokers.alterConfigs': ({ brokerId, ...changes }) =>
      alterBrokerConfigs(link, brokerId, changes),
    'brokers.apiVersions': () => apiVersions(link),
  } satisfies Handlers<'brokers.configs' | 'brokers.alterConfigs' | 'brokers.apiVersions'>;
}

/** A broker tells its own configs only. */
function resourceOf(brokerId: number | null): ConfigResource {
  if (brokerId === null) return { type: 'broker', name: '' };
  return { type: 'broker', name: String(brokerId), target: brokerId };
}

async function versionsOf(link: KafkaLink, brokerId: number): Promise<Told | null> {
  return orNull(link.call(brokerId, 'apiVersions', 'rivulet', '1'));
}

async function racksOf(link: KafkaLink): Promise<ReadonlyMap<number, string | null>> {
  const version = await link.versionOf('describeCluster').catch(() => null);
  if (version === null) return new Map();
  const told = await orNull(link.call('any', 'describeCluster', false, 1));
  return new Map(told?.brokers.map(({ brokerId, rack }) => [brokerId, rack ?? null]));
}

/** Null for ZooKeeper's clusters and Redpanda, which have no such quorum. */
async function quorumOf(link: KafkaLink): Promise<Quorum | null> {
  const topics = [{ topicName: '__cluster_metadata', partitions: [{ partitionIndex: 0 }] }];
  try {
    const { response } = await link.callPartly('any', 'describeQuorum', topics);
    const partition = response.topics[0]?.partitions[0];
    if (!partition) return null;
    return {
      leaderId: partition.leaderId,
      voters: partition.currentVoters.map(({ replicaId }) => replicaId),
      observers: partition.observers.map(({ replicaId }) => replicaId),
    };
  } catch {
    // An older API, no quorum, or nobody answers: then nothing is told.
    return null;
  }
}

function roleOf({ leaderId, voters, observers }: Quorum, id: number): BrokerFacts['role'] {
  if (leaderId === id) return 'active-controller';
  if (voters.includes(id)) return 'voter';
  return observers.includes(id) ? 'observer' : null;
}

function maxVersion(versions: Told | null): string | null {
  const feature = versions?.supportedFeatures?.find(({ name }) => name === metadataVersionFeature);
  return feature ? metadataVersionName(feature.maxVersion) : null;
}

function namesOf(feature: MutableFeature | undefined): { readonly [level: string]: string } {
  const ranges = feature ? [...Object.values(feature.supported), feature.finalized] : [];
  const levels = ranges.flatMap((range) => (range ? [range.min, range.max] : []));
  return Object.fromEntries(levels.map((level) => [String(level), metadataVersionName(level)]));
}

/** A broker that does not answer is told as one that does not. */
async function orNull<Value>(promise: Promise<Value>): Promise<Value | null> {
  try {
    return await promise;
  } catch (error) {
    if (isRetriable(error)) return null;
    throw error;
  }
}
