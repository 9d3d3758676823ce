import { describe, expect, it } from 'vitest';
import { parseBrokerConfig } from '../../../src/broker/config.ts';
import { Controller } from '../../../src/broker/metadata/controller.ts';
import { MetadataCache } from '../../../src/broker/metadata/metadata-cache.ts';
import { errors, KafkaError } from '../../../src/broker/protocol/errors.ts';
import { SimWorld } from '../../support/sim-env.ts';
import { FakeLog } from './fake-log.ts';
import { id, partitionOf } from './given.ts';

const clusterId = 'the-cluster';

function given(properties: Readonly<Record<string, string>> = {}) {
  const world = new SimWorld(1);
  const env = world.machine('a').boot();
  const log = new FakeLog();
  const metadata = new MetadataCache(env, log);
  // Idle records would go on for ever.
  const config = parseBrokerConfig({
    'node.id': '1',
    'metadata.max.idle.interval.ms': '0',
    ...properties,
  });
  const controller = new Controller(env, { nodeId: 1, clusterId, config, raft: log, metadata });
  const runFor = async (durationMs: number) => {
    const endMs = world.scheduler.nowMs + durationMs;
    // Lets what was just called get as far as it can without time.
    world.scheduler.after(0, 'begin', () => undefined);
    world.scheduler.after(durationMs, 'end', () => undefined);
    while (world.scheduler.nowMs < endMs) await world.scheduler.step();
  };
  /** Commits whatever is appended until nothing more comes. */
  const settle = async () => {
    for (let round = 0; round < 5; round++) {
      log.commit();
      await runFor(1);
    }
  };
  return { world, log, metadata, controller, runFor, settle };
}
type Given = ReturnType<typeof given>;

const registration = (brokerId: number) => ({
  brokerId,
  clusterId,
  incarnationId: id(brokerId),
  listeners: [{ name: 'PLAINTEXT', host: 'h', port: 9000 + brokerId, securityProtocol: 0 }],
  features: [
    { name: 'metadata.version', minSupportedVersion: 7, maxSupportedVersion: 30 },
    { name: 'eligible.leader.replicas.version', minSupportedVersion: 0, maxSupportedVersion: 1 },
  ],
  rack: null,
  isMigratingZkBroker: false,
  logDirs: [id(1000 + brokerId)],
  previousBrokerEpoch: -1,
});
const heartbeat = (brokerId: number, brokerEpoch: number) => ({
  brokerId,
  brokerEpoch,
  currentMetadataOffset: 1_000_000,
  wantFence: false,
  wantShutDown: false,
  offlineLogDirs: [],
  cordonedLogDirs: null,
});
const newTopic = (name: string) => ({
  name,
  numPartitions: 1,
  replicationFactor: 3,
  assignments: [],
  configs: [],
});
const creation = (name: string) => ({
  topics: [newTopic(name)],
  timeoutMs: 1000,
  validateOnly: false,
});

/** Brokers 1 to 3 registered and unfenced through connections c1 to c3; their epochs. */
async function withBrokers({ log, controller, settle }: Given): Promise<number[]> {
  log.lead(1);
  await settle();
  const epochs: number[] = [];
  for (const brokerId of [1, 2, 3]) {
    const registered = controller.registerBroker(registration(brokerId));
    await settle();
    const epoch = (await registered).brokerEpoch ?? -1;
    epochs.push(epoch);
    void controller.brokerHeartbeat(heartbeat(brokerId, epoch), `c${brokerId}`);
    await settle();
  }
  return epochs;
}

describe('controller', () => {
  it('refuses while it does not lead the log', async () => {
    const { controller } = given();
    expect(controller.isActive).toBe(false);
    await expect(controller.createTopics(creation('t'))).rejects.toThrow(
      new KafkaError(errors.notController),
    );
  });

  it('founds a new cluster once', async () => {
    const { log, metadata, settle } = given({ 'min.insync.replicas': '2' });
    log.lead(1);
    await settle();
    expect(Object.fromEntries(metadata.image().features)).toEqual({
      'metadata.version': 30,
      'eligible.leader.replicas.version': 1,
    });
    expect(metadata.image().configs.get('4:')).toEqual(new Map([['min.insync.replicas', '2']]));
    const { offset } = metadata.image();
    log.follow(2);
    log.lead(1);
    await settle();
    // Only the new leader's own record.
    expect(metadata.image().offset).toBe(offset + 1);
  });

  it('answers when the records are committed, not earlier', async () => {
    const context = given();
    await withBrokers(context);
    const { controller, log, metadata, runFor, settle } = context;
    let isAnswered = false;
    const answer = controller.createTopics(creation('t')).then((response) => {
      isAnswered = true;
      return response;
    });
    await runFor(10);
    expect(isAnswered).toBe(false);
    log.commit();
    await runFor(1);
    expect((await answer).topics[0].errorCode).toBe(0);
    await settle();
    expect(metadata.image().topicsByName.has('t')).toBe(true);
  });

  it('decides on what it has appended, and lets the refusal wait for it', async () => {
    const context = given();
    await withBrokers(context);
    const { controller, log, runFor } = context;
    const first = controller.createTopics(creation('t'));
    let isAnswered = false;
    const second = controller.createTopics(creation('t')).then((response) => {
      isAnswered = true;
      return response;
    });
    await runFor(1);
    expect(isAnswered).toBe(false);
    log.commit();
    expect((await first).topics[0].errorCode).toBe(0);
    expect((await second).topics[0].errorCode).toBe(errors.topicAlreadyExists);
  });

  it('refuses what waits when it loses the leadership, and forgets it', async () => {
    const context = given();
    await withBrokers(context);
    const { controller, log, metadata, settle } = context;
    const lost = controller.createTopics(creation('t'));
    lost.catch(() => undefined);
    log.follow(2);
    await expect(lost).rejects.toThrow(new KafkaError(errors.notController));
    expect(controller.isActive).toBe(false);
    log.lead(1);
    await settle();
    expect(metadata.image().topicsByName.has('t')).toBe(false);
    const again = controller.createTopics(creation('t'));
    await settle();
    expect((await again).topics[0].errorCode).toBe(0);
  });

  it('refuses when the log no longer takes records, before it has heard why', async () => {
    const context = given();
    await withBrokers(context);
    context.log.loseLeadership();
    await expect(context.controller.createTopics(creation('t'))).rejects.toThrow(
      new KafkaError(errors.notController),
    );
    // Nobody waits for these; they must not throw either.
    context.controller.peerExited(2);
    context.log.follow(2);
    expect(context.controller.isActive).toBe(false);
  });

  it('fences a broker at once when its process or its connection ends', async () => {
    const context = given();
    await withBrokers(context);
    const { controller, metadata, settle } = context;
    void controller.createTopics(creation('t'));
    await settle();
    controller.peerExited(2);
    controller.connectionLost('c3');
    controller.connectionLost('c9');
    await settle();
    const fenced = [...metadata.image().brokers.values()].filter(({ isFenced }) => isFenced);
    expect(fenced.map(({ id: brokerId }) => brokerId)).toEqual([2, 3]);
    expect(partitionOf(metadata.image(), 't')).toMatchObject({ leader: 1, isr: [1] });
  });

  it('fences what ended while another node was the controller, as soon as it is one', async () => {
    const context = given();
    await withBrokers(context);
    const { controller, log, metadata, settle } = context;
    log.follow(2);
    controller.peerExited(2);
    log.lead(1);
    await settle();
    expect(metadata.image().brokers.get(2)?.isFenced).toBe(true);
    expect(metadata.image().brokers.get(3)?.isFenced).toBe(false);
  });

  it('does not take the end of an old connection for the end of a broker', async () => {
    const context = given();
    const [, epoch] = await withBrokers(context);
    const { controller, metadata, settle } = context;
    void controller.brokerHeartbeat(heartbeat(2, epoch), 'c2-new');
    controller.connectionLost('c2');
    await settle();
    expect(metadata.image().brokers.get(2)?.isFenced).toBe(false);
  });

  it('fences a broker that falls silent, and only that', async () => {
    const context = given();
    const epochs = await withBrokers(context);
    const { controller, metadata, runFor, settle } = context;
    for (let second = 0; second < 12; second++) {
      for (const brokerId of [1, 3]) {
        void controller.brokerHeartbeat(heartbeat(brokerId, epochs[brokerId - 1]), `c${brokerId}`);
      }
      await settle();
      await runFor(1000);
    }
    await settle();
    const fenced = [...metadata.image().brokers.values()].filter(({ isFenced }) => isFenced);
    expect(fenced.map(({ id: brokerId }) => brokerId)).toEqual([2]);
  });

  it('gives every broker a whole session after it took over', async () => {
    const context = given();
    await withBrokers(context);
    const { log, metadata, runFor, settle } = context;
    log.follow(2);
    await runFor(60_000);
    log.lead(1);
    await settle();
    await runFor(8000);
    await settle();
    expect([...metadata.image().brokers.values()].some(({ isFenced }) => isFenced)).toBe(false);
    await runFor(2000);
    await settle();
    expect([...metadata.image().brokers.values()].every(({ isFenced }) => isFenced)).toBe(true);
  });

  it('lets an id be taken over only from a broker that is dead', async () => {
    const context = given();
    await withBrokers(context);
    const { controller, settle } = context;
    const other = { ...registration(2), incarnationId: id(222), logDirs: [id(7002)] };
    await expect(controller.registerBroker(other)).rejects.toMatchObject({
      code: errors.duplicateBrokerRegistration,
    });
    controller.connectionLost('c2');
    const again = controller.registerBroker(other);
    await settle();
    expect((await again).errorCode).toBe(0);
  });

  it('gives the preferred leader its partition back as soon as it is in sync', async () => {
    const context = given();
    const epochs = await withBrokers(context);
    const { controller, metadata, settle } = context;
    void controller.createTopics({
      ...creation('t'),
      topics: [
        {
          ...newTopic('t'),
          numPartitions: -1,
          replicationFactor: -1,
          assignments: [{ partitionIndex: 0, brokerIds: [2, 1, 3] }],
        },
      ],
    });
    await settle();
    controller.connectionLost('c2');
    await settle();
    expect(partitionOf(metadata.image(), 't')).toMatchObject({ leader: 1, isr: [1, 3] });
    void controller.brokerHeartbeat(heartbeat(2, epochs[1]), 'c2');
    await settle();
    const { leaderEpoch, partitionEpoch } = partitionOf(metadata.image(), 't');
    const altered = controller.alterPartition({
      brokerId: 1,
      brokerEpoch: epochs[0],
      topics: [
        {
          topicId: metadata.image().topicsByName.get('t')?.id ?? '',
          partitions: [
            {
              partitionIndex: 0,
              leaderEpoch,
              newIsr: [],
              newIsrWithEpochs: [1, 2, 3].map((brokerId) => ({
                brokerId,
                brokerEpoch: epochs[brokerId - 1],
              })),
              leaderRecoveryState: 0,
              partitionEpoch,
            },
          ],
        },
      ],
    });
    await settle();
    expect((await altered).topics[0].partitions[0]).toMatchObject({ errorCode: 0, leaderId: 1 });
    expect(partitionOf(metadata.image(), 't')).toMatchObject({ leader: 2, isr: [1, 2, 3] });
  });

  it('elects uncleanly as soon as a topic allows it', async () => {
    const context = given();
    await withBrokers(context);
    const { controller, metadata, settle } = context;
    void controller.createTopics({
      ...creation('t'),
      topics: [
        {
          ...newTopic('t'),
          numPartitions: -1,
          replicationFactor: -1,
          assignments: [{ partitionIndex: 0, brokerIds: [2, 1] }],
        },
      ],
    });
    await settle();
    controller.connectionLost('c1');
    await settle();
    controller.connectionLost('c2');
    await settle();
    expect(partitionOf(metadata.image(), 't').leader).toBe(-1);
    const again = controller.registerBroker({ ...registration(1), incarnationId: id(111) });
    await settle();
    void controller.brokerHeartbeat(heartbeat(1, (await again).brokerEpoch ?? -1), 'c1');
    await settle();
    expect(partitionOf(metadata.image(), 't').leader).toBe(-1);
    const name = 'unclean.leader.election.enable';
    const altered = controller.incrementalAlterConfigs({
      resources: [
        {
          resourceType: 2,
          resourceName: 't',
          configs: [{ name, configOperation: 0, value: 'true' }],
        },
      ],
      validateOnly: false,
    });
    await settle();
    expect((await altered).responses[0].errorCode).toBe(0);
    expect(partitionOf(metadata.image(), 't')).toMatchObject({ leader: 1, leaderRecoveryState: 1 });
  });

  it('hands out producer ids in blocks', async () => {
    const context = given();
    const [epoch] = await withBrokers(context);
    const { controller, settle } = context;
    const first = controller.allocateProducerIds({ brokerId: 1, brokerEpoch: epoch });
    const second = controller.allocateProducerIds({ brokerId: 1, brokerEpoch: epoch });
    await settle();
    expect(await first).toMatchObject({ producerIdStart: 0, producerIdLen: 1000 });
    expect(await second).toMatchObject({ producerIdStart: 1000, producerIdLen: 1000 });
    await expect(
      controller.allocateProducerIds({ brokerId: 1, brokerEpoch: 1 }),
    ).rejects.toMatchObject({
      code: errors.staleBrokerEpoch,
    });
  });

  it('keeps an idle log moving', async () => {
    const { log, metadata, runFor } = given({ 'metadata.max.idle.interval.ms': '500' });
    log.lead(1);
    log.commit();
    await runFor(1);
    const { offset } = metadata.image();
    for (let half = 0; half < 4; half++) {
      await runFor(500);
      log.commit();
    }
    await runFor(1);
    expect(metadata.image().offset).toBe(offset + 4);
  });
});
