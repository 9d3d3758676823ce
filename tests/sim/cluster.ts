/** N whole nodes, the real ones from node.ts, on simulated machines; and what can happen to them. */
import type { BrokerOptions, QuorumVoter } from '../../src/broker/control.ts';
import { DiskError } from '../../src/broker/env/env.ts';
import { createNode, type RunningNode } from '../../src/broker/node.ts';
import type { DiskFaults } from '../support/memory-disk.ts';
import { type SimMachine, SimWorld } from '../support/sim-env.ts';

const clusterId = 'simulated-cluster-0001';
const brokerPort = 9092;
const controllerPort = 9093;
/** Where the node of a simulated machine keeps its data; errors name it. */
export const dataDirOf = (id: number): string => `/node-${id}`;

export type SimNode = {
  readonly id: number;
  readonly machine: SimMachine;
  readonly options: BrokerOptions;
  /** The running process; undefined while the machine or the process is down. */
  running: RunningNode | undefined;
  isStopping: boolean;
  /** Of its registration in this run of the process; -1 before it is ready. */
  brokerEpoch: number;
  /** Its disk refuses; what the node says about that is no fault of its own. */
  isDiskBroken: boolean;
};

export type ClusterOptions = {
  readonly seed: number;
  readonly nodeCount: number;
  readonly config: Readonly<Record<string, string>>;
};

export class SimCluster {
  readonly world: SimWorld;
  readonly nodes: readonly SimNode[];
  /** What went wrong inside the nodes: a failed start, an error line, a failed folder. */
  readonly failures: Error[] = [];

  constructor({ seed, nodeCount, config }: ClusterOptions) {
    this.world = new SimWorld(seed);
    const ids = Array.from({ length: nodeCount }, (_, index) => index + 1);
    const voters: QuorumVoter[] = ids.map((id) => ({
      id,
      host: hostOf(id),
      port: controllerPort,
    }));
    this.nodes = ids.map((id) => {
      const machine = this.world.machine(hostOf(id));
      machine.onErrorLine = (line) => {
        if (!this.node(id).isDiskBroken) this.failures.push(new Error(line));
      };
      const listener = { host: machine.host, port: brokerPort };
      const dataDir = dataDirOf(id);
      const options = { nodeId: id, clusterId, dataDir, listener, voters, config };
      return {
        id,
        machine,
        options,
        running: undefined,
        isStopping: false,
        brokerEpoch: -1,
        isDiskBroken: false,
      };
    });
  }

  get nowMs(): number {
    return this.world.scheduler.nowMs;
  }

  /** Addresses that a client is given. */
  get bootstrap(): readonly { readonly host: string; readonly port: number }[] {
    return this.nodes.map(({ machine }) => ({ host: machine.host, port: brokerPort }));
  }

  node(id: number): SimNode {
    return this.nodes[id - 1];
  }

  /** Nodes whose process runs and is not about to stop. */
  live(): SimNode[] {
    return this.nodes.filter(({ running, isStopping }) => running !== undefined && !isStopping);
  }

  start(node: SimNode): void {
    if (node.machine.isUp) return;
    this.world.scheduler.note(`start node ${node.id}`);
    try {
      const running: RunningNode = createNode(node.machine.boot(), node.options, {
        onListening: () => undefined,
        onReady: (brokerEpoch) => {
          node.brokerEpoch = brokerEpoch;
        },
        onMetadata: () => undefined,
        onFailure: (error) => this.fail(node, running, error),
      });
      node.running = running;
      running.start().catch((error: unknown) => this.fail(node, running, error));
    } catch (error) {
      if (!node.isDiskBroken) throw error;
      this.world.scheduler.note(`node ${node.id} cannot start: ${(error as Error).message}`);
      node.machine.exited();
      this.repairDisk(node);
    }
  }

  /** kill -9. Siblings are told, as the supervisor does. */
  kill(node: SimNode, isTold = true): void {
    this.gone(node, `kill node ${node.id}`);
    node.machine.killProcess();
    if (isTold) this.tellSiblings(node);
  }

  /** The machine is switched off: unsynced bytes are lost, and nobody hears of it. */
  losePower(node: SimNode): void {
    this.gone(node, `power loss of node ${node.id}`);
    node.machine.losePower();
  }

  /** An orderly stop. */
  stop(node: SimNode): void {
    const { running } = node;
    if (!running || node.isStopping) return;
    this.world.scheduler.note(`stop node ${node.id}`);
    node.isStopping = true;
    running.stop().then(
      () => {
        if (node.running !== running) return;
        this.gone(node, `node ${node.id} stopped`);
        node.machine.exited();
        this.tellSiblings(node);
      },
      (error: unknown) => this.fail(node, running, error),
    );
  }

  /** From now on the disk refuses writes, fsyncs or both; a node that notices ends its process. */
  breakDisk(node: SimNode, faults: DiskFaults): void {
    this.world.scheduler.note(`the disk of node ${node.id} refuses ${JSON.stringify(faults)}`);
    node.isDiskBroken = true;
    Object.assign(node.machine.disk.faults, faults);
  }

  repairDisk(node: SimNode): void {
    node.isDiskBroken = false;
    node.machine.disk.faults.append = undefined;
    node.machine.disk.faults.sync = undefined;
  }

  /** Cuts one direction between two nodes, or both. */
  cut(a: SimNode, b: SimNode, isOneWay: boolean): void {
    this.world.scheduler.note(`cut ${a.id} ${isOneWay ? '->' : '<->'} ${b.id}`);
    this.world.network.cutLink(a.machine.host, b.machine.host);
    if (!isOneWay) this.world.network.cutLink(b.machine.host, a.machine.host);
  }

  heal(): void {
    this.world.scheduler.note('heal the network');
    this.world.network.heal();
  }

  /**
   * Whether what was thrown is the process of a node ending for its broken disk. A real process
   * ends by itself when nothing catches such an error.
   */
  isExcused(error: unknown): boolean {
    if (!(error instanceof DiskError)) return false;
    const node = this.nodes.find(({ id }) => error.message.startsWith(`${dataDirOf(id)}/`));
    if (!node?.isDiskBroken) return false;
    if (node.running) this.fail(node, node.running, error);
    return true;
  }

  private gone(node: SimNode, what: string): void {
    this.world.scheduler.note(what);
    node.running = undefined;
    node.isStopping = false;
    node.brokerEpoch = -1;
  }

  private tellSiblings(gone: SimNode): void {
    for (const { id, machine } of this.nodes) {
      if (id === gone.id || !machine.isUp) continue;
      const { running } = this.node(id);
      this.world.scheduler.after(2, `node ${id} is told that ${gone.id} exited`, () => {
        if (running === this.node(id).running) running?.peerExited(gone.id);
      });
    }
  }

  private fail(node: SimNode, running: RunningNode, error: unknown): void {
    if (node.running !== running) return;
    if (node.isDiskBroken) {
      this.world.scheduler.after(1, `node ${node.id} ends for its disk`, () => {
        if (node.running !== running) return;
        this.kill(node);
        this.repairDisk(node);
      });
      return;
    }
    this.failures.push(new Error(`node ${node.id} failed`, { cause: error }));
  }
}

export const hostOf = (id: number): string => `10.0.0.${id}`;
