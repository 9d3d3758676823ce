/** What an expression can name besides the fields of the event. */
import type { Random } from '../seeded-random.ts';

export type Variables = { readonly [name: string]: unknown };

/** One record that is handled, or one that is made: the same for all of its steps. */
export type Moment = {
  readonly key: string | null;
  readonly headers: { readonly [name: string]: string };
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  /** Event time. */
  readonly recordTimeMs: number;
  readonly nowMs: number;
  readonly service: string;
  readonly instance: number;
  /** Made when it is first asked for. */
  readonly random: Random;
};

export type Scope = { readonly moment: Moment; readonly variables: Variables };

/** A TypeScript function of the service, JSON in and out; `event` is what it is called on. */
export type OwnFunction = (args: readonly unknown[], moment: Moment) => unknown;
export type OwnFunctions = { readonly [name: string]: OwnFunction };

/** What every expression can name; `let` and its like may hide them. */
export const momentVariables: { readonly [name: string]: (moment: Moment) => unknown } = {
  key: ({ key }) => key ?? undefined,
  headers: ({ headers }) => headers,
  topic: ({ topic }) => topic,
  partition: ({ partition }) => partition,
  offset: ({ offset }) => offset,
  recordTimeMs: ({ recordTimeMs }) => recordTimeMs,
  nowMs: ({ nowMs }) => nowMs,
  timestamp: ({ nowMs }) => new Date(nowMs).toISOString(),
  service: ({ service }) => service,
  instance: ({ instance }) => instance,
};

/** The scope with one variable more. */
export function withVariable(scope: Scope, name: string, value: unknown): Scope {
  return { moment: scope.moment, variables: { ...scope.variables, [name]: value } };
}
