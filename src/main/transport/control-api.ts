/** What the command line asks of the process that runs a cluster. */
import type { BrokerExit, BrokerPhase, ClusterApi } from '../contract/cluster.ts';

export type BrokerStatus = {
  readonly id: number;
  readonly phase: BrokerPhase;
  readonly pid: number | null;
  readonly host: string;
  readonly port: number;
  readonly restartCount: number;
  readonly lastExit: BrokerExit | null;
};

export type ClusterStatus = {
  readonly pid: number;
  readonly dir: string;
  readonly clusterId: string;
  readonly bootstrap: string;
  /** -1 while there is none. */
  readonly controllerId: number;
  readonly quorumEpoch: number;
  readonly brokers: readonly BrokerStatus[];
  /** The browser shell, with its token; null without one. */
  readonly ui: string | null;
};

/** The broker commands of the contract, and two of its own. */
export type ControlApi = ClusterApi & {
  readonly 'control.status': () => ClusterStatus;
  /** Answers at once; the process ends when all brokers have stopped. */
  readonly 'control.stop': () => null;
};

/** Where the running process listens; a file in the data folder, readable by its owner only. */
export type ControlAddress = {
  readonly pid: number;
  readonly port: number;
  readonly token: string;
};

export const controlFileName = 'control.json';
