/**
 * A close look at topics and brokers: files, ages, disks, connections, logs of processes. What only
 * our own brokers tell is asked of their processes; of other clusters it is left out.
 */
import type { BrokerConnections, BrokersApi } from '../contract/brokers.ts';
import { ContractError } from '../contract/errors.ts';
import type { TopicsApi } from '../contract/topics.ts';
import type { Supervisor } from '../cluster/supervisor.ts';
import { brokerMethods, brokersState } from '../explorer/brokers.ts';
import {
  deleteClientMetrics,
  listClientMetrics,
  setClientMetrics,
} from '../explorer/client-metrics.ts';
import type { KafkaLink } from '../explorer/kafka-link.ts';
import type { LagClock } from '../explorer/lag-clock.ts';
import { brokerLogDirs, moveReplica } from '../explorer/log-dirs.ts';
import { topicAges } from '../explorer/topic-ages.ts';
import { cloneTopic } from '../explorer/topic-clone.ts';
import { topicConsumers } from '../explorer/topic-consumers.ts';
import { type AskFiles, topicLogs } from '../explorer/topic-logs.ts';
import type { Sources } from '../live/live-hub.ts';
import { polled } from '../live/polled.ts';
import type { TaskBoard } from '../tasks/task-board.ts';
import type { Handlers } from '../transport/rpc.ts';
import { ConnectionRates } from './connection-rates.ts';
import { followLog, readLogEnd } from './log-follower.ts';

export type InspectorOptions = {
  readonly link: KafkaLink;
  readonly lagClock: LagClock;
  readonly tasks: TaskBoard;
  /** Null: the brokers are not ours. */
  readonly supervisor: Supervisor | null;
};

type OwnSources = Pick<
  Sources,
  | 'topicAges'
  | 'topicLogs'
  | 'topicConsumers'
  | 'brokers'
  | 'brokerLogDirs'
  | 'brokerConnections'
  | 'brokerLog'
>;

/** Ours answer as fast as people look; others are asked now and then. */
const agesIntervalMs = { own: 3_000, foreign: 15_000 };
const filesIntervalMs = { own: 750, foreign: 5_000 };
const brokersIntervalMs = { own: 3_000, foreign: 5_000 };
const consumersIntervalMs = 2_000;
const connectionsIntervalMs = 1_000;
const lastLogLines = 500;

export class Inspector {
  readonly #options: InspectorOptions;

  constructor(options: InspectorOptions) {
    this.#options = options;
  }

  sources(): OwnSources {
    const { link, lagClock, supervisor } = this.#options;
    const kind = supervisor ? 'own' : 'foreign';
    return {
      topicAges: (_params, sink) => polled(agesIntervalMs[kind], () => this.#ages(), sink),
      topicLogs: ({ topic }, sink) =>
        polled(filesIntervalMs[kind], () => topicLogs(link, topic, this.#askFiles), sink),
      topicConsumers: ({ topic }, sink) =>
        polled(consumersIntervalMs, () => topicConsumers(link, lagClock, topic), sink),
      brokers: (_params, sink) => polled(brokersIntervalMs[kind], () => brokersState(link), sink),
      brokerLogDirs: ({ brokerId }, sink) =>
        polled(brokersIntervalMs[kind], () => brokerLogDirs(link, brokerId), sink),
      brokerConnections: ({ brokerId }, sink) => {
        const rates = new ConnectionRates();
        return polled(connectionsIntervalMs, () => this.#connections(brokerId, rates), sink);
      },
      brokerLog: ({ brokerId }, sink) => {
        const lines: Parameters<typeof sink.items>[0][number][] = [];
        const { first, stop } = followLog({
          file: this.#logFile(brokerId),
          lastLines: lastLogLines,
          onLines: sink.items,
        });
        return { items: lines, ready: first.then((found) => void lines.push(...found)), stop };
      },
    };
  }

  handlers(): Handlers<keyof BrokersApi | ('topics.clone' & keyof TopicsApi)> {
    const { link, tasks } = this.#options;
    return {
      ...brokerMethods(link),
      'brokers.moveReplica': (params) => moveReplica(link, params),
      'brokers.readLog': async ({ brokerId }) => ({
        text: await readLogEnd(this.#logFile(brokerId)),
      }),
      'brokers.clientMetrics': () => listClientMetrics(link),
      'brokers.setClientMetrics': (params) => setClientMetrics(link, params),
      'brokers.deleteClientMetrics': ({ name }) => deleteClientMetrics(link, name),
      'topics.clone': (params) => cloneTopic(link, tasks, params),
    };
  }

  async #ages() {
    const { link, supervisor } = this.#options;
    if (!supervisor) return topicAges(link, null);
    const ids = [...supervisor.machines.keys()];
    const answers = await Promise.all(ids.map((id) => supervisor.ask(id, { kind: 'log-ages' })));
    return topicAges(
      link,
      answers.map((answer) => answer?.topics ?? []),
    );
  }

  get #askFiles(): AskFiles | null {
    const { supervisor } = this.#options;
    if (!supervisor) return null;
    return async (brokerId, topic) => {
      const answer = await supervisor.ask(brokerId, { kind: 'log-files', topic, partitions: null });
      return answer?.logs ?? null;
    };
  }

  async #connections(brokerId: number, rates: ConnectionRates): Promise<BrokerConnections> {
    const { supervisor } = this.#options;
    const answer = await supervisor?.ask(brokerId, { kind: 'connections' });
    return answer ? rates.update(answer.connections, Date.now()) : { connections: null };
  }

  #logFile(brokerId: number): string {
    const { supervisor } = this.#options;
    if (supervisor) return supervisor.logFileOf(brokerId);
    throw new ContractError(
      'not-local-cluster',
      { action: 'read-log' },
      'The log of a process can be read only where the process is one of ours.',
    );
  }
}
