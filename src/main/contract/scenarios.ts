/** Scenarios: flows of real services on the cluster. At most one runs at a time. */

/** A text of a scenario file in both languages. */
export type LocalText = { readonly en: string; readonly ko: string };

export type ScenarioService = {
  readonly name: string;
  readonly title: LocalText;
  readonly description: LocalText;
  readonly consumes: readonly string[];
  readonly produces: readonly string[];
  /** The service's own table, when it has one. */
  readonly table: string | null;
};

export type ScenarioTopic = {
  readonly name: string;
  readonly title: LocalText;
  readonly partitionCount: number;
};

export type ScenarioExpectation = { readonly name: string; readonly title: LocalText };

export type Scenario = {
  readonly name: string;
  readonly title: LocalText;
  readonly description: LocalText;
  readonly services: readonly ScenarioService[];
  readonly topics: readonly ScenarioTopic[];
  readonly expectations: readonly ScenarioExpectation[];
  /** The YAML it came from. */
  readonly source: string;
  /** It did not come with the app. */
  readonly isOwn: boolean;
};

/** What the list shows; a file that cannot be read is listed with its error. */
export type ScenarioSummary = {
  readonly name: string;
  readonly title: LocalText;
  readonly description: LocalText;
  readonly serviceCount: number;
  readonly topicCount: number;
  /** English; null for a good file. */
  readonly error: string | null;
};

/** 0.5 to 10 times, or as fast as it goes. */
export type Speed = number | 'max';

export type ServiceRun = {
  /** down: told to be down; its records wait. */
  readonly phase: 'starting' | 'up' | 'stopping' | 'down' | 'crashed';
  readonly inCount: number;
  readonly outCount: number;
  /** Records whose handling failed, those handled again, and those given up. */
  readonly failedCount: number;
  readonly retriedCount: number;
  readonly deadLetteredCount: number;
  /** Records waiting for it; null for a service that only produces. */
  readonly lag: number | null;
  readonly inPerS: number;
  readonly outPerS: number;
  readonly rowCount: number;
  /** The last failure, English. */
  readonly lastError: string | null;
};

export type TopicRun = {
  /** Records written since the run began. */
  readonly inCount: number;
  /** Records that its services read from it, all together. */
  readonly outCount: number;
  readonly failedCount: number;
  readonly retriedCount: number;
  readonly deadLetteredCount: number;
  readonly inPerS: number;
};

export type ExpectationResult = {
  /** pending: not decided before everything is drained. */
  readonly status: 'pending' | 'holds' | 'fails';
  /** What was compared, for people: `120 = 120`. */
  readonly detail: string;
};

export type RunPhase = 'starting' | 'running' | 'draining' | 'stopping' | 'finished' | 'failed';

export type ScenarioRun = {
  readonly runId: string;
  readonly scenario: string;
  readonly phase: RunPhase;
  readonly speed: Speed;
  readonly seed: number;
  readonly startedAtMs: number;
  readonly endedAtMs: number | null;
  /** Why it failed, English. */
  readonly error: string | null;
  /** Service -> figures. */
  readonly services: { readonly [service: string]: ServiceRun };
  /** Topic -> figures. */
  readonly topics: { readonly [topic: string]: TopicRun };
  readonly expectations: { readonly [name: string]: ExpectationResult };
};

/** Stream `scenarioRun`: the run that is on, or the last one of this app's life; else null. */
export type ScenarioRunState = { readonly run: ScenarioRun | null };

export type Cell = string | number | null;

/** Stream `scenarioTable`: the newest rows of one service's table, newest first. */
export type ServiceTable = {
  readonly table: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
  readonly rowCount: number;
};

export type ScenariosApi = {
  readonly 'scenarios.list': () => { readonly scenarios: readonly ScenarioSummary[] };
  readonly 'scenarios.get': (params: { readonly name: string }) => Scenario;
  /** A scenario file of this machine is checked and copied, in the place of one of its name. */
  readonly 'scenarios.add': (params: { readonly file: string }) => { readonly name: string };
  /** One that was added; what came with the app stays. */
  readonly 'scenarios.remove': (params: { readonly name: string }) => { readonly name: string };
  readonly 'scenarios.run': (params: {
    readonly name: string;
    readonly speed: Speed;
    readonly seed?: number | undefined;
  }) => { readonly runId: string };
  /**
   * Nothing new is generated from now on; the run ends by itself when all that waits is
   * processed, and only then are all expectations decided.
   */
  readonly 'scenarios.finish': () => null;
  /** Ends the run now, whatever waits. */
  readonly 'scenarios.stop': () => null;
  readonly 'scenarios.setSpeed': (params: { readonly speed: Speed }) => null;
  /** Down: its consumer leaves and its worker ends; up: a new one starts. */
  readonly 'scenarios.setService': (params: {
    readonly service: string;
    readonly isUp: boolean;
  }) => null;
  /** Runs that ended, newest first. */
  readonly 'scenarios.history': () => { readonly runs: readonly ScenarioRun[] };
};
