/** What the app, a runner process and its workers say to each other. */
import type { ScenarioRun, Speed } from '../contract/scenarios.ts';
import type { ServiceDefinition } from './definition.ts';

/** Everything a runner needs; the scenario itself comes as text, so that it need not be a file. */
export type RunOptions = {
  readonly runId: string;
  readonly source: string;
  /** For error messages. */
  readonly file: string;
  readonly bootstrap: string;
  /** The folder of this run: one database per service. */
  readonly runDir: string;
  readonly speed: Speed;
  readonly seed: number;
  /** Generate so many records, process them all, and end; null: until stopped. */
  readonly limit: number | null;
};

/** App to runner. */
export type RunnerRequest =
  | { readonly type: 'start'; readonly options: RunOptions }
  | { readonly type: 'set-speed'; readonly speed: Speed }
  | { readonly type: 'set-service'; readonly service: string; readonly isUp: boolean }
  | { readonly type: 'finish' }
  | { readonly type: 'stop' };

/** Runner to app. */
export type RunnerEvent =
  | { readonly type: 'status'; readonly run: ScenarioRun }
  /** The last word; the process ends. */
  | { readonly type: 'ended'; readonly run: ScenarioRun };

/** What one worker did with the records of one topic since it began. */
export type TopicCounts = {
  readonly inCount: number;
  readonly failedCount: number;
  readonly retriedCount: number;
  readonly deadLetteredCount: number;
};

/** What one worker did since it began. */
export type WorkerCounts = {
  readonly outCount: number;
  /** By consumed topic. */
  readonly topics: { readonly [topic: string]: TopicCounts };
  readonly lastError: string | null;
};

export const noCounts: WorkerCounts = { outCount: 0, topics: {}, lastError: null };

/** `workerData`: the scenario is checked already, so that a worker loads no parser. */
export type WorkerOptions = {
  readonly options: RunOptions;
  readonly service: ServiceDefinition;
  /** True: nothing new is generated any more. */
  readonly isFinishing: boolean;
};

export type WorkerRequest =
  | { readonly type: 'set-speed'; readonly speed: Speed }
  | { readonly type: 'finish' }
  | { readonly type: 'stop' };

export type WorkerEvent =
  | { readonly type: 'up' }
  | { readonly type: 'counts'; readonly counts: WorkerCounts; readonly isGenerated: boolean };
