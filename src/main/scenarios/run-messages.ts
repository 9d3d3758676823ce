/** What the app, a runner process and its workers say to each other. */
import type {
  ServiceDelivery,
  RunEvent,
  RunSample,
  ScenarioFlow,
  ScenarioRun,
  ServiceLog,
  ServiceTrouble,
  Speed,
} from '../contract/scenarios.ts';
import type { LinkSecurity } from '../explorer/link-security.ts';
import type { ServiceDefinition, TopicDefinition } from '../../scenario/definition/scenario.ts';

/** Everything a runner needs; the scenario itself comes as text, so that it need not be a file. */
export type RunOptions = {
  readonly runId: string;
  readonly source: string;
  /** Where the text lies: for error messages, and what is replayed is relative to its folder. */
  readonly file: string;
  readonly bootstrap: string;
  /** Of a cluster that asks for TLS or a login; without functions, see thread-security.ts. */
  readonly security?: LinkSecurity | undefined;
  /** The folder of this run: one database per service. */
  readonly runDir: string;
  readonly speed: Speed;
  readonly seed: number;
  /** Wall clock of the run's beginning; event time counts from it. */
  readonly startedAtMs: number;
  /** Generate so many records, process them all, and end; null: until stopped. */
  readonly limit: number | null;
};

/** App to runner. */
export type RunnerRequest =
  | { readonly type: 'start'; readonly options: RunOptions }
  | { readonly type: 'set-speed'; readonly speed: Speed }
  | { readonly type: 'set-paused'; readonly isPaused: boolean }
  /** One event happens, in that service or in whichever comes first. */
  | { readonly type: 'step'; readonly service: string | null }
  | { readonly type: 'set-service'; readonly service: string; readonly isUp: boolean }
  | { readonly type: 'scale'; readonly service: string; readonly instanceCount: number }
  | { readonly type: 'trouble'; readonly service: string; readonly trouble: ServiceTrouble }
  | { readonly type: 'rebuild'; readonly service: string }
  /** Done by the app, told for the run's history. */
  | { readonly type: 'event'; readonly event: RunEvent }
  | { readonly type: 'finish' }
  | { readonly type: 'stop' };

/** Runner to app. */
export type RunnerEvent =
  | { readonly type: 'status'; readonly run: ScenarioRun }
  | { readonly type: 'sample'; readonly sample: RunSample }
  | { readonly type: 'log'; readonly service: string; readonly lines: ServiceLog['lines'] }
  | { readonly type: 'flow'; readonly samples: ScenarioFlow['samples'] }
  /** These did not exist before; told as soon as they do, so that they can be cleaned up. */
  | {
      readonly type: 'made';
      readonly clusterId: string;
      readonly topics: readonly string[];
      readonly groups: readonly string[];
    }
  /** The script wants this broker killed; whoever owns the cluster answers with an `event`. */
  | { readonly type: 'kill-leader'; readonly topic: string; readonly brokerId: number }
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
  /** The latest few hundred times from a record's timestamp to the end of its handling. */
  readonly latenciesMs: readonly number[];
  /**
   * What this worker still holds back and will send or commit: open windows, joins without a
   * partner, an outbox, late records, changes to capture, retries. A run is drained when it is 0.
   */
  readonly pendingCount: number;
  readonly lastError: string | null;
};

export const noCounts: WorkerCounts = {
  outCount: 0,
  topics: {},
  latenciesMs: [],
  pendingCount: 0,
  lastError: null,
};

/** What of a run may change while it goes on; each worker always has the latest. */
export type Conditions = {
  readonly speed: Speed;
  readonly isPaused: boolean;
  /** Nothing new is generated any more. */
  readonly isFinishing: boolean;
  /**
   * Nothing will come to this service any more: what waits for time (windows, joins) ends now, and
   * each timer fires once more and then rests.
   */
  readonly isFlushing: boolean;
  readonly trouble: ServiceTrouble;
  /** Service -> the address of its `serve`, for who calls it; absent while it is down. */
  readonly endpoints: { readonly [service: string]: string };
};

/** `workerData`: the scenario is checked already, so that a worker loads no parser. One worker is one instance of a service. */
export type WorkerOptions = {
  readonly options: RunOptions;
  readonly service: ServiceDefinition;
  /** Of what the service writes and reads; their schemas are kept. */
  readonly topics: readonly TopicDefinition[];
  /** From 0; generators, timers, outbox, capture, snapshots and `serve` run in instance 0 only. */
  readonly instance: number;
  readonly conditions: Conditions;
};

export type WorkerRequest =
  | { readonly type: 'conditions'; readonly conditions: Conditions }
  /** Of a paused worker: it handles, or else generates, one record; `stepped` follows when it did. */
  | { readonly type: 'step' }
  /** What was asked for by `step` is no longer wanted. */
  | { readonly type: 'cancel-step' }
  | { readonly type: 'stop' };

export type WorkerEvent =
  /** From now on its thread may be ended. */
  | { readonly type: 'loaded' }
  | { readonly type: 'up' }
  | { readonly type: 'stepped' }
  /** Its `serve` listens. */
  | { readonly type: 'serving'; readonly address: string }
  | {
      readonly type: 'delivery';
      readonly delivery: ServiceDelivery;
      readonly reason: string | null;
    }
  | { readonly type: 'log'; readonly lines: ServiceLog['lines'] }
  /** Written or read, sampled: at most 20 a second for each topic and kind. */
  | {
      readonly type: 'flow';
      readonly samples: readonly Omit<ScenarioFlow['samples'][number], 'sequence'>[];
    }
  | {
      readonly type: 'counts';
      readonly counts: WorkerCounts;
      readonly isGenerated: boolean;
      /** It has done what `isFlushing` asks, timers included. */
      readonly isFlushed: boolean;
    };
