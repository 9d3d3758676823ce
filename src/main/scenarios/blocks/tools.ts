/** What blocks are made with, and what they hand to each other. */
import type { TableDefinition } from '../../../scenario/definition/scenario.ts';
import type { Expressions } from '../expressions/expressions.ts';
import type { OwnFunction, Scope } from '../expressions/scope.ts';
import type { Soon } from '../expressions/soon.ts';
import type { Store } from '../state/store.ts';

/** Where a record came from: what answers to it carries on. */
export type Origin = {
  readonly traceId: string;
  /** Of the event that is handled; null: nothing is answered. */
  readonly id: string | null;
  /** The span that what follows answers to: 16 hexadecimal digits. */
  readonly spanId: string | null;
  /** In the time of the scenario. */
  readonly eventMs: number;
  /** `topic/partition`; empty for what no record caused. */
  readonly source: string;
};

/** One attempt at handling one record; dropped as a whole when it fails. */
export type Attempt = {
  readonly origin: Origin;
  /** What it wants to write, in order. */
  readonly drafts: Draft[];
  /** What it writes is kept in the database with its rows first. */
  isOutboxed: boolean;
};

export type Draft = {
  readonly topic: string;
  readonly key: string | null;
  /** A value of JSON; null: a tombstone. */
  readonly value: unknown;
  readonly headers: readonly (readonly [string, string])[];
  /** Of Kafka; absent: when it is written. */
  readonly timestampMs?: number | undefined;
  readonly isOutboxed: boolean;
};

/** Takes an event; what it makes of it goes to the step after it. */
export type Run = (event: unknown, scope: Scope, attempt: Attempt) => Soon<unknown>;

/** Failing in a way that trying again cannot mend. */
export class FinalError extends Error {}

/** What waits for time: closed when the time of the stream has passed, or all at once at the end. */
export type Closer = {
  /** Of a block with times of its own; null: the time of the stream. */
  readonly block: number | null;
  /** Ends what is over at `untilMs` of event time; infinite: everything. */
  readonly close: (untilMs: number, perform: Perform) => Soon<unknown>;
  /** How much still waits. */
  readonly waitingCount: () => number;
};
/**
 * Runs something as an attempt of its own: takes what is over out of the database and hands on what
 * it came to. When handing on fails, it is taken out all the same, and told.
 */
export type Perform = (
  origin: Origin,
  key: string | null,
  takeOut: () => void,
  handOn: (scope: Scope, attempt: Attempt) => Soon<unknown>,
) => Soon<unknown>;

/** What a service gives its blocks. */
export type Tools = {
  readonly expressions: Expressions;
  readonly store: Store;
  readonly table: (name: string) => TableDefinition;
  /** A TypeScript function of the service. */
  readonly function: (name: string) => OwnFunction;
  /** At speed 1; less the faster it runs, more the slower the service is made. */
  readonly work: (delayMs: number) => Soon<unknown>;
  readonly log: (message: string) => void;
  /** Of another service's `serve`; throws while it is down. */
  readonly endpoint: (service: string) => string;
  readonly fetch: typeof fetch;
  readonly signal: AbortSignal;
  /** Counts what came too late for its window. */
  readonly onLate: () => void;
  /**
   * How far a source has come; nothing before it is waited for. A block that reads the time out of
   * its events has times of its own.
   */
  readonly streamMs: (source: string, block: number | null) => number;
  /** A block has seen an event of that time. */
  readonly advance: (source: string, block: number, timeMs: number) => void;
  /** A number of its own for each block with state, the same whenever the service starts. */
  readonly newBlockId: () => number;
  readonly addCloser: (closer: Closer) => void;
  /** Has records of one more topic handled. */
  readonly addRoute: (topic: string, run: Run) => void;
  /** A block that answers only once: what follows from it must not be lost in between. */
  readonly needOutbox: () => void;
};
