/**
 * What the models of message services have in common. A model is a state machine: a request goes
 * in, a state and effects come out, and time is an argument. `run.ts` plays producers, consumers
 * and accidents against it.
 */
import type { LossReason, ReaderName } from '../../main/contract/models.ts';
import type { Message, Reader } from './workload.ts';

/** What reaches the service. A delivery is known by its number. */
export type ServiceInput =
  | { readonly kind: 'publish'; readonly message: Message }
  | { readonly kind: 'connect'; readonly consumer: string; readonly reader: ReaderName }
  /** The connection broke; a service that knows none does not hear of it. */
  | { readonly kind: 'disconnect'; readonly consumer: string }
  /** The consumer has nothing to do and asks; services that push do not need it. */
  | { readonly kind: 'poll'; readonly consumer: string }
  | { readonly kind: 'acknowledge'; readonly delivery: number }
  /** Working on it failed; the consumer wants it to be tried again. */
  | { readonly kind: 'reject'; readonly delivery: number }
  | { readonly kind: 'replay'; readonly reader: ReaderName }
  | { readonly kind: 'server-down' }
  | { readonly kind: 'server-up' }
  /** Time went on to a deadline. */
  | { readonly kind: 'tick' };

export type ServiceEffect =
  | {
      readonly kind: 'deliver';
      readonly delivery: number;
      readonly consumer: string;
      readonly message: Message;
      readonly isMarked: boolean;
      readonly count: number | null;
    }
  | {
      readonly kind: 'dead-letter';
      readonly message: Message;
      readonly reader: ReaderName | null;
    }
  | {
      readonly kind: 'drop';
      readonly message: Message;
      readonly reader: ReaderName | null;
      readonly reason: LossReason;
    }
  | { readonly kind: 'replay-refused'; readonly reader: ReaderName };

export type ServiceStep<State> = {
  readonly state: State;
  readonly effects: readonly ServiceEffect[];
};

export interface ServiceModel<State> {
  /** Queues and bindings, before anything is sent. */
  readonly create: (readers: readonly Reader[], seed: number) => State;
  readonly step: (state: State, input: ServiceInput, nowMs: number) => ServiceStep<State>;
  /** When, after now, something happens by itself; null: never. */
  readonly nextDeadlineMs: (state: State, nowMs: number) => number | null;
  /** Whether consumers lose their connection when the server goes down. */
  readonly breaksConnections: boolean;
}
