/**
 * A process that runs nothing but the metadata quorum, on a simulated machine: the real RaftNode,
 * log, server and connections, with a list of texts as the replicated state.
 */
import { fetch } from '../../src/broker/apis/01-fetch.ts';
import { beginQuorumEpoch } from '../../src/broker/apis/53-begin-quorum-epoch.ts';
import { endQuorumEpoch } from '../../src/broker/apis/54-end-quorum-epoch.ts';
import { fetchSnapshot } from '../../src/broker/apis/59-fetch-snapshot.ts';
import { vote } from '../../src/broker/apis/52-vote.ts';
import type { Handler } from '../../src/broker/apis/handler.ts';
import type { Services } from '../../src/broker/apis/services.ts';
import { NodeClient } from '../../src/broker/client/node-client.ts';
import { parseBrokerConfig } from '../../src/broker/config.ts';
import type { QuorumVoter } from '../../src/broker/control.ts';
import { LogManager } from '../../src/broker/log/log-manager.ts';
import { RaftNode } from '../../src/broker/raft/raft-node.ts';
import type { ControllerChannel } from '../../src/broker/server/controller-channel.ts';
import { Dispatcher } from '../../src/broker/server/dispatcher.ts';
import { Server } from '../../src/broker/server/server.ts';
import type { SimMachine } from '../support/sim-env.ts';

const clusterId = 'simulated-cluster-0001';
const dataDir = '/data';

const raftHandlers: readonly Handler[] = [
  fetch,
  vote,
  beginQuorumEpoch,
  endQuorumEpoch,
  fetchSnapshot,
] as readonly Handler[];

export class RaftHost {
  readonly id: number;
  readonly machine: SimMachine;
  readonly raft: RaftNode;
  /** The replicated state: what was committed at each offset, as this life has seen it. */
  readonly applied = new Map<number, string>();
  onApplied: (offset: number, text: string) => void = () => undefined;
  private readonly server: Server;
  private readonly logs: LogManager;
  private readonly snapshotEvery: number;
  private lastEpoch = 0;

  constructor(
    machine: SimMachine,
    o: {
      readonly id: number;
      readonly voters: readonly QuorumVoter[];
      readonly config: Readonly<Record<string, string>>;
      /** Records between two snapshots; 0 writes none. */
      readonly snapshotEvery: number;
    },
  ) {
    this.id = o.id;
    this.machine = machine;
    this.snapshotEvery = o.snapshotEvery;
    const env = machine.boot();
    const broker = parseBrokerConfig({
      'node.id': String(o.id),
      'process.roles': 'broker,controller',
      'controller.listener.names': 'CONTROLLER',
      ...o.config,
    });
    this.logs = LogManager.open(env, { dataDir, nodeId: o.id, clusterId, broker });
    const log = this.logs.metadataLog();
    const connectTimeoutMs = 2000;
    this.raft = new RaftNode(env, {
      nodeId: o.id,
      clusterId,
      directoryId: this.logs.directoryId,
      voters: o.voters,
      log,
      dir: log.dir,
      config: broker,
      connect: ({ host, port }) =>
        new NodeClient(env, { host, port, clientId: `node-${o.id}`, connectTimeoutMs }),
      onFailure: (error) => {
        throw error;
      },
    });
    this.raft.onCommit(({ records, isControl, epoch }) => {
      this.lastEpoch = epoch;
      for (const { offset, value } of records)
        this.apply(offset, isControl ? 'control' : value.toString());
      this.maybeSnapshot();
    });
    this.raft.onLoadSnapshot(({ values, epoch }) => {
      this.lastEpoch = epoch;
      this.applied.clear();
      for (const value of values) {
        const [offset, text] = value.toString().split('=');
        this.apply(Number(offset), text);
      }
    });
    // The quorum's own handlers ask for no other service.
    const services = { env, raft: this.raft } as Partial<Services> as Services;
    const channel = {} as ControllerChannel;
    this.server = new Server(env, new Dispatcher(services, raftHandlers, channel), {
      limits: { maxRequestBytes: 1e6, maxInFlight: 64, maxQueuedBytes: 1e7 },
      config: () => broker,
      onConnectionClosed: () => undefined,
    });
  }

  async start(voter: QuorumVoter): Promise<void> {
    await this.server.listen('controller', voter);
    this.raft.start();
  }

  /** An orderly stop. */
  async stop(): Promise<void> {
    await this.raft.resign();
    await this.server.close();
    await this.raft.close();
    this.logs.close({ clean: true, brokerEpoch: -1 });
    this.machine.exited();
  }

  private apply(offset: number, text: string): void {
    this.applied.set(offset, text);
    this.onApplied(offset, text);
  }

  private maybeSnapshot(): void {
    const { deliveredOffset, latestSnapshot } = this.raft;
    const sinceCount = deliveredOffset - (latestSnapshot?.endOffset ?? 0);
    if (this.snapshotEvery === 0 || sinceCount < this.snapshotEvery) return;
    const values = [...this.applied].map(([offset, text]) => Buffer.from(`${offset}=${text}`));
    this.raft.writeSnapshot(values, deliveredOffset - 1, this.lastEpoch);
  }
}
