/** UpdateFeatures (KIP-584, KIP-778): request and image -> feature level records, all or none. */
import type { RequestOf, ResponseOf } from '../../protocol/api.ts';
import { errors, KafkaError } from '../../protocol/errors.ts';
import type { updateFeaturesApi } from '../../protocol/messages/57-update-features.ts';
import {
  elrVersion,
  featureDependencies,
  isMetadataLostBetween,
  metadataVersion,
  supportedFeatures,
} from '../features.ts';
import { configResource, configResourceKey, type SupportedFeature } from '../image.ts';
import type { NewRecord } from '../records.ts';
import type { ControllerContext, Outcome } from './context.ts';

type Request = RequestOf<typeof updateFeaturesApi>;
type Update = Request['featureUpdates'][number];
type Response = ResponseOf<typeof updateFeaturesApi>;
type Levels = ReadonlyMap<string, number>;

const upgradeType = { upgrade: 1, safeDowngrade: 2, unsafeDowngrade: 3 } as const;
const minIsr = 'min.insync.replicas';

export function updateFeatures(context: ControllerContext, request: Request): Outcome<Response> {
  // Of a feature that is named twice the last one counts.
  const updates = new Map(request.featureUpdates.map((update) => [update.feature, update]));
  const proposed = new Map(context.image.features);
  for (const { feature, maxVersionLevel } of updates.values()) {
    proposed.set(feature, maxVersionLevel);
  }
  const records: NewRecord[] = [];
  try {
    for (const update of updates.values()) records.push(...updateOne(context, update, proposed));
  } catch (error) {
    if (!(error instanceof KafkaError)) throw error;
    const errorMessage =
      'The update failed for all features since the following feature had an error: ' +
      error.message;
    return { records: [], response: { errorCode: error.code, errorMessage } };
  }
  // Kafka puts the name of the code into the place of a message.
  const results = request.featureUpdates.map(({ feature }) => ({
    feature,
    errorCode: errors.none,
    errorMessage: 'NONE',
  }));
  const response = { errorCode: errors.none, errorMessage: null, results };
  return { records: request.validateOnly ? [] : records, response };
}

/** Throws KafkaError(invalidUpdateVersion) with the first rule that is broken, in Kafka's order. */
function updateOne(context: ControllerContext, update: Update, proposed: Levels): NewRecord[] {
  const { feature, maxVersionLevel: level } = update;
  const { upgrade, unsafeDowngrade } = upgradeType;
  const refuse = (why: string): KafkaError =>
    refusal(`Invalid update version ${level} for feature ${feature}. ${why}`);
  if (update.upgradeType < upgrade || update.upgradeType > unsafeDowngrade) {
    throw refuse('The controller does not support the given upgrade type.');
  }
  if (level < 0) throw refuse('A feature version cannot be less than 0.');
  const reason = reasonNotSupported(context, feature, level);
  if (reason !== undefined) throw refuse(reason);
  const present = context.image.features.get(feature) ?? 0;
  if (level < present && update.upgradeType === upgrade) {
    throw refuse(
      "Can't downgrade the version of this feature without setting the upgrade type to either " +
        'safe or unsafe downgrade.',
    );
  }
  if (level > present && update.upgradeType !== upgrade) {
    throw refuse("Can't downgrade to a newer version.");
  }
  if (feature === metadataVersion) requireNothingLost(present, update);
  const missing = featureDependencies.find(
    (it) => it.feature === feature && it.level <= level && (proposed.get(it.on) ?? 0) < it.atLevel,
  );
  if (missing) {
    const { on, atLevel } = missing;
    throw refuse(
      `${feature} could not be set to ${level} because it depends on ${on} level ${atLevel}`,
    );
  }
  if (!supportedFeatures.some(({ name }) => name === feature)) {
    throw refuse(`Feature ${feature} not found.`);
  }
  // A feature that has no other level is not recorded.
  if (level === 0 && present === 0) return [];
  const record: NewRecord = { type: 'featureLevel', value: { name: feature, featureLevel: level } };
  return feature === elrVersion && level > 0 ? [record, ...elrRecords(context)] : [record];
}

const refusal = (message: string): KafkaError =>
  new KafkaError(errors.invalidUpdateVersion, message);

function requireNothingLost(present: number, { maxVersionLevel: level, ...update }: Update): void {
  if (level >= present || !isMetadataLostBetween(level, present)) return;
  const why =
    update.upgradeType === upgradeType.unsafeDowngrade
      ? 'Unsafe metadata downgrade is not supported in this version.'
      : 'Refusing to perform the requested downgrade because it might delete metadata information.';
  throw refusal(`Unsupported metadata.version downgrade from ${present} to ${level}. ${why}`);
}

/** Every node has to know the level, those that are away too. */
function reasonNotSupported(
  { image, config }: ControllerContext,
  feature: string,
  level: number,
): string | undefined {
  const own = `Local controller ${config.nodeId}`;
  const local = reasonOf(own, supportedFeatures, feature, level);
  if (local !== undefined) return local;
  for (const { id, features } of image.brokers.values()) {
    const reason = reasonOf(`Broker ${id}`, features, feature, level);
    if (reason !== undefined) return reason;
  }
  for (const { id, features } of image.controllers.values()) {
    if (id === config.nodeId) continue;
    const reason = reasonOf(`Controller ${id}`, features, feature, level);
    if (reason !== undefined) return reason;
  }
  const absent = voterIds(config.controllerQuorumVoters).find(
    (id) => id !== config.nodeId && !image.controllers.has(id),
  );
  if (absent === undefined) return undefined;
  return `controller ${absent} has not registered, and may not support this feature`;
}

const voterIds = (voters: readonly string[]): number[] =>
  voters.map((voter) => Number(voter.slice(0, voter.indexOf('@'))));

/** A feature that is not named is one that is off everywhere. */
function reasonOf(
  what: string,
  features: readonly SupportedFeature[],
  feature: string,
  level: number,
): string | undefined {
  const { min, max } = features.find(({ name }) => name === feature) ?? { min: 0, max: 0 };
  if (level >= min && level <= max) return undefined;
  return max === 0
    ? `${what} does not support this feature.`
    : `${what} only supports versions ${min}-${max}`;
}

/** Eligible leader replicas need one min.insync.replicas that all nodes agree on (KIP-966). */
function elrRecords({ image, config }: ControllerContext): NewRecord[] {
  const record = (resourceName: string, value: string | null): NewRecord => ({
    type: 'config',
    value: { resourceType: configResource.broker, resourceName, name: minIsr, value },
  });
  const all = configResourceKey(configResource.broker, '');
  const records: NewRecord[] = [];
  if (!image.configs.get(all)?.has(minIsr)) {
    records.push(record('', String(config.minInsyncReplicas)));
  }
  for (const [key, values] of image.configs) {
    if (key === all || !key.startsWith(all) || !values.has(minIsr)) continue;
    records.push(record(key.slice(all.length), null));
  }
  return records;
}
