/**
 * One simulated cluster from a seed: clients write, read and commit while processes are killed,
 * machines lose power, links are cut and connections break. Then everything heals, and what is
 * there is compared with what was promised.
 *
 * Faults stay survivable by design: power is lost (and with it what was not flushed) only while
 * all replicas are in sync, for records that two others hold; and until that broker is back in
 * sync, the two are not killed. To the controller a killed process is as suspect as one that lost
 * writes (KIP-966), and of three suspects one has to lead.
 */
import { errors } from '../../src/broker/protocol/errors.ts';
import { createTopicsApi } from '../../src/broker/protocol/messages/19-create-topics.ts';
import { decodeRecords, headersOf } from '../../src/broker/protocol/record-batch.ts';
import type { SimWorld } from '../support/sim-env.ts';
import { SimRandom } from '../support/sim-random.ts';
import { imageToRecords } from '../../src/broker/metadata/snapshot-records.ts';
import { dataDirOf, SimCluster, type SimNode } from './cluster.ts';
import { allInvariants } from './invariants.ts';
import { ClusterClient } from './workload/cluster-client.ts';
import { SimConsumer } from './workload/consumer.ts';
import { GroupHistory } from './workload/group-history.ts';
import { History } from './workload/history.ts';
import { SimMember } from './workload/member.ts';
import { SimProducer } from './workload/producer.ts';
import { TopicChurn } from './workload/topic-churn.ts';

export type SimulationResult = {
  readonly seed: number;
  readonly events: number;
  readonly simulatedMs: number;
  readonly acked: number;
  readonly consumed: number;
  readonly commits: number;
  readonly generations: number;
  readonly memberCommits: number;
  readonly topics: number;
  readonly faults: number;
  readonly traceHash: string;
};

const topic = 'orders';
const partitionCount = 3;
const group = 'readers';
/** Until everything has come to rest after the last fault, and to be created before the first. */
const patienceMs = 120_000;

const members = 3;

const config: Readonly<Record<string, string>> = {
  'group.initial.rebalance.delay.ms': '100',
  'group.min.session.timeout.ms': '1000',
  'min.insync.replicas': '2',
  'default.replication.factor': '3',
  'offsets.topic.replication.factor': '3',
  'offsets.topic.num.partitions': '2',
  'replica.lag.time.max.ms': '3000',
  'broker.session.timeout.ms': '4000',
  'broker.heartbeat.interval.ms': '1000',
  // Offsets of groups are compacted all the time: what is older than this is closed and cleaned.
  'log.cleaner.backoff.ms': '500',
  'log.cleaner.max.compaction.lag.ms': '2000',
  'log.cleaner.min.cleanable.ratio': '0.01',
};

export class Simulation {
  readonly cluster: SimCluster;
  private readonly seed: number;
  private readonly random: SimRandom;
  private readonly history = new History();
  private readonly invariants = allInvariants();
  private readonly producers: SimProducer[] = [];
  private readonly consumers: SimConsumer[] = [];
  private readonly members: SimMember[] = [];
  private readonly groups = new GroupHistory();
  private churn: TopicChurn | undefined;
  private readonly faultRate: number;
  private readonly isTold: boolean;
  private readonly clientHosts: string[] = [];
  private faults = 0;
  /** A machine lost power, and its replicas are not all in sync again. */
  private isFragile = false;

  constructor(seed: number) {
    this.seed = seed;
    const draw = new SimRandom(seed);
    const nodeCount = draw.pick([3, 3, 3, 5]);
    // Snapshots so often that nodes that were away have to fetch them.
    const snapshotBytes = draw.pick([20_971_520, 3000]);
    this.cluster = new SimCluster({
      seed,
      nodeCount,
      config: {
        ...config,
        'metadata.log.max.record.bytes.between.snapshots': String(snapshotBytes),
        'metadata.max.retention.bytes': String(2 * snapshotBytes),
      },
    });
    const { world, nodes } = this.cluster;
    this.random = world.random.fork('faults');
    this.faultRate = this.random.pick([0.001, 0.003, 0.01]);
    this.isTold = this.random.chance(0.7);
    world.network.latency = { minMs: 0.05, maxMs: this.random.pick([0.3, 2, 15]) };
    for (const { machine } of nodes) {
      machine.clockSkewMs = this.random.between(-300, 300);
      machine.diskLatency = { minMs: 0.1, maxMs: this.random.pick([0.5, 3, 30]) };
    }
  }

  get world(): SimWorld {
    return this.cluster.world;
  }

  /** Whether something thrown where nobody waits is part of an injected fault. */
  isExcused(error: unknown): boolean {
    return this.cluster.isExcused(error);
  }

  /** Throws at the first broken promise. `steps` counts the events under disturbance. */
  async run(steps: number): Promise<SimulationResult> {
    const { cluster, history } = this;
    for (const node of cluster.nodes) cluster.start(node);
    await this.createTopic();
    this.startClients();
    for (let count = 0; count < steps; count++) {
      if (this.random.chance(this.faultRate)) this.disturb();
      await this.step();
    }
    await this.settle();
    this.compare();
    const { scheduler } = cluster.world;
    return {
      seed: this.seed,
      events: scheduler.eventCount,
      simulatedMs: Math.round(scheduler.nowMs),
      acked: history.ackedCount,
      consumed: history.consumedCount,
      commits: history.commitCount,
      generations: this.groups.generations,
      memberCommits: this.groups.commits,
      topics: this.churn?.created ?? 0,
      faults: this.faults,
      traceHash: scheduler.traceHash,
    };
  }

  private async step(): Promise<void> {
    try {
      await this.cluster.world.scheduler.step();
    } catch (error) {
      if (!this.cluster.isExcused(error)) throw error;
    }
    for (const invariant of this.invariants) invariant.check(this.cluster);
  }

  private async until(what: string, isMet: () => boolean): Promise<void> {
    const deadlineMs = this.cluster.nowMs + patienceMs;
    while (!isMet()) {
      if (this.cluster.nowMs > deadlineMs) throw new Error(`${what}: not within ${patienceMs} ms`);
      await this.step();
    }
  }

  private client(name: string): ClusterClient {
    const { world, bootstrap } = this.cluster;
    const machine = world.machine(`10.0.1.${name}`);
    this.clientHosts.push(machine.host);
    return new ClusterClient(machine.boot(), name, bootstrap);
  }

  private async createTopic(): Promise<void> {
    const client = this.client('admin');
    let isCreated = false;
    const create = async () => {
      while (!isCreated) {
        const response = await client.ask(client.anyBroker(), createTopicsApi, 5, {
          topics: [
            {
              name: topic,
              numPartitions: partitionCount,
              replicationFactor: 3,
              assignments: [],
              configs: [{ name: 'segment.ms', value: '4000' }],
            },
          ],
          timeoutMs: 5000,
        });
        const code = response?.topics[0]?.errorCode;
        isCreated = code === errors.none || code === errors.topicAlreadyExists;
        if (!isCreated) await client.sleep(100);
      }
    };
    void create();
    await this.until('the topic is created', () => isCreated);
  }

  private startClients(): void {
    const { random, history } = this;
    const common = { topic, partitionCount, history };
    for (let index = 0; index < 3; index++) {
      const name = `producer-${index}`;
      const own = { name, client: this.client(name), random: random.fork(name) };
      const pauseMs = random.pick([5, 50, 300]);
      const producer = new SimProducer({ ...common, ...own, pauseMs });
      this.producers.push(producer);
      void producer.run();
    }
    const own = { group, client: this.client('consumer'), random: random.fork('consumer') };
    const consumer = new SimConsumer({ ...common, ...own });
    this.consumers.push(consumer);
    consumer.run();
    for (let index = 0; index < members; index++) {
      const name = `member-${index}`;
      const self = { name, client: this.client(name), random: random.fork(name) };
      const rest = { group: 'workers', topic, partitionCount, history: this.groups };
      const member = new SimMember({ ...self, ...rest });
      this.members.push(member);
      void member.run();
    }
    const brokerIds = this.cluster.nodes.map(({ id }) => id);
    const moved = { name: topic, partitionCount, brokerIds };
    this.churn = new TopicChurn(this.client('churn'), random.fork('churn'), moved);
    void this.churn.run();
  }

  private disturb(): void {
    const { cluster, random } = this;
    const { network } = cluster.world;
    const node = random.pick(cluster.nodes);
    const other = random.pick(cluster.nodes);
    const dice = random.next();
    this.faults++;
    const isWhole = this.isWhole();
    if (isWhole) this.isFragile = false;
    if (!node.machine.isUp) {
      if (dice < 0.7) cluster.start(node);
    } else if (node.isStopping) return;
    else if (dice < 0.25) {
      if (!this.isFragile) cluster.kill(node, this.isTold);
    } else if (dice < 0.4) {
      if (!isWhole) return;
      this.isFragile = true;
      cluster.losePower(node);
    } else if (dice < 0.5) cluster.stop(node);
    else if (dice < 0.53) {
      if (this.isFragile) return;
      cluster.breakDisk(node, random.pick([{ append: 'full' }, { append: 'io' }, { sync: 'io' }]));
    } else if (dice < 0.65 && node !== other) cluster.cut(node, other, random.chance(0.3));
    else if (dice < 0.85) cluster.heal();
    else {
      const clients = this.clientHosts;
      const far = random.chance(0.5) ? other.machine.host : random.pick(clients);
      network.breakConnections(node.machine.host, far);
    }
  }

  /**
   * Every node runs and is known by its present registration (images may be old), every partition
   * has a leader and all its replicas in sync.
   */
  private isWhole(): boolean {
    const { nodes } = this.cluster;
    if (this.cluster.live().length < nodes.length) return false;
    return nodes.every(({ running }) => {
      const image = running?.services.metadata.image();
      if (!image) return false;
      const partitions = [...image.topicsById.values()].flatMap((one) => one.partitions);
      return (
        nodes.every(({ id, brokerEpoch }) => {
          const broker = image.brokers.get(id);
          return broker?.epoch === brokerEpoch && !broker.isFenced;
        }) &&
        partitions.every(
          ({ leader, isr, replicas }) => leader >= 0 && isr.length === replicas.length,
        )
      );
    });
  }

  private async settle(): Promise<void> {
    const { cluster, producers, consumers } = this;
    const { world, nodes } = cluster;
    cluster.heal();
    for (const node of nodes) cluster.repairDisk(node);
    world.scheduler.note('settle');
    world.network.latency = { minMs: 0.05, maxMs: 1 };
    const startAll = () => {
      for (const node of nodes) cluster.start(node);
    };
    startAll();
    const workers = [...producers, ...this.members, ...(this.churn ? [this.churn] : [])];
    for (const worker of workers) worker.isStopping = true;
    await this.until('the cluster is whole again', () => {
      // An orderly stop may just be ending.
      startAll();
      return this.isWhole() && workers.every(({ isIdle }) => isIdle);
    });
    await this.until('all replicas are equal', () => this.areReplicasEqual());
    await this.until('all metadata images are equal', () => this.areImagesEqual());
    await this.until('the consumer has read everything', () =>
      consumers.every(({ positions }) =>
        positions.every((position, partition) => position === this.endOf(partition)),
      ),
    );
    for (const consumer of consumers) {
      consumer.isStopping = true;
      await this.until('the last commit is answered', () => consumer.isIdle);
      let isRead = false;
      const readBack = async () => {
        while (!(await consumer.readBack('must be new')));
        isRead = true;
      };
      void readBack();
      await this.until('committed offsets are read back', () => isRead);
    }
  }

  private hosted(node: SimNode, partition: number) {
    return node.running?.services.replicas.partition(topic, partition);
  }

  private endOf(partition: number): number {
    const hosted = this.cluster.nodes.map((node) => this.hosted(node, partition));
    return hosted.find((one) => one?.isLeader)?.highWatermark ?? -1;
  }

  private areReplicasEqual(): boolean {
    return Array.from({ length: partitionCount }, (_, partition) => partition).every(
      (partition) => {
        const end = this.endOf(partition);
        const hosted = this.cluster.nodes.flatMap((node) => this.hosted(node, partition) ?? []);
        const isEqual = hosted.every(
          ({ log, highWatermark }) => log.logEndOffset === end && highWatermark === end,
        );
        return hosted.length === 3 && isEqual;
      },
    );
  }

  private areImagesEqual(): boolean {
    const texts = this.cluster.nodes.map(({ running }) => {
      const image = running?.services.metadata.image();
      return image ? JSON.stringify(imageToRecords(image)) : '';
    });
    return texts[0] !== '' && texts.every((text) => text === texts[0]);
  }

  /** The disks against each other, and against what the clients were told. */
  private compare(): void {
    for (let partition = 0; partition < partitionCount; partition++) {
      const name = `${topic}-${partition}`;
      const hosts = this.cluster.nodes.filter((node) => this.hosted(node, partition));
      const [first, ...others] = hosts.map((node) => contentOf(node, name));
      for (const other of others)
        if (!first.equals(other)) throw new Error(`the replicas of ${name} differ on disk`);
      const records = new Map<number, string>();
      for (const header of headersOf(first))
        for (const { offset, value } of decodeRecords(first, header))
          records.set(offset, String(value));
      this.history.checkPartition(name, records);
    }
  }
}

/** All segments of a log as one. */
function contentOf({ id, machine }: SimNode, name: string): Buffer {
  const prefix = `${dataDirOf(id)}/${name}/`;
  const paths = machine.disk
    .paths()
    .filter((path) => path.startsWith(prefix) && path.endsWith('.log'));
  return Buffer.concat(paths.map((path) => machine.disk.contentOf(path) as Buffer));
}
