import { describe, expect, it } from 'vitest';
import {
  brokerHeartbeat,
  type BrokerSession,
  fenceBroker,
  registerBroker,
  registerController,
  unregisterBroker,
} from '../../../../src/broker/metadata/controller/brokers.ts';
import { preferredElections } from '../../../../src/broker/metadata/controller/leaders.ts';
import type { MetadataImage } from '../../../../src/broker/metadata/image.ts';
import { errors, KafkaError } from '../../../../src/broker/protocol/errors.ts';
import {
  givenBroker,
  givenContext,
  givenImage,
  givenPartition,
  id,
  partitionOf,
  replayed,
  threeBrokers,
} from '../given.ts';

const clusterId = 'the-cluster';
const withFenced = (...fenced: number[]) =>
  threeBrokers.map((broker) => ({ ...broker, isFenced: fenced.includes(broker.id) }));

type Registration = Parameters<typeof registerBroker>[2];
const registration = (changes: Partial<Registration> = {}): Registration => ({
  brokerId: 1,
  clusterId,
  incarnationId: id(555),
  listeners: [{ name: 'PLAINTEXT', host: '127.0.0.1', port: 9001, securityProtocol: 0 }],
  features: [
    { name: 'metadata.version', minSupportedVersion: 7, maxSupportedVersion: 30 },
    { name: 'eligible.leader.replicas.version', minSupportedVersion: 0, maxSupportedVersion: 1 },
  ],
  rack: null,
  isMigratingZkBroker: false,
  logDirs: [id(1001)],
  previousBrokerEpoch: -1,
  ...changes,
});
const codeOf = (action: () => unknown): number => {
  try {
    action();
  } catch (error) {
    if (error instanceof KafkaError) return error.code;
    throw error;
  }
  return 0;
};

describe('BrokerRegistration', () => {
  const image = givenImage({
    brokers: withFenced(1),
    topics: {
      last: [givenPartition({ isr: [], elr: [1], leader: -1, lastKnownElr: [1] })],
      still: [givenPartition({ isr: [1, 2], leader: 2 })],
    },
    configs: { '4:': { 'min.insync.replicas': '1' } },
  });
  const register = (
    changes: Partial<Registration> = {},
    isLive = false,
    on: MetadataImage = image,
  ) => registerBroker(givenContext(on), clusterId, registration(changes), isLive);

  it('gives the offset of the record as the epoch', () => {
    const { records, response } = register({ brokerId: 7, logDirs: [id(7)] });
    expect(records).toHaveLength(1);
    expect(response).toMatchObject({ errorCode: 0, brokerEpoch: 1000 });
    expect(replayed(image, records).brokers.get(7)).toMatchObject({ epoch: 1000, isFenced: true });
  });

  it('keeps eligibility after a clean shutdown', () => {
    const after = replayed(image, register({ previousBrokerEpoch: 100 }).records);
    expect(partitionOf(after, 'last')).toMatchObject({ elr: [1], leader: -1 });
    expect(partitionOf(after, 'still').isr).toEqual([2]);
  });

  it('takes eligibility and sync away after an unclean one', () => {
    const { records, response } = register();
    const after = replayed(image, records);
    expect(partitionOf(after, 'last')).toMatchObject({ elr: [], lastKnownElr: [1] });
    expect(partitionOf(after, 'still')).toMatchObject({ isr: [2], leader: 2 });
    expect(after.brokers.get(1)?.epoch).toBe(response.brokerEpoch);
    expect(response.brokerEpoch).toBe(1002);
  });

  it('gives the same epoch to the same incarnation again', () => {
    const { response } = register({ incarnationId: id(1) });
    expect(response.brokerEpoch).toBe(100);
  });

  it('refuses a second broker with the id of a live one', () => {
    const elsewhere = { logDirs: [id(7001)] };
    expect(codeOf(() => register(elsewhere, true))).toBe(errors.duplicateBrokerRegistration);
    expect(codeOf(() => register(elsewhere, false))).toBe(0);
    expect(codeOf(() => register({ ...elsewhere, incarnationId: id(1) }, true))).toBe(0);
  });

  it('takes the folder of the old incarnation as proof that it is dead', () => {
    expect(codeOf(() => register({}, true))).toBe(0);
  });

  it('refuses what does not fit the cluster', () => {
    expect(codeOf(() => register({ clusterId: 'other' }))).toBe(errors.inconsistentClusterId);
    expect(codeOf(() => register({ listeners: [] }))).toBe(errors.invalidRegistration);
    expect(codeOf(() => register({ logDirs: [] }))).toBe(errors.invalidRegistration);
    expect(codeOf(() => register({ logDirs: [id(1002)] }))).toBe(errors.invalidRegistration);
    const old = { name: 'metadata.version', minSupportedVersion: 7, maxSupportedVersion: 20 };
    expect(codeOf(() => register({ features: [old] }))).toBe(errors.unsupportedVersion);
    expect(codeOf(() => register({ features: [] }))).toBe(errors.unsupportedVersion);
  });
});

describe('ControllerRegistration', () => {
  it('is written once per incarnation', () => {
    const image = givenImage({});
    const request = {
      controllerId: 1,
      incarnationId: id(1),
      zkMigrationReady: false,
      listeners: [],
      features: [],
    };
    const { records } = registerController(givenContext(image), request);
    expect(records).toHaveLength(1);
    const after = replayed(image, records);
    expect(registerController(givenContext(after), request).records).toEqual([]);
  });
});

describe('fencing', () => {
  const image = givenImage({
    brokers: threeBrokers,
    topics: { t: [givenPartition(), givenPartition({ replicas: [2, 3], isr: [2, 3] })] },
    configs: { '4:': { 'min.insync.replicas': '2' } },
  });

  it('moves leaders away and takes the broker out of its ISRs', () => {
    const after = replayed(image, fenceBroker(givenContext(image), 1));
    expect(after.brokers.get(1)?.isFenced).toBe(true);
    expect(partitionOf(after, 't', 0)).toMatchObject({ leader: 2, isr: [2, 3], leaderEpoch: 6 });
    expect(partitionOf(after, 't', 1)).toBe(partitionOf(image, 't', 1));
  });

  it('does nothing twice', () => {
    const after = replayed(image, fenceBroker(givenContext(image), 1));
    expect(fenceBroker(givenContext(after), 1)).toEqual([]);
    expect(fenceBroker(givenContext(after), 9)).toEqual([]);
  });

  it('loses no leader for ever: one after the other down and up again', () => {
    let state = image;
    for (const broker of [1, 2, 3])
      state = replayed(state, fenceBroker(givenContext(state), broker));
    expect(partitionOf(state, 't')).toMatchObject({ leader: -1, isr: [], lastKnownElr: [3] });
    expect([...partitionOf(state, 't').elr].sort()).toEqual([2, 3]);
    const request = {
      brokerId: 2,
      brokerEpoch: 200,
      currentMetadataOffset: 5000,
      wantFence: false,
      wantShutDown: false,
      offlineLogDirs: [],
      cordonedLogDirs: null,
    };
    const { records } = brokerHeartbeat(givenContext(state), request, new Map(), { nowMs: 0 });
    state = replayed(state, records);
    expect(partitionOf(state, 't')).toMatchObject({
      leader: 2,
      isr: [2],
      elr: [3],
      lastKnownElr: [],
    });
  });
});

describe('UnregisterBroker', () => {
  const image = givenImage({
    brokers: threeBrokers,
    topics: {
      t: [givenPartition(), givenPartition({ isr: [2, 3] })],
      alone: [givenPartition({ replicas: [1] })],
    },
    configs: { '4:': { 'min.insync.replicas': '2' } },
  });

  it('takes a running broker off the list: it leads nothing and is in sync nowhere', () => {
    const { records, response } = unregisterBroker(givenContext(image), { brokerId: 1 });
    expect(response).toEqual({ errorCode: 0, errorMessage: '' });
    const after = replayed(image, records);
    expect([...after.brokers.keys()]).toEqual([2, 3]);
    expect(partitionOf(after, 't')).toMatchObject({
      replicas: [1, 2, 3],
      isr: [2, 3],
      leader: 2,
      leaderEpoch: 6,
    });
    expect(partitionOf(after, 't', 1)).toBe(partitionOf(image, 't', 1));
    expect(partitionOf(after, 'alone')).toMatchObject({
      isr: [],
      elr: [1],
      leader: -1,
      lastKnownElr: [1],
    });
  });

  it('takes a broker off that is away, whose records are where they were', () => {
    const fenced = { ...image, brokers: new Map([[1, givenBroker(1, { isFenced: true })]]) };
    const { records } = unregisterBroker(givenContext(fenced), { brokerId: 1 });
    expect(replayed(fenced, records).brokers.size).toBe(0);
  });

  it('does not know strangers', () => {
    expect(() => unregisterBroker(givenContext(image), { brokerId: 17 })).toThrow(
      new KafkaError(errors.brokerIdNotRegistered, 'Broker ID 17 is not currently registered'),
    );
  });
});

describe('BrokerHeartbeat', () => {
  type Heartbeat = Parameters<typeof brokerHeartbeat>[1];
  const heartbeat = (changes: Partial<Heartbeat> = {}): Heartbeat => ({
    brokerId: 1,
    brokerEpoch: 100,
    currentMetadataOffset: 500,
    wantFence: false,
    wantShutDown: false,
    offlineLogDirs: [],
    cordonedLogDirs: null,
    ...changes,
  });
  const session = (metadataOffset: number): BrokerSession => ({
    brokerEpoch: -1,
    lastContactMs: 0,
    metadataOffset,
    shutdownOffset: -1,
  });
  const contact = { nowMs: 42, connectionId: 'c1' };
  const topics = { t: [givenPartition()] };
  const live = givenImage({ brokers: threeBrokers, topics });
  const beat = (
    image: MetadataImage,
    changes: Partial<Heartbeat> = {},
    sessions = new Map<number, BrokerSession>(),
  ) => brokerHeartbeat(givenContext(image), heartbeat(changes), sessions, contact);

  it('remembers who, when and through what', () => {
    expect(beat(live).session).toEqual({
      brokerEpoch: 100,
      lastContactMs: 42,
      metadataOffset: 500,
      shutdownOffset: -1,
      connectionId: 'c1',
    });
    expect(beat(live)).toMatchObject({
      records: [],
      response: { isFenced: false, isCaughtUp: true },
    });
  });

  it('refuses strangers and old incarnations', () => {
    expect(codeOf(() => beat(live, { brokerId: 9 }))).toBe(errors.staleBrokerEpoch);
    expect(codeOf(() => beat(live, { brokerEpoch: 99 }))).toBe(errors.staleBrokerEpoch);
  });

  it('unfences whoever is caught up and wants it', () => {
    const fenced = givenImage({ brokers: withFenced(1) });
    expect(beat(fenced, { currentMetadataOffset: 99 })).toMatchObject({
      records: [],
      response: { isCaughtUp: false, isFenced: true },
    });
    expect(beat(fenced, { wantFence: true }).response).toMatchObject({ isFenced: true });
    const { records, response } = beat(fenced);
    expect(response).toMatchObject({ isCaughtUp: true, isFenced: false });
    expect(replayed(fenced, records).brokers.get(1)?.isFenced).toBe(false);
  });

  it('fences whoever wants it', () => {
    const { records, response } = beat(live, { wantFence: true });
    expect(response.isFenced).toBe(true);
    expect(partitionOf(replayed(live, records), 't').leader).toBe(2);
  });

  it('lets a fenced broker go at once', () => {
    const fenced = givenImage({ brokers: withFenced(1) });
    expect(beat(fenced, { wantShutDown: true }).response).toMatchObject({ shouldShutDown: true });
  });

  it('lets a broker go that leads nothing', () => {
    const idle = givenImage({
      brokers: threeBrokers,
      topics: { t: [givenPartition({ leader: 2 })] },
    });
    const { records, response } = beat(idle, { wantShutDown: true });
    expect(response.shouldShutDown).toBe(true);
    const after = replayed(idle, records);
    expect(after.brokers.get(1)?.isFenced).toBe(true);
    expect(partitionOf(after, 't').isr).toEqual([2, 3]);
  });

  it('moves leaderships away first and waits until the others know', () => {
    const first = beat(live, { wantShutDown: true });
    expect(first.response).toMatchObject({ isFenced: false, shouldShutDown: false });
    const moved = replayed(live, first.records);
    expect(moved.brokers.get(1)).toMatchObject({ inControlledShutdown: true, isFenced: false });
    expect(partitionOf(moved, 't')).toMatchObject({ leader: 2, isr: [2, 3] });
    expect(first.session.shutdownOffset).toBe(moved.offset);

    const behind = new Map([
      [1, first.session],
      [2, session(moved.offset)],
      [3, session(moved.offset - 1)],
    ]);
    expect(beat(moved, { wantShutDown: true }, behind).response.shouldShutDown).toBe(false);
    const known = new Map([...behind, [3, session(moved.offset)]]);
    const last = beat(moved, { wantShutDown: true }, known);
    expect(last.response.shouldShutDown).toBe(true);
    expect(replayed(moved, last.records).brokers.get(1)?.isFenced).toBe(true);
  });

  it('goes on with a shutdown that another controller began', () => {
    const moved = replayed(live, beat(live, { wantShutDown: true }).records);
    const fresh = beat(moved, { wantShutDown: true });
    expect(fresh).toMatchObject({
      response: { shouldShutDown: false },
      session: { shutdownOffset: moved.offset },
    });
    const known = new Map([
      [1, fresh.session],
      [2, session(moved.offset)],
      [3, session(moved.offset)],
    ]);
    expect(beat(moved, { wantShutDown: true }, known).response.shouldShutDown).toBe(true);
  });

  it('lets the last broker go', () => {
    const alone = givenImage({
      brokers: withFenced(2, 3),
      topics: { t: [givenPartition({ isr: [1] })] },
    });
    const first = beat(alone, { wantShutDown: true });
    const moved = replayed(alone, first.records);
    expect(partitionOf(moved, 't')).toMatchObject({ leader: -1, isr: [], elr: [1] });
    const sessions = new Map([[1, first.session]]);
    expect(beat(moved, { wantShutDown: true }, sessions).response.shouldShutDown).toBe(true);
  });
});

describe('preferred leaders', () => {
  it('get their partitions back once they are in sync and alive', () => {
    const image = givenImage({
      brokers: [...threeBrokers.slice(0, 2), givenBroker(3, { isFenced: true })],
      topics: {
        t: [
          givenPartition({ leader: 2 }),
          givenPartition({ leader: 1 }),
          givenPartition({ leader: 2, isr: [2] }),
          givenPartition({ replicas: [3, 2], leader: 2 }),
        ],
      },
    });
    const after = replayed(image, preferredElections(givenContext(image)));
    expect(after.topicsByName.get('t')?.partitions.map(({ leader }) => leader)).toEqual([
      1, 1, 2, 2,
    ]);
    expect(preferredElections(givenContext(after))).toEqual([]);
  });
});
