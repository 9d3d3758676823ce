/**
 * Brokers' replica managers in one process: a stand-in for the controller that keeps the image,
 * and a transport that passes encoded messages with a delay, keeps the order of each connection,
 * and can be cut.
 */
import { Lease } from '../../../src/broker/log/slabs.ts';
import { type NodeClient, PeerError } from '../../../src/broker/client/node-client.ts';
import type { ToController } from '../../../src/broker/client/to-controller.ts';
import { parseBrokerConfig, parseTopicConfig } from '../../../src/broker/config.ts';
import type { DamageReport } from '../../../src/broker/control.ts';
import type { Disk } from '../../../src/broker/env/env.ts';
import { LogManager } from '../../../src/broker/log/log-manager.ts';
import {
  type BrokerImage,
  emptyImage,
  type MetadataDelta,
  type MetadataImage,
  type PartitionImage,
  type TopicImage,
} from '../../../src/broker/metadata/image.ts';
import type { Api, RequestInOf, ResponseOutOf } from '../../../src/broker/protocol/api.ts';
import { unassignedDirectory } from '../../../src/broker/protocol/directories.ts';
import { errors } from '../../../src/broker/protocol/errors.ts';
import type { alterPartitionApi } from '../../../src/broker/protocol/messages/56-alter-partition.ts';
import type { assignReplicasToDirsApi } from '../../../src/broker/protocol/messages/73-assign-replicas-to-dirs.ts';
import { Reader } from '../../../src/broker/protocol/reader.ts';
import {
  decodeRecords,
  encodeBatch,
  headersOf,
} from '../../../src/broker/protocol/record-batch.ts';
import { zeroUuid } from '../../../src/broker/protocol/types.ts';
import { Writer } from '../../../src/broker/protocol/writer.ts';
import { ReplicaManager } from '../../../src/broker/replication/replica-manager.ts';
import { MemoryDisk, type World } from './world.ts';

const latencyMs = 1;

export const clientCaller = {
  apiVersion: 12,
  clientId: 'test',
  clientHost: 'localhost',
  connectionId: 'c',
  principal: 'User:ANONYMOUS',
};

type Node = {
  readonly id: number;
  readonly disk: Disk;
  logs: LogManager;
  replicas: ReplicaManager;
  image: MetadataImage;
  epoch: number;
  isUp: boolean;
};

export class Cluster {
  readonly world: World;
  readonly nodes = new Map<number, Node>();
  image: MetadataImage = emptyImage;
  /** Directed pairs "from>to" that nothing passes. */
  readonly cuts = new Set<string>();
  /** Nodes that get no metadata for now. */
  readonly isDeaf = new Set<number>();
  readonly sent: { readonly from: number; readonly to: number; readonly api: string }[] = [];
  /** What brokers told about damaged replicas. */
  readonly damages: (DamageReport & { nodeId: number })[] = [];
  private readonly settings: Record<string, string>;
  private nextEpoch = 100;

  constructor(world: World, brokerIds: readonly number[], settings: Record<string, string> = {}) {
    this.world = world;
    this.settings = settings;
    for (const id of brokerIds) this.start(id, new MemoryDisk());
  }

  node(id: number): Node {
    return this.nodes.get(id) as Node;
  }

  replicas(id: number): ReplicaManager {
    return this.node(id).replicas;
  }

  // --- Brokers ----------------------------------------------------------------------------------

  private start(id: number, disk: Disk): void {
    const env = this.world.env(disk);
    const config = parseBrokerConfig({
      'node.id': `${id}`,
      'process.roles': 'broker,controller',
      'log.dirs': `/data-${id}`,
      ...this.settings,
    });
    const logs = LogManager.open(env, {
      dataDir: `/data-${id}`,
      logDirs: this.logDirsOf(id),
      nodeId: id,
      clusterId: zeroUuid,
      broker: config,
    });
    const epoch = this.nextEpoch++;
    const replicas: ReplicaManager = new ReplicaManager(env, {
      nodeId: id,
      config,
      logs,
      metadata: { image: () => this.node(id).image },
      topicConfig: (image, topic) =>
        parseTopicConfig(Object.fromEntries(image.configs.get(`2:${topic}`) ?? []), config),
      brokerEpoch: () => epoch,
      toController: this.toController(id),
      connect: (broker) => this.connect(id, broker.id),
      onDamage: (report) => void this.damages.push({ ...report, nodeId: id }),
    });
    this.nodes.set(id, { id, disk, logs, replicas, image: emptyImage, epoch, isUp: true });
    logs.onFolderFailure(({ path }) => replicas.folderFailed(path));
    this.changeBroker(id, { epoch, isFenced: false });
  }

  /** The setting `test.folders` names them; each of the broker's lies in its data folder. */
  private logDirsOf(id: number): string[] | undefined {
    return this.settings['test.folders']?.split(',').map((name) => `/data-${id}/${name}`);
  }

  /** Ends the process: its connections break and the controller takes its leaderships away. */
  kill(id: number, { isNoticed = true } = {}): void {
    const node = this.node(id);
    node.isUp = false;
    node.replicas.close();
    if (isNoticed) this.fence(id);
  }

  /** Starts the process again on what its disk holds. */
  restart(id: number): void {
    const { disk } = this.node(id);
    this.start(id, disk);
    for (const topic of this.image.topicsByName.values()) {
      topic.partitions.forEach(({ leader, isr }, index) => {
        if (leader < 0 && isr.includes(id)) this.changePartition(topic.name, index, { leader: id });
      });
    }
  }

  // --- Controller -------------------------------------------------------------------------------

  changeBroker(id: number, change: Partial<BrokerImage>): void {
    const before = this.image.brokers.get(id);
    const broker: BrokerImage = {
      id,
      epoch: 0,
      incarnationId: zeroUuid,
      endpoints: [{ name: 'PLAINTEXT', host: 'localhost', port: 9000 + id, securityProtocol: 0 }],
      rack: null,
      isFenced: true,
      inControlledShutdown: false,
      logDirs: [],
      features: [],
      ...before,
      ...change,
    };
    this.publish({ brokers: new Map(this.image.brokers).set(id, broker) }, { brokerIds: [id] });
  }

  /** As the controller does: the broker leaves all ISRs, and what it led gets another leader. */
  fence(id: number): void {
    this.changeBroker(id, { isFenced: true });
    for (const topic of this.image.topicsByName.values()) {
      topic.partitions.forEach((partition, index) => {
        if (!partition.isr.includes(id) && partition.leader !== id) return;
        const isr = partition.isr.filter((member) => member !== id);
        const leader = partition.leader === id ? (isr[0] ?? -1) : partition.leader;
        this.changePartition(topic.name, index, { isr: isr.length > 0 ? isr : [id], leader });
      });
    }
  }

  createTopic(name: string, replicas: readonly (readonly number[])[], configs = {}): void {
    const topic: TopicImage = {
      name,
      id: Buffer.from(name.padEnd(16, '.')).subarray(0, 16).toString('base64url'),
      partitions: replicas.map((assigned) => ({
        replicas: assigned,
        isr: assigned,
        leader: assigned[0],
        leaderEpoch: 0,
        partitionEpoch: 0,
        leaderRecoveryState: 0,
        addingReplicas: [],
        removingReplicas: [],
        directories: assigned.map((id) => {
          const ids = this.nodes.get(id)?.logs.directoryIds({ isOnline: true }) ?? [];
          return ids.length === 1 ? ids[0] : unassignedDirectory;
        }),
        elr: [],
        lastKnownElr: [],
      })),
    };
    this.publish(
      {
        ...this.withTopic(topic),
        configs: new Map(this.image.configs).set(`2:${name}`, new Map(Object.entries(configs))),
      },
      { topicIds: [topic.id] },
    );
  }

  /** `key`: `2:topic`, `4:` for all brokers, … */
  configure(key: string, values: Record<string, string>): void {
    const configs = new Map(this.image.configs).set(key, new Map(Object.entries(values)));
    this.publish({ configs }, {}, [key]);
  }

  deleteTopic(name: string): void {
    const topic = this.topic(name);
    const topicsByName = new Map(this.image.topicsByName);
    const topicsById = new Map(this.image.topicsById);
    topicsByName.delete(name);
    topicsById.delete(topic.id);
    this.publish({ topicsByName, topicsById }, { deletedTopics: [topic] });
  }

  changePartition(name: string, index: number, change: Partial<PartitionImage>): void {
    const topic = this.topic(name);
    const before = topic.partitions[index];
    const isNewLeader = change.leader !== undefined && change.leader !== before.leader;
    const partition = {
      ...before,
      leaderEpoch: before.leaderEpoch + (isNewLeader ? 1 : 0),
      partitionEpoch: before.partitionEpoch + 1,
      ...change,
    };
    const partitions = topic.partitions.with(index, partition);
    this.publish(this.withTopic({ ...topic, partitions }), { topicIds: [topic.id] });
  }

  topic(name: string): TopicImage {
    return this.image.topicsByName.get(name) as TopicImage;
  }

  private withTopic(topic: TopicImage): Partial<MetadataImage> {
    return {
      topicsByName: new Map(this.image.topicsByName).set(topic.name, topic),
      topicsById: new Map(this.image.topicsById).set(topic.id, topic),
    };
  }

  private publish(
    change: Partial<MetadataImage>,
    changed: { topicIds?: string[]; brokerIds?: number[]; deletedTopics?: TopicImage[] },
    changedConfigs: readonly string[] = [],
  ): void {
    this.image = { ...this.image, offset: this.image.offset + 1, ...change };
    const delta: MetadataDelta = {
      changedTopicIds: new Set(changed.topicIds),
      deletedTopics: changed.deletedTopics ?? [],
      changedBrokerIds: new Set(changed.brokerIds),
      changedConfigs: new Set(changedConfigs),
    };
    for (const id of this.nodes.keys()) {
      this.world.schedule(latencyMs, () => this.deliver(id, delta));
    }
  }

  /** A node that was deaf gets everything at once. */
  deliver(id: number, delta?: MetadataDelta): void {
    const node = this.node(id);
    if (!node.isUp || this.isDeaf.has(id)) return;
    const previous = node.image;
    const { image } = this;
    if (previous === image) return;
    node.image = image;
    const isNext = delta && previous.offset + 1 === image.offset;
    node.replicas.applyMetadata(image, isNext ? delta : wholeDelta(image, previous), previous);
  }

  private toController(from: number): ToController {
    return async (api, _version, request) => {
      this.sent.push({ from, to: 0, api: api.name });
      await this.delay(latencyMs);
      if (this.cuts.has(`${from}>0`)) throw new PeerError('timeout', 'no controller');
      const answer =
        api.name === 'AssignReplicasToDirs'
          ? this.assignDirectories(request as RequestInOf<typeof assignReplicasToDirsApi>)
          : this.alterPartition(request as RequestInOf<typeof alterPartitionApi>);
      await this.delay(latencyMs);
      return answer as ResponseOutOf<typeof api>;
    };
  }

  private assignDirectories(request: RequestInOf<typeof assignReplicasToDirsApi>) {
    const directories = (request.directories ?? []).map(({ id, topics }) => ({
      id,
      topics: topics.map(({ topicId, partitions }) => ({
        topicId,
        partitions: partitions.map(({ partitionIndex }) => {
          const topic = this.image.topicsById.get(topicId) as TopicImage;
          const known = topic.partitions[partitionIndex];
          const assigned = known.replicas.map((replica, index) =>
            replica === request.brokerId ? id : known.directories[index],
          );
          this.changePartition(topic.name, partitionIndex, { directories: assigned });
          return { partitionIndex, errorCode: errors.none };
        }),
      })),
    }));
    return { throttleTimeMs: 0, errorCode: errors.none, directories };
  }

  private alterPartition(request: RequestInOf<typeof alterPartitionApi>) {
    const topics = request.topics.map(({ topicId, partitions }) => ({
      topicId,
      partitions: partitions.map((asked) => {
        const topic = this.image.topicsById.get(topicId) as TopicImage;
        const known = topic.partitions[asked.partitionIndex];
        const isr = (asked.newIsrWithEpochs ?? []).map(({ brokerId }) => brokerId ?? -1);
        const errorCode = this.alterError(request.brokerId, asked, known, isr);
        if (errorCode === errors.none) {
          const leader = isr.includes(known.leader) ? known.leader : isr[0];
          this.changePartition(topic.name, asked.partitionIndex, { isr, leader });
        }
        const state = this.topic(topic.name).partitions[asked.partitionIndex];
        const { leader: leaderId, leaderEpoch, partitionEpoch } = state;
        const { partitionIndex } = asked;
        return {
          partitionIndex,
          errorCode,
          leaderId,
          leaderEpoch,
          partitionEpoch,
          isr: [...state.isr],
        };
      }),
    }));
    return { throttleTimeMs: 0, errorCode: errors.none, topics };
  }

  private alterError(
    brokerId: number,
    asked: { leaderEpoch: number; partitionEpoch: number },
    known: PartitionImage,
    isr: readonly number[],
  ): number {
    if (asked.leaderEpoch < known.leaderEpoch) return errors.fencedLeaderEpoch;
    if (asked.partitionEpoch < known.partitionEpoch) return errors.invalidUpdateVersion;
    if (known.leader !== brokerId) return errors.invalidRequest;
    const isLive = (id: number) => this.image.brokers.get(id)?.isFenced === false;
    return isr.every(isLive) ? errors.none : errors.ineligibleReplica;
  }

  // --- Transport --------------------------------------------------------------------------------

  private connect(from: number, to: number): NodeClient {
    const target = this.node(to);
    let isClosed = false;
    /** Answers leave in the order of the requests. */
    let lastAnswer: Promise<unknown> = Promise.resolve();
    const failWhenCut = () => {
      if (isClosed) throw new PeerError('closed', 'closed');
      if (!target.isUp || !this.node(from).isUp) throw new PeerError('disconnected', 'down');
      if (this.cuts.has(`${from}>${to}`)) throw new PeerError('timeout', 'cut');
    };
    const send = async (api: Api, version: number, request: unknown) => {
      this.sent.push({ from, to, api: api.name });
      const bytes = encode(api.request.codec(version), request);
      await this.delay(latencyMs);
      failWhenCut();
      const decoded = api.request.codec(version).read(new Reader(bytes));
      const { replicas } = target;
      const clientId = `broker-${from}`;
      const lease = new Lease();
      const caller = { apiVersion: version, clientId, clientHost: 'localhost', lease };
      const handled =
        api.name === 'Fetch'
          ? replicas.fetch(caller, decoded)
          : replicas.listOffsets(caller, decoded);
      const before = lastAnswer;
      const answer = Promise.resolve(handled);
      lastAnswer = answer;
      await before;
      const response = await this.orDown(target, answer);
      const answerBytes = encode(api.response.codec(version), response);
      await this.delay(latencyMs);
      failWhenCut();
      return api.response.codec(version).read(new Reader(answerBytes));
    };
    const call: NodeClient['call'] = (api, version, request, _, { onResponse, onError }) => {
      send(api, version, request).then((answer) => onResponse(answer as never), onError);
    };
    const client = {
      send,
      call,
      close: () => {
        isClosed = true;
      },
    };
    return client as unknown as NodeClient;
  }

  /** A parked answer never comes once the process is gone; its connection breaks instead. */
  private async orDown<T>(target: Node, answer: Promise<T>): Promise<T> {
    let isDone = false;
    const finish = () => {
      isDone = true;
    };
    answer.then(finish, finish);
    while (!isDone) {
      if (!target.isUp) throw new PeerError('disconnected', 'down');
      await this.delay(latencyMs);
    }
    return answer;
  }

  private delay(ms: number): Promise<void> {
    return new Promise((resolve) => void this.world.schedule(ms, resolve));
  }

  // --- What tests ask ---------------------------------------------------------------------------

  /** Appends one record at a node; resolves with its offset once acknowledged. */
  async append(node: number, topic: string, value: string, partition = 0): Promise<number> {
    const batches = encodeBatch({
      records: [{ key: Buffer.from('k'), value: Buffer.from(value) }],
      timestampMs: 1_700_000_000_000,
    });
    const info = await this.replicas(node).appendRecords({
      topic,
      partition,
      batches,
      origin: 'client',
      requiredAcks: -1,
      timeoutMs: 5000,
    });
    return info.firstOffset;
  }

  /** All values of a replica's log, up to the end or the high watermark. */
  async values(id: number, topic: string, o: { isCommitted?: boolean } = {}): Promise<string[]> {
    const log = this.replicas(id).partition(topic, 0)?.log;
    if (!log) return [];
    const upperOffset = o.isCommitted ? log.highWatermark : log.logEndOffset;
    const out: string[] = [];
    let offset = log.logStartOffset;
    while (offset < upperOffset) {
      const read = await log.read(offset, { maxBytes: 1e6, upperOffset, minOneBatch: true });
      if (read.sizeBytes === 0) break;
      for (const slice of read.slices) {
        for (const header of headersOf(slice)) {
          for (const { value } of decodeRecords(slice, header)) out.push(String(value));
        }
      }
      offset = read.nextOffset;
    }
    return out;
  }
}

function encode(codec: { write(writer: Writer, value: never): void }, value: unknown): Buffer {
  const writer = new Writer();
  codec.write(writer, value as never);
  return Buffer.from(writer.toBuffer());
}

function wholeDelta(image: MetadataImage, previous: MetadataImage): MetadataDelta {
  return {
    changedTopicIds: new Set(image.topicsById.keys()),
    deletedTopics: [...previous.topicsById.values()].filter(({ id }) => !image.topicsById.has(id)),
    changedBrokerIds: new Set([...previous.brokers.keys(), ...image.brokers.keys()]),
    changedConfigs: new Set(),
  };
}
