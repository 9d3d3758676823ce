/**
 * Runs blocks as attempts: what one writes to the database, to its outbox and to topics counts as
 * a whole or not at all. One thing at a time on one connection to the database.
 */
import type { Attempt, Draft, Origin, Run } from '../blocks/tools.ts';
import type { Scope } from '../expressions/scope.ts';
import type { Soon } from '../expressions/soon.ts';
import { putIntoOutbox } from '../state/outbox.ts';
import { isBusy, type Store } from '../state/store.ts';
import { idFrom, traceIdFrom } from './identity.ts';
import type { Outgoing } from './outgoing.ts';
import type { Schemas } from './schemas.ts';

export type Outcome = { readonly sent: readonly Outgoing[] } | { readonly error: unknown };

const nothing: readonly Outgoing[] = [];
const busyDelayMs = 5;

export type AttemptOptions = {
  readonly instance: number;
  readonly service: string;
  readonly schemas: Schemas;
  /** Null: the service keeps nothing. */
  readonly store: Store | null;
};

export class Attempts {
  readonly #options: AttemptOptions;
  #last: Promise<unknown> = Promise.resolve();

  constructor(options: AttemptOptions) {
    this.#options = options;
  }

  get store(): Store | null {
    return this.#options.store;
  }

  /** Runs an action when all before it are over. */
  async alone<Value>(action: () => Soon<Value>): Promise<Value> {
    const result = this.#last.then(action, action);
    this.#last = result.catch(() => {});
    return result;
  }

  /** One attempt, from inside `alone`; at once where no block has to wait. Never throws. */
  attempt(event: unknown, scope: Scope, origin: Origin, run: Run): Soon<Outcome> {
    const { store } = this.#options;
    const attempt: Attempt = { origin, drafts: [], isOutboxed: false };
    try {
      store?.startAttempt();
      const running = run(event, scope, attempt);
      if (running instanceof Promise) {
        return running.then(
          () => this.#finish(attempt),
          (error: unknown) => this.#drop(error),
        );
      }
      return this.#finish(attempt);
    } catch (error) {
      return this.#drop(error);
    }
  }

  /** One attempt that finds the database busy is made again, as if it had not been. */
  async attemptUntilFree(event: unknown, scope: Scope, origin: Origin, run: Run): Promise<Outcome> {
    for (;;) {
      const outcome = await this.attempt(event, scope, origin, run);
      if (!('error' in outcome) || !isBusy(outcome.error)) return outcome;
      this.#options.store?.rollback();
      await new Promise((resolve) => setTimeout(resolve, busyDelayMs));
    }
  }

  #finish(attempt: Attempt): Outcome {
    const { store, schemas } = this.#options;
    try {
      const { drafts } = attempt;
      if (drafts.length === 0) {
        store?.keepAttempt();
        return { sent: nothing };
      }
      for (const { topic, value } of drafts) schemas.check(topic, value);
      const sent = drafts.map((draft, index) => this.#outgoing(draft, index, attempt.origin));
      store?.keepAttempt();
      return { sent };
    } catch (error) {
      return this.#drop(error);
    }
  }

  #drop(error: unknown): Outcome {
    try {
      this.#options.store?.dropAttempt();
    } catch {
      // The whole transaction is gone already, as SQLite does after some errors.
      this.#options.store?.rollback();
    }
    return { error };
  }

  #outgoing(draft: Draft, index: number, origin: Origin): Outgoing {
    const { service, store, instance } = this.#options;
    const { topic, key, value, headers, timestampMs, isOutboxed } = draft;
    const words = `${origin.id ?? origin.traceId}/${service}/${index}`;
    const record: Outgoing = {
      topic,
      partition: null,
      key: key === '' ? null : key,
      value: value === null ? null : JSON.stringify(value),
      timestampMs: timestampMs ?? Date.now(),
      eventMs: origin.eventMs,
      id: idFrom(words),
      type: typeOf(value, topic),
      traceId: origin.traceId || traceIdFrom(words),
      parentId: origin.spanId,
      headers,
    };
    return isOutboxed && store ? putIntoOutbox(store, instance, record) : record;
  }
}

/** What kind of event a value is by its own word, else by its topic. */
export function typeOf(value: unknown, topic: string): string {
  const { type } = (value ?? {}) as { readonly type?: unknown };
  return typeof type === 'string' && type !== '' ? type : topic;
}
