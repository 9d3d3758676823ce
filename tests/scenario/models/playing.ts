/** Single steps against a model, for tests of its rules. */
import type {
  ServiceEffect,
  ServiceInput,
  ServiceModel,
} from '../../../src/scenario/models/service-model.ts';
import { type Message, readersOf, workloadDefault } from '../../../src/scenario/models/workload.ts';

type Delivered = Extract<ServiceEffect, { readonly kind: 'deliver' }>;

/** One service with its clock. */
export class Played<State> {
  readonly #model: ServiceModel<State>;
  state: State;
  nowMs = 0;
  readonly effects: ServiceEffect[] = [];

  constructor(model: ServiceModel<State>, seed = 1) {
    this.#model = model;
    this.state = model.create(readersOf(workloadDefault), seed);
  }

  input(input: ServiceInput): readonly ServiceEffect[] {
    const { state, effects } = this.#model.step(this.state, input, this.nowMs);
    this.state = state;
    this.effects.push(...effects);
    return effects;
  }

  /** What it is given for this. */
  given(input: ServiceInput): readonly string[] {
    return this.input(input).flatMap((effect) =>
      effect.kind === 'deliver' ? [`${effect.message.record}>${effect.consumer}`] : [],
    );
  }

  last(record: number): Delivered {
    const found = this.effects.findLast(
      (effect) => effect.kind === 'deliver' && effect.message.record === record,
    );
    if (found?.kind !== 'deliver') throw new Error(`record ${record} was not delivered`);
    return found;
  }

  connect(consumer: string): readonly string[] {
    const reader = consumer.replace(/-\d+$/, '') as 'orders';
    return this.given({ kind: 'connect', consumer, reader });
  }

  publish(...records: readonly number[]): readonly string[] {
    return records.flatMap((record) => this.given({ kind: 'publish', message: messageOf(record) }));
  }

  /** To the next deadline; false: there is none. */
  tick(): boolean {
    const deadlineMs = this.#model.nextDeadlineMs(this.state, this.nowMs);
    if (deadlineMs === null) return false;
    this.nowMs = deadlineMs;
    this.input({ kind: 'tick' });
    return true;
  }
}

/** Record 0 is an order, 1 a payment, 2 a refund, and so on; keys take turns between two. */
export function messageOf(record: number, copy = 0): Message {
  const kind = (['order', 'payment', 'refund'] as const)[record % 3] ?? 'order';
  return { record, copy, key: `customer-${record % 2}`, kind };
}
