/** Scenarios: flows of real services on the cluster. At most one runs at a time. */

/** A text of a scenario file in both languages. */
export type LocalText = { readonly en: string; readonly ko: string };

export type ScenarioService = {
  readonly name: string;
  readonly title: LocalText;
  readonly description: LocalText;
  readonly consumes: readonly string[];
  readonly produces: readonly string[];
  /** Services whose `serve` it calls. */
  readonly calls: readonly string[];
  /** Its own tables. */
  readonly tables: readonly string[];
  /** How many it begins with. */
  readonly instanceCount: number;
  readonly delivery: ServiceDelivery;
  /** It makes events by itself. */
  readonly isGenerator: boolean;
};

export type ServiceDelivery = 'at-most-once' | 'at-least-once' | 'exactly-once';

export type ScenarioTopic = {
  readonly name: string;
  readonly title: LocalText;
  readonly description: LocalText;
  readonly partitionCount: number;
  /** Some handler gives up its records into it. */
  readonly isDeadLetter: boolean;
};

export type ScenarioExpectation = { readonly name: string; readonly title: LocalText };

/** A node of the drawing: `service/NAME`, `topic/NAME`, `note/NAME`. */
export type NodeId = string;

export type Scenario = {
  readonly name: string;
  readonly title: LocalText;
  readonly description: LocalText;
  readonly category: string | null;
  /** Markdown; empty where the file has none. */
  readonly explanation: LocalText;
  readonly experiment: LocalText;
  readonly services: readonly ScenarioService[];
  readonly topics: readonly ScenarioTopic[];
  readonly links: readonly {
    readonly from: NodeId;
    readonly to: NodeId;
    readonly title: LocalText;
  }[];
  readonly notes: readonly { readonly name: string; readonly text: LocalText }[];
  readonly frames: readonly {
    readonly name: string;
    readonly title: LocalText;
    readonly members: readonly NodeId[];
  }[];
  readonly layout: { readonly [node: NodeId]: { readonly x: number; readonly y: number } };
  readonly expectations: readonly ScenarioExpectation[];
  /** It has TypeScript functions or calls URLs: who did not write it is asked before it runs. */
  readonly hasCode: boolean;
  /** The YAML it came from, in the newest format. */
  readonly source: string;
  /** It did not come with the app. */
  readonly isOwn: boolean;
};

/** What the list shows; a file that cannot be read is listed with its error. */
export type ScenarioSummary = {
  readonly name: string;
  readonly title: LocalText;
  readonly description: LocalText;
  readonly category: string | null;
  readonly serviceCount: number;
  readonly topicCount: number;
  readonly isOwn: boolean;
  /** English; null for a good file. */
  readonly error: string | null;
};

/** One thing that is wrong with a file. */
export type ScenarioFault = {
  readonly line: number;
  readonly column: number;
  /** `services.2.consume.0.topic`; empty for the file as a whole. */
  readonly path: string;
  readonly expected: string;
  readonly found: string;
  /** The right name that is meant, where one is near. */
  readonly nearest: string | null;
};

/** 0.1 to 1,000 times, or as fast as it goes. */
export type Speed = number | 'max';

/** What is wrong with a service on purpose. */
export type ServiceTrouble = {
  /** Its work takes so many times as long; 1: as ever. */
  readonly slowFactor: number;
  /** Every n-th record fails; 0: none. */
  readonly failEvery: number;
};

export type ServiceRun = {
  /** down: told to be down; its records wait. */
  readonly phase: 'starting' | 'up' | 'stopping' | 'down' | 'crashed';
  /** Wanted, and up. */
  readonly instanceCount: number;
  readonly upCount: number;
  /** What it really gives, and why it is less than the file asks; English. */
  readonly delivery: ServiceDelivery;
  readonly deliveryReason: string | null;
  readonly trouble: ServiceTrouble;
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
  /** From a record's timestamp to the end of its handling; null before the first. */
  readonly latencyMs: { readonly p50: number; readonly p95: number; readonly p99: number } | null;
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

/** Something that happened in a run: by the script, by a person, or by itself. */
export type RunEvent = {
  readonly atMs: number;
  readonly by: 'script' | 'person' | 'run';
  readonly kind:
    | 'down'
    | 'up'
    | 'crashed'
    | 'slow'
    | 'failEvery'
    | 'instances'
    | 'poison'
    | 'redrive'
    | 'killLeader'
    | 'rebuild'
    | 'pause'
    | 'resume'
    | 'step'
    | 'speed'
    | 'say';
  /** Service or topic; empty for the run as a whole. */
  readonly subject: string;
  /** A number or an English text, as the kind needs; what `say` says in both languages. */
  readonly detail: string | number | LocalText;
};

export type ScenarioRun = {
  readonly runId: string;
  readonly scenario: string;
  /** Where it runs. */
  readonly bootstrap: string;
  readonly phase: RunPhase;
  readonly isPaused: boolean;
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
  /** The last 200, oldest first. */
  readonly events: readonly RunEvent[];
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

/** Stream `scenarioLog`: the last lines of one service, oldest first, at most 500. */
export type ServiceLog = {
  readonly lines: readonly {
    readonly atMs: number;
    readonly instance: number;
    readonly level: 'info' | 'warn' | 'error';
    /** English, or what the scenario says. */
    readonly message: string;
  }[];
};

/** Stream `scenarioFlow`: real records, sampled, as they are written and read: at most 20 an edge and second. */
export type ScenarioFlow = {
  readonly samples: readonly {
    readonly sequence: number;
    readonly atMs: number;
    readonly service: string;
    readonly topic: string;
    readonly kind: 'write' | 'read';
    readonly partition: number;
    readonly offset: number;
    readonly key: string;
  }[];
};

/** One point in the life of a run, once a second at most. */
export type RunSample = {
  readonly atMs: number;
  /** Service -> in, out, lag, failed so far. */
  readonly services: { readonly [service: string]: readonly [number, number, number, number] };
};

export type RunHistory = { readonly run: ScenarioRun; readonly samples: readonly RunSample[] };

export type RunParams = {
  readonly name: string;
  readonly speed: Speed;
  readonly seed?: number | undefined;
  /** So many records of each generator, then the run ends when all is processed. */
  readonly limit?: number | undefined;
  /** Somebody has looked at its code and says that it may run; remembered from then on. */
  readonly isTrusted?: boolean | undefined;
};

export type ScenariosApi = {
  readonly 'scenarios.list': () => { readonly scenarios: readonly ScenarioSummary[] };
  readonly 'scenarios.get': (params: { readonly name: string }) => Scenario;
  /** Everything that is wrong with a text, in the order of the text. */
  readonly 'scenarios.check': (params: { readonly source: string }) => {
    readonly faults: readonly ScenarioFault[];
  };
  /**
   * Checks and keeps a text under the name in it, in the place of an own one of that name.
   * `isForeign`: it was dropped, linked or pasted, not written here, so its code must be confirmed.
   */
  readonly 'scenarios.save': (params: {
    readonly source: string;
    readonly isForeign?: boolean | undefined;
  }) => { readonly name: string };
  /** A scenario file of this machine is checked and copied, in the place of one of its name. */
  readonly 'scenarios.add': (params: { readonly file: string }) => { readonly name: string };
  /** One that was added; what came with the app stays. */
  readonly 'scenarios.remove': (params: { readonly name: string }) => { readonly name: string };
  /** `scenario-needs-trust`: it has code from elsewhere that nobody has confirmed. */
  readonly 'scenarios.run': (params: RunParams) => { readonly runId: string };
  /**
   * Nothing new is generated from now on; the run ends by itself when all that waits is
   * processed, and only then are all expectations decided.
   */
  readonly 'scenarios.finish': () => null;
  /** Ends the run now, whatever waits. */
  readonly 'scenarios.stop': () => null;
  readonly 'scenarios.setSpeed': (params: { readonly speed: Speed }) => null;
  /** Paused: services stay in their groups, and handle and generate nothing. */
  readonly 'scenarios.setPaused': (params: { readonly isPaused: boolean }) => null;
  /** Of a paused run: one event happens, in the service named or in whichever comes first. */
  readonly 'scenarios.step': (params: { readonly service?: string | undefined }) => null;
  /** Down: its consumers leave and its workers end; up: new ones start. */
  readonly 'scenarios.setService': (params: {
    readonly service: string;
    readonly isUp: boolean;
  }) => null;
  readonly 'scenarios.scale': (params: {
    readonly service: string;
    readonly instanceCount: number;
  }) => null;
  readonly 'scenarios.trouble': (params: {
    readonly service: string;
    readonly trouble: ServiceTrouble;
  }) => null;
  /** Writes one record that nobody can read; answers where it lies. */
  readonly 'scenarios.poison': (params: { readonly topic: string }) => {
    readonly partition: number;
    readonly offset: number;
  };
  /** The records of a dead-letter topic go back to the topics that they came from. */
  readonly 'scenarios.redrive': (params: { readonly topic: string }) => {
    readonly count: number;
  };
  /** The tables of a service are emptied and its group reads from the beginning. */
  readonly 'scenarios.rebuild': (params: { readonly service: string }) => null;
  /** Runs that ended, newest first. */
  readonly 'scenarios.history': () => { readonly runs: readonly ScenarioRun[] };
  readonly 'scenarios.historyOf': (params: { readonly runId: string }) => RunHistory;
  /** The topics, groups and tables that the last run made are deleted. */
  readonly 'scenarios.cleanUp': (params: { readonly name: string }) => {
    readonly topics: readonly string[];
    readonly groups: readonly string[];
  };
};
