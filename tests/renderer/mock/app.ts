import {
  ContractError,
  type BrokerState,
  type ClusterEvent,
  type ClusterState,
  type GroupDetail,
  type GroupsState,
  type JsonObject,
  type Message,
  type Rates,
  type Settings,
  settingsDefault,
  type ThroughputPoint,
  type TopicsState,
} from '../../../src/main/contract/index.ts';
import { MockShop } from './shop.ts';

export type MockOptions = { readonly isNewcomer: boolean };

// Mutable twins of the contract's readonly types: this is a toy, made new at every start.
type Loose<T> = { -readonly [K in keyof T]: T[K] extends object | null ? Loose<T[K]> : T[K] };

const configNames = [
  ['cleanup.policy', 'delete', 'list', 'What happens to old segments: delete or compact.'],
  ['compression.type', 'producer', 'string', 'The codec of the topic; producer keeps what came.'],
  ['max.message.bytes', '1048588', 'int', 'The largest record batch size allowed by Kafka.'],
  ['min.insync.replicas', '1', 'int', 'How many replicas must acknowledge a write with acks=all.'],
  ['retention.bytes', '-1', 'long', 'How large a partition may grow before old segments go.'],
  ['retention.ms', '604800000', 'long', 'How long records are kept before old segments go.'],
  ['segment.bytes', '1073741824', 'int', 'The size of one segment file.'],
  ['segment.ms', '604800000', 'long', 'When a new segment is begun even if the old is not full.'],
] as const;

export class MockApp {
  readonly #messages = new Map<string, Message[]>();
  readonly #configs = new Map<string, Record<string, string>>();
  readonly #events: ClusterEvent[] = [];
  readonly #points: ThroughputPoint[] = [];
  readonly #listeners = new Set<
    (items: (stream: string, p: Record<string, unknown>) => unknown[]) => void
  >();
  readonly #shop = new MockShop();
  #fresh: { events: ClusterEvent[]; points: ThroughputPoint[]; messages: [string, Message][] } = {
    events: [],
    points: [],
    messages: [],
  };
  #settings: Settings;
  #ticks = 0;
  #offset = 1200;
  readonly cluster: Loose<ClusterState>;

  constructor(options: MockOptions) {
    this.#settings = { ...settingsDefault, isFirstMessageDone: !options.isNewcomer };
    this.cluster = {
      phase: 'ready',
      kind: 'local',
      bootstrap: '127.0.0.1:9092,127.0.0.1:9093,127.0.0.1:9094',
      clusterId: 'Zk3Yw0q2Rx6h0m8m7p1Jvg',
      controllerId: 1,
      quorumEpoch: 4,
      brokers: Object.fromEntries([1, 2, 3].map((id) => [String(id), mockBroker(id)])),
      topics: {},
      producers: {},
    };
    this.#addTopic('__consumer_offsets', 50, true);
    if (!options.isNewcomer) {
      this.#addTopic('orders', 3, false);
      this.#addTopic('payments', 3, false);
      this.#addTopic('clickstream', 6, false);
      for (let i = 0; i < 400; i += 1) this.#produceOrder(Date.now() - (400 - i) * 900);
    }
    const now = Date.now();
    for (let i = 600; i > 0; i -= 1) this.#points.push(this.#point(now - i * 1000));
    for (const id of [1, 2, 3]) {
      this.#event({ kind: 'broker-started', brokerId: id, pid: 4100 + id });
      this.#event({ kind: 'broker-ready', brokerId: id, pid: 4100 + id });
    }
    this.#event({ kind: 'controller-changed', controllerId: 1, quorumEpoch: 4 });
  }

  isFeed(stream: string): boolean {
    return stream === 'events' || stream === 'throughput' || stream === 'tail';
  }

  feedStart(stream: string): unknown[] {
    if (stream === 'events') return this.#events.slice(-500);
    return stream === 'throughput' ? this.#points.slice(-600) : [];
  }

  onTick(
    listener: (items: (stream: string, params: Record<string, unknown>) => unknown[]) => void,
  ): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  tick(): void {
    this.#ticks += 1;
    if (this.cluster.topics['orders']) this.#produceOrder(Date.now());
    if (this.#ticks % 4 === 0) {
      const point = this.#point(Date.now());
      this.#points.push(point);
      this.#fresh.points.push(point);
    }
    this.#shop.tick();
    const fresh = this.#fresh;
    this.#fresh = { events: [], points: [], messages: [] };
    for (const listener of this.#listeners) {
      listener((stream, params) => {
        if (stream === 'events') return fresh.events;
        if (stream === 'throughput') return fresh.points;
        const messages = fresh.messages
          .filter(
            ([topic, message]) => topic === params['topic'] && matches(message, params['filter']),
          )
          .map(([, message]) => message);
        return messages.length > 0 ? [{ messages, skippedCount: 0 }] : [];
      });
    }
  }

  state(stream: string, params: Record<string, unknown>): JsonObject {
    switch (stream) {
      case 'cluster':
        return this.cluster as unknown as JsonObject;
      case 'topics':
        return this.#topics() as unknown as JsonObject;
      case 'groups':
        return this.#groups() as unknown as JsonObject;
      case 'group':
        return this.#group(String(params['groupId'])) as unknown as JsonObject;
      case 'settings':
        return this.#settings as unknown as JsonObject;
      case 'scenarioRun':
        return { run: this.#shop.run } as unknown as JsonObject;
      case 'scenarioTable':
        return this.#shop.table(String(params['service'])) as unknown as JsonObject;
      default:
        throw new Error(stream);
    }
  }

  // One function per method; params are trusted here.
  // biome-ignore lint: a toy
  readonly handlers: Record<string, (params: never) => unknown> = {
    'app.info': () => ({
      version: '0.1.0',
      shell: 'browser',
      platform: 'linux',
      bootstrap: this.cluster.bootstrap,
      dataDir: '/home/you/.local/share/rivulet/default',
      portInstead: null,
      startedAtMs: Date.now() - 60_000,
    }),
    'settings.get': () => this.#settings,
    'settings.set': (patch: Partial<Settings>) => {
      this.#settings = { ...this.#settings, ...patch };
      return this.#settings;
    },
    'cluster.startBroker': ({ brokerId }: { brokerId: number }) => this.#startBroker(brokerId),
    'cluster.stopBroker': ({ brokerId }: { brokerId: number }) =>
      this.#endBroker(brokerId, 'stopped'),
    'cluster.killBroker': ({ brokerId }: { brokerId: number }) => {
      this.#endBroker(brokerId, 'killed-by-user');
      setTimeout(() => this.#startBroker(brokerId), 6000);
      return null;
    },
    'cluster.restartBroker': async ({ brokerId }: { brokerId: number }) => {
      this.#endBroker(brokerId, 'stopped');
      await new Promise((resolve) => setTimeout(resolve, 900));
      return this.#startBroker(brokerId);
    },
    'topics.list': () => this.#topics(),
    'topics.describe': ({ topic }: { topic: string }) => this.#describe(topic),
    'topics.create': (params: {
      topic: string;
      partitionCount?: number;
      configs?: Record<string, string>;
    }) => {
      if (this.cluster.topics[params.topic]) {
        throw new ContractError('topic-exists', { topic: params.topic }, 'exists');
      }
      this.#addTopic(params.topic, params.partitionCount ?? 3, false);
      this.#configs.set(params.topic, params.configs ?? {});
      this.#event({ kind: 'topic-created', topic: params.topic });
      return null;
    },
    'topics.delete': ({ topic }: { topic: string }) => {
      delete (this.cluster.topics as Record<string, unknown>)[topic];
      this.#event({ kind: 'topic-deleted', topic });
      return null;
    },
    'topics.alterConfigs': (params: {
      topic: string;
      set: Record<string, string>;
      unset: string[];
    }) => {
      const configs = { ...this.#configs.get(params.topic), ...params.set };
      for (const name of params.unset) delete configs[name];
      this.#configs.set(params.topic, configs);
      return null;
    },
    'messages.read': (params: { topic: string; limit: number; filter?: unknown }) => {
      if (!this.cluster.topics[params.topic]) {
        throw new ContractError('topic-not-found', { topic: params.topic }, 'none');
      }
      const all = (this.#messages.get(params.topic) ?? []).filter((m) => matches(m, params.filter));
      return {
        messages: all.slice(-params.limit),
        older: null,
        newer: null,
        scannedCount: all.length,
        isScanCut: false,
      };
    },
    'messages.get': (params: { topic: string; partition: number; offset: number }) =>
      this.#messages
        .get(params.topic)
        ?.find((m) => m.partition === params.partition && m.offset === params.offset),
    'messages.produce': (params: {
      topic: string;
      key?: { text: string } | null;
      value: { text: string } | null;
      headers?: { name: string; value: string }[];
    }) => {
      if (!this.cluster.topics[params.topic]) this.#addTopic(params.topic, 3, false);
      return this.#append(params.topic, {
        timestampMs: Date.now(),
        key: params.key?.text ?? null,
        value: params.value?.text ?? null,
        headers: params.headers ?? [],
      });
    },
    'groups.list': () => this.#groups(),
    'groups.describe': ({ groupId }: { groupId: string }) => this.#group(groupId),
    'groups.resetOffsets': () => ({ offsets: { '0': 0, '1': 0, '2': 0 } }),
    'groups.delete': () => null,
    'throughput.history': (params: { fromMs: number; toMs: number }) => {
      const points: ThroughputPoint[] = [];
      const stepMs = Math.max(1000, (params.toMs - params.fromMs) / 360);
      for (let at = params.fromMs; at < params.toMs; at += stepMs) points.push(this.#point(at));
      return { resolutionS: stepMs > 10_000 ? 60 : 10, points };
    },
    'scenarios.list': () => ({ scenarios: this.#shop.list() }),
    'scenarios.get': () => this.#shop.scenario,
    'scenarios.run': ({ speed }: { speed: number | 'max' }) => this.#shop.start(speed),
    'scenarios.finish': () => this.#shop.stop(),
    'scenarios.stop': () => this.#shop.stop(),
    'scenarios.setSpeed': ({ speed }: { speed: number | 'max' }) => this.#shop.setSpeed(speed),
    'scenarios.setService': (params: { service: string; isUp: boolean }) =>
      this.#shop.setService(params.service, params.isUp),
    'scenarios.history': () => ({ runs: [] }),
  };

  #event(event: Record<string, unknown>): void {
    const full = {
      ...event,
      id: this.#events.length + 1,
      atMs: Date.now(),
    } as unknown as ClusterEvent;
    this.#events.push(full);
    this.#fresh.events.push(full);
  }

  #addTopic(topic: string, partitionCount: number, isInternal: boolean): void {
    (this.cluster.topics as Record<string, unknown>)[topic] = {
      isInternal,
      partitions: Object.fromEntries(
        Array.from({ length: partitionCount }, (_, p) => {
          const replicas = [0, 1, 2].map((i) => ((p + i) % 3) + 1);
          const position = { logStartOffset: 0, logEndOffset: 0, highWatermark: 0, sizeBytes: 0 };
          return [
            String(p),
            {
              leader: replicas[0],
              leaderEpoch: 0,
              replicas,
              isr: [...replicas].sort(),
              replicaStates: Object.fromEntries(replicas.map((id) => [id, { ...position }])),
            },
          ];
        }),
      ),
    };
  }

  #produceOrder(atMs: number): void {
    this.#offset += 1;
    const id = `o-${this.#offset}`;
    const items = (this.#offset * 7) % 4;
    this.#append('orders', {
      timestampMs: Math.round(atMs),
      key: id,
      value: JSON.stringify({
        orderId: id,
        customer: `customer-${(this.#offset * 13) % 40}`,
        status: 'PLACED',
        items: Array.from({ length: items + 1 }, (_, i) => ({
          sku: `sku-${(this.#offset + i) % 9}`,
          quantity: i + 1,
          price: 12900 + i * 1000,
        })),
        total: (items + 1) * 12900,
      }),
      headers: [
        { name: 'type', value: 'OrderPlaced' },
        { name: 'trace', value: `t${this.#offset}` },
      ],
    });
  }

  #append(
    topic: string,
    record: {
      timestampMs: number;
      key: string | null;
      value: string | null;
      headers: { name: string; value: string }[];
    },
  ): { partition: number; offset: number } {
    const partitions = this.cluster.topics[topic]!.partitions as Loose<
      ClusterState['topics'][string]['partitions']
    >;
    const count = Object.keys(partitions).length;
    const partition = [...(record.key ?? '')].reduce((sum, c) => sum + c.charCodeAt(0), 0) % count;
    const state = partitions[String(partition)]!;
    const offset = state.replicaStates[String(state.leader)]?.logEndOffset ?? 0;
    for (const id of state.isr) {
      const at = state.replicaStates[String(id)];
      if (!at) continue;
      at.logEndOffset = offset + 1;
      at.highWatermark = offset + 1;
      at.sizeBytes += 180;
    }
    const message: Message = {
      partition,
      offset,
      timestampMs: record.timestampMs,
      timestampType: 'create',
      key: record.key === null ? null : payload(record.key),
      value: record.value === null ? null : payload(record.value),
      headers: record.headers.map(({ name, value }) => ({ name, value: payload(value) })),
    };
    const list = this.#messages.get(topic) ?? [];
    list.push(message);
    this.#messages.set(topic, list);
    this.#fresh.messages.push([topic, message]);
    return { partition, offset };
  }

  #endBroker(id: number, reason: 'stopped' | 'killed-by-user'): null {
    const broker = this.cluster.brokers[String(id)] as Loose<BrokerState>;
    const isKill = reason === 'killed-by-user';
    const exit = {
      atMs: Date.now(),
      code: isKill ? null : 0,
      signal: isKill ? 'SIGKILL' : null,
      reason,
      message: '',
    };
    Object.assign(broker, {
      phase: isKill ? 'backoff' : 'exited',
      pid: null,
      startedAtMs: null,
      readyAtMs: null,
      isFenced: true,
      memoryBytes: null,
      lastExit: exit,
      backoffUntilMs: isKill ? Date.now() + 6000 : null,
    });
    this.#event({ kind: 'broker-exited', brokerId: id, exit });
    if (this.cluster.controllerId === id) {
      this.cluster.controllerId = (id % 3) + 1;
      this.cluster.quorumEpoch += 1;
      const { controllerId, quorumEpoch } = this.cluster;
      this.#event({ kind: 'controller-changed', controllerId, quorumEpoch });
    }
    this.#eachPartition((topic, partition, state) => {
      if (!state.replicas.includes(id)) return;
      state.isr = state.isr.filter((other) => other !== id);
      delete state.replicaStates[String(id)];
      if (state.leader === id) {
        state.leader = state.isr[0] ?? -1;
        state.leaderEpoch += 1;
        this.#event({ kind: 'leader-changed', topic, partition, ...leaderOf(state) });
      }
      this.#event({ kind: 'isr-changed', topic, partition, ...leaderOf(state) });
    });
    this.cluster.phase = 'degraded';
    return null;
  }

  #startBroker(id: number): { pid: number } {
    const pid = 5000 + Math.floor(Math.random() * 900);
    const restartCount = this.cluster.brokers[String(id)]!.restartCount + 1;
    const { lastExit } = this.cluster.brokers[String(id)]!;
    Object.assign(this.cluster.brokers[String(id)]!, mockBroker(id), {
      pid,
      restartCount,
      lastExit,
    });
    this.#event({ kind: 'broker-ready', brokerId: id, pid });
    this.#eachPartition((topic, partition, state) => {
      if (!state.replicas.includes(id)) return;
      const leaderPosition = state.replicaStates[String(state.leader)];
      if (!leaderPosition) return;
      state.replicaStates[String(id)] = {
        ...leaderPosition,
        logEndOffset: leaderPosition.logEndOffset - 3,
      };
      setTimeout(() => {
        state.isr = [...state.isr, id].sort();
        state.replicaStates[String(id)] = { ...state.replicaStates[String(state.leader)]! };
        this.#event({ kind: 'isr-changed', topic, partition, ...leaderOf(state) });
        if (state.replicas[0] !== id) return;
        state.leader = id;
        state.leaderEpoch += 1;
        this.#event({ kind: 'leader-changed', topic, partition, ...leaderOf(state) });
      }, 1500);
    });
    this.cluster.phase = 'ready';
    return { pid };
  }

  #eachPartition(
    visit: (
      topic: string,
      partition: number,
      state: Loose<ClusterState['topics'][string]['partitions'][string]> & { isr: number[] },
    ) => void,
  ): void {
    for (const [topic, { partitions }] of Object.entries(this.cluster.topics)) {
      for (const [partition, state] of Object.entries(partitions)) {
        visit(topic, Number(partition), state as never);
      }
    }
  }

  #topics(): TopicsState {
    return {
      topics: Object.fromEntries(
        Object.entries(this.cluster.topics).map(([name, topic]) => {
          const partitions = Object.values(topic.partitions);
          return [
            name,
            {
              isInternal: topic.isInternal,
              partitionCount: partitions.length,
              replicationFactor: 3,
              underReplicatedCount: partitions.filter((p) => p.isr.length < 3).length,
              offlineCount: partitions.filter((p) => p.leader < 0).length,
              recordCount: this.#messages.get(name)?.length ?? 0,
              sizeBytes: (this.#messages.get(name)?.length ?? 0) * 180,
              recordsInPerS: name === 'orders' ? 4 : 0,
              recordsOutPerS: name === 'orders' ? 4 : 0,
            },
          ];
        }),
      ),
    };
  }

  #describe(topic: string) {
    const state = this.cluster.topics[topic];
    if (!state) throw new ContractError('topic-not-found', { topic }, 'none');
    const own = this.#configs.get(topic) ?? {};
    return {
      topic,
      topicId: 'q1ZlWmN5Q0q0mG1sT2mW9w',
      isInternal: state.isInternal,
      partitions: Object.entries(state.partitions).map(([partition, p]) => ({
        partition: Number(partition),
        leader: p.leader,
        leaderEpoch: p.leaderEpoch,
        replicas: p.replicas,
        isr: p.isr,
        logStartOffset: 0,
        highWatermark: p.replicaStates[String(p.leader)]?.highWatermark ?? 0,
      })),
      configs: configNames.map(([name, value, type, documentation]) => ({
        name,
        value: own[name] ?? value,
        source:
          own[name] === undefined ? (name === 'segment.bytes' ? 'broker' : 'default') : 'topic',
        isReadOnly: false,
        isSensitive: false,
        type,
        documentation,
      })),
    };
  }

  #groups(): GroupsState {
    if (!this.cluster.topics['orders']) return { groups: {} };
    return {
      groups: {
        payment: {
          phase: 'stable',
          type: 'classic',
          coordinatorId: 2,
          memberCount: 2,
          topics: ['orders'],
          lag: 14,
        },
        analytics: {
          phase: 'empty',
          type: 'classic',
          coordinatorId: 1,
          memberCount: 0,
          topics: ['orders', 'payments'],
          lag: 212,
        },
      },
    };
  }

  #group(groupId: string): GroupDetail {
    const isPayment = groupId === 'payment';
    const member = (n: number, partitions: number[]) => ({
      memberId: `payment-${n}-7f1c2d3e`,
      instanceId: null,
      clientId: `payment-service-${n}`,
      host: '127.0.0.1',
      assignment: (partitions.length > 0 ? { orders: partitions } : {}) as Record<string, number[]>,
    });
    const members = isPayment ? [member(1, [0, 1]), member(2, [2]), member(3, [])] : [];
    return {
      groupId,
      phase: isPayment ? 'stable' : 'empty',
      type: 'classic',
      protocol: isPayment ? 'range' : '',
      coordinatorId: 2,
      members: Object.fromEntries(members.map((m) => [m.memberId, m])),
      offsets: Object.fromEntries(
        [0, 1, 2].map((partition) => [
          `orders-${partition}`,
          {
            topic: 'orders',
            partition,
            committedOffset: 100 + partition,
            logStartOffset: 0,
            logEndOffset: 104 + partition * 3 + (this.#ticks % 5),
            lag: 4 + partition * 2 + (this.#ticks % 5),
            lagS: 1.2 * partition + 0.4,
            memberId: isPayment ? members[partition === 2 ? 1 : 0]!.memberId : null,
          },
        ]),
      ),
      lag: 14,
      lagS: 2.8,
    };
  }

  #point(atMs: number): ThroughputPoint {
    const wave = (phase: number, size: number): Rates => {
      const level =
        size * (1 + 0.5 * Math.sin(atMs / 40_000 + phase) + 0.2 * Math.sin(atMs / 3100));
      const records = Math.max(0, level);
      return {
        bytesIn: records * 420,
        bytesOut: records * 830,
        recordsIn: records,
        recordsOut: records * 2,
      };
    };
    return {
      atMs,
      brokers: Object.fromEntries(
        Object.values(this.cluster.brokers)
          .filter((broker) => broker.phase === 'ready')
          .map((broker) => [String(broker.id), wave(broker.id, 40 + broker.id * 14)]),
      ),
      topics: {
        orders: wave(0.3, 80),
        payments: wave(1.2, 50),
        clickstream: wave(2.4, 130),
      },
    };
  }
}

function mockBroker(id: number): BrokerState {
  return {
    id,
    host: '127.0.0.1',
    port: 9091 + id,
    phase: 'ready',
    pid: 4100 + id,
    startedAtMs: Date.now() - 754_000,
    readyAtMs: Date.now() - 753_600,
    restartCount: 0,
    backoffUntilMs: null,
    lastExit: null,
    isFenced: false,
    memoryBytes: 58_000_000 + id * 1_300_000,
    cpuShare: 0.021 * id,
    connectionCount: 3 + id,
    leaderCount: 21,
    replicaCount: 62,
  };
}

function leaderOf(state: { leader: number; leaderEpoch: number; isr: readonly number[] }) {
  return { leader: state.leader, leaderEpoch: state.leaderEpoch, isr: [...state.isr] };
}

function payload(text: string): Message['key'] & object {
  const isJson = text.startsWith('{') || text.startsWith('[');
  return { kind: isJson ? 'json' : 'text', text, sizeBytes: text.length, isCut: false };
}

function matches(message: Message, filter: unknown): boolean {
  const { key, text } = (filter ?? {}) as { key?: string; text?: string };
  if (key && !message.key?.text.includes(key)) return false;
  if (!text) return true;
  const parts = [message.key, message.value, ...message.headers.map((header) => header.value)];
  return parts.some((part) => part?.text.toLowerCase().includes(text.toLowerCase()));
}
