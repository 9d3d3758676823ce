/** The life of a broker in the cluster: registration, heartbeats, fencing, controlled shutdown. */
import type { RequestOf, ResponseOf } from '../../protocol/api.ts';
import { errors, KafkaError } from '../../protocol/errors.ts';
import type { brokerRegistrationApi } from '../../protocol/messages/62-broker-registration.ts';
import type { brokerHeartbeatApi } from '../../protocol/messages/63-broker-heartbeat.ts';
import type { unregisterBrokerApi } from '../../protocol/messages/64-unregister-broker.ts';
import type { controllerRegistrationApi } from '../../protocol/messages/70-controller-registration.ts';
import type { BrokerImage, MetadataImage } from '../image.ts';
import type { NewRecord } from '../records.ts';
import { type ControllerContext, noLeader, type Outcome, requireBroker } from './context.ts';
import { leaderAndIsrUpdates } from './partition-updates.ts';

type Registration = RequestOf<typeof brokerRegistrationApi>;
type Heartbeat = RequestOf<typeof brokerHeartbeatApi>;

/** What the active controller remembers of a broker between heartbeats; not in the log. */
export type BrokerSession = {
  readonly brokerEpoch: number;
  readonly lastContactMs: number;
  /** How far the broker has replayed the metadata log. */
  readonly metadataOffset: number;
  /** Offset of the change that took its leaderships away; -1 unless it is shutting down. */
  readonly shutdownOffset: number;
  /** The connection its heartbeats come through. */
  readonly connectionId?: string;
};
export type BrokerSessions = ReadonlyMap<number, BrokerSession>;

const fence = 1;
const unfence = -1;

export function registerBroker(
  context: ControllerContext,
  clusterId: string,
  request: Registration,
  hasLiveSession: boolean,
): Outcome<ResponseOf<typeof brokerRegistrationApi>> {
  const { brokerId, incarnationId } = request;
  const before = context.image.brokers.get(brokerId);
  const isSameIncarnation = before?.incarnationId === incarnationId;
  requireValidRegistration(context.image, clusterId, request);
  if (before && hasLiveSession && !isSameIncarnation && !sharesFolder(before, request)) {
    throw new KafkaError(
      errors.duplicateBrokerRegistration,
      `Another broker is registered with id ${brokerId}.`,
    );
  }
  const records = isSameIncarnation ? [] : shutdownRecords(context, before, request);
  const brokerEpoch =
    before && isSameIncarnation ? before.epoch : context.nextOffset + records.length;
  records.push({
    type: 'registerBroker',
    value: {
      brokerId,
      incarnationId,
      brokerEpoch,
      endPoints: request.listeners,
      features: request.features,
      rack: request.rack,
      fenced: true,
      logDirs: request.logDirs,
    },
  });
  return { records, response: { errorCode: errors.none, brokerEpoch } };
}

/**
 * A log folder is locked by the process that uses it, so whoever registers with the folder of the
 * old incarnation proves that this one is dead. Its session need not run out: until then a replica
 * that may have lost records would count as in sync.
 */
const sharesFolder = (before: BrokerImage, { logDirs }: Registration): boolean =>
  before.logDirs.some((id) => logDirs.includes(id));

function requireValidRegistration(
  image: MetadataImage,
  clusterId: string,
  request: Registration,
): void {
  const refuse = (code: number, message: string) => new KafkaError(code, message);
  if (request.clusterId !== clusterId) {
    throw refuse(
      errors.inconsistentClusterId,
      `Expected cluster ID ${clusterId}, but got cluster ID ${request.clusterId}`,
    );
  }
  if (request.listeners.length === 0 || request.logDirs.length === 0) {
    throw refuse(errors.invalidRegistration, 'A broker needs a listener and a log directory.');
  }
  for (const other of image.brokers.values()) {
    if (other.id === request.brokerId) continue;
    const shared = other.logDirs.find((id) => request.logDirs.includes(id));
    if (shared !== undefined) {
      throw refuse(
        errors.invalidRegistration,
        `Broker ${other.id} is already registered with directory ${shared}`,
      );
    }
  }
  for (const [name, level] of image.features) {
    const feature = request.features.find((supported) => supported.name === name);
    const { minSupportedVersion: min, maxSupportedVersion: max } = feature ?? {
      minSupportedVersion: 0,
      maxSupportedVersion: 0,
    };
    if (level < min || level > max) {
      throw refuse(
        errors.unsupportedVersion,
        `The broker supports ${name} ${min} to ${max}, but the cluster uses ${level}.`,
      );
    }
  }
}

/** The old incarnation is gone; what it may still lead depends on how it went (KIP-966). */
function shutdownRecords(
  context: ControllerContext,
  before: BrokerImage | undefined,
  { brokerId, previousBrokerEpoch }: Registration,
): NewRecord[] {
  if (!before) return [];
  if (previousBrokerEpoch === before.epoch) {
    return leaderAndIsrUpdates(context, { removed: brokerId }, ({ isr }) => isr.includes(brokerId));
  }
  return leaderAndIsrUpdates(
    context,
    { unclean: brokerId },
    ({ isr, elr }) => isr.includes(brokerId) || elr.includes(brokerId),
  );
}

export function registerController(
  { image }: ControllerContext,
  request: RequestOf<typeof controllerRegistrationApi>,
): Outcome<ResponseOf<typeof controllerRegistrationApi>> {
  const response = { errorCode: errors.none, errorMessage: null };
  const before = image.controllers.get(request.controllerId);
  if (before?.incarnationId === request.incarnationId) return { records: [], response };
  const { controllerId, incarnationId, listeners, features } = request;
  const value = {
    controllerId,
    incarnationId,
    zkMigrationReady: false,
    endPoints: listeners,
    features,
  };
  return { records: [{ type: 'registerController', value }], response };
}

/** Fenced: takes no part. Leaves its ISRs, its leaderships go to others. */
export function fenceBroker(context: ControllerContext, brokerId: number): NewRecord[] {
  const broker = context.image.brokers.get(brokerId);
  if (!broker || broker.isFenced) return [];
  return [
    ...leaderAndIsrUpdates(context, { removed: brokerId }, ({ isr }) => isr.includes(brokerId)),
    registrationChange(broker, { fenced: fence }),
  ];
}

/** Taken off the list of members. Its replicas stay assigned to it, but are in sync no more. */
export function unregisterBroker(
  context: ControllerContext,
  { brokerId }: RequestOf<typeof unregisterBrokerApi>,
): Outcome<ResponseOf<typeof unregisterBrokerApi>> {
  const broker = context.image.brokers.get(brokerId);
  if (!broker) {
    const message = `Broker ID ${brokerId} is not currently registered`;
    throw new KafkaError(errors.brokerIdNotRegistered, message);
  }
  const value = { brokerId, brokerEpoch: broker.epoch };
  const records: NewRecord[] = [
    ...leaderAndIsrUpdates(context, { removed: brokerId }, ({ isr }) => isr.includes(brokerId)),
    { type: 'unregisterBroker', value },
  ];
  return { records, response: { errorCode: errors.none, errorMessage: '' } };
}

type HeartbeatOutcome = Outcome<ResponseOf<typeof brokerHeartbeatApi>> & {
  readonly session: BrokerSession;
};

/**
 * What a heartbeat changes. fenced -> unfenced once it is caught up and wants to; any -> fenced
 * when it wants to; unfenced -> controlled shutdown while it leads something; -> told to shut down
 * when it leads nothing more and all other live brokers know that.
 */
export function brokerHeartbeat(
  context: ControllerContext,
  request: Heartbeat,
  sessions: BrokerSessions,
  contact: { readonly nowMs: number; readonly connectionId?: string },
): HeartbeatOutcome {
  const { brokerId, brokerEpoch, currentMetadataOffset } = request;
  const broker = requireBroker(context.image, brokerId, brokerEpoch);
  const isCaughtUp = currentMetadataOffset >= broker.epoch;
  const before = sessions.get(brokerId);
  const session: BrokerSession = {
    brokerEpoch,
    lastContactMs: contact.nowMs,
    metadataOffset: currentMetadataOffset,
    shutdownOffset: before?.brokerEpoch === brokerEpoch ? before.shutdownOffset : -1,
    connectionId: contact.connectionId,
  };
  const answer = (records: readonly NewRecord[], isFenced: boolean, shouldShutDown: boolean) => ({
    records,
    response: { errorCode: errors.none, isCaughtUp, isFenced, shouldShutDown },
    session,
  });
  if (broker.isFenced) {
    if (request.wantShutDown) return answer([], true, true);
    if (request.wantFence || !isCaughtUp) return answer([], true, false);
    return answer(unfenceBroker(context, broker), false, false);
  }
  if (request.wantFence) {
    return answer(fenceBroker(context, brokerId), true, request.wantShutDown);
  }
  if (!request.wantShutDown && !broker.inControlledShutdown) return answer([], false, false);
  const step = shutDown(context, broker, sessions, session.shutdownOffset);
  return {
    ...answer(step.records, step.isDone, step.isDone),
    session: { ...session, shutdownOffset: step.shutdownOffset },
  };
}

function unfenceBroker(context: ControllerContext, broker: BrokerImage): NewRecord[] {
  return [
    registrationChange(broker, { fenced: unfence }),
    ...leaderAndIsrUpdates(context, { added: broker.id }, ({ leader }) => leader === noLeader),
  ];
}

/** One step of a controlled shutdown. */
function shutDown(
  context: ControllerContext,
  broker: BrokerImage,
  sessions: BrokerSessions,
  shutdownOffset: number,
): { records: NewRecord[]; isDone: boolean; shutdownOffset: number } {
  const { image } = context;
  const { id } = broker;
  if (!broker.inControlledShutdown && leadsAny(image, id)) {
    const records = [
      registrationChange(broker, { inControlledShutdown: 1 }),
      ...leaderAndIsrUpdates(context, { removed: id }, ({ isr }) => isr.includes(id)),
    ];
    return { records, isDone: false, shutdownOffset: context.nextOffset + records.length - 1 };
  }
  // A controller that took over in the middle starts from what it knows.
  const offset = broker.inControlledShutdown && shutdownOffset < 0 ? image.offset : shutdownOffset;
  const isKnownToAll = offset <= lowestActiveOffset(image, sessions, id);
  if (leadsAny(image, id) || !isKnownToAll) {
    return { records: [], isDone: false, shutdownOffset: offset };
  }
  return { records: fenceBroker(context, id), isDone: true, shutdownOffset: offset };
}

function leadsAny(image: MetadataImage, brokerId: number): boolean {
  for (const topic of image.topicsById.values()) {
    if (topic.partitions.some(({ leader }) => leader === brokerId)) return true;
  }
  return false;
}

/** How far all other brokers that take part have replayed the log. */
function lowestActiveOffset(
  image: MetadataImage,
  sessions: BrokerSessions,
  exceptId: number,
): number {
  let lowest = Number.POSITIVE_INFINITY;
  for (const broker of image.brokers.values()) {
    if (broker.id === exceptId || broker.isFenced || broker.inControlledShutdown) continue;
    lowest = Math.min(lowest, sessions.get(broker.id)?.metadataOffset ?? -1);
  }
  return lowest;
}

function registrationChange(
  { id, epoch }: BrokerImage,
  change: { readonly fenced?: number; readonly inControlledShutdown?: number },
): NewRecord {
  return {
    type: 'brokerRegistrationChange',
    value: { brokerId: id, brokerEpoch: epoch, ...change },
  };
}
