/** Questions to broker processes and their answers, matched by number. */
import type { BrokerAnswer, BrokerQuestion, ControlRequest } from '../../broker/control.ts';

export type AnswerTo<Question extends BrokerQuestion> = Extract<
  BrokerAnswer,
  { readonly kind: Question['kind'] }
>;

type Waiting = {
  readonly resolve: (answer: BrokerAnswer | null) => void;
  readonly timer: NodeJS.Timeout;
};

/** A frozen broker answers when it is thawed, which may be never. */
const timeoutMs = 2_000;

export class BrokerAsker {
  readonly #waiting = new Map<number, Waiting>();
  #idNext = 1;

  /** Null when the process does not answer in time. */
  ask<Question extends BrokerQuestion>(
    send: (request: ControlRequest) => void,
    question: Question,
  ): Promise<AnswerTo<Question> | null> {
    const id = this.#idNext;
    this.#idNext += 1;
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.answered(id, null), timeoutMs);
      this.#waiting.set(id, { resolve: resolve as Waiting['resolve'], timer });
      send({ type: 'ask', id, question });
    });
  }

  answered(id: number, answer: BrokerAnswer | null): void {
    const waiting = this.#waiting.get(id);
    if (!waiting) return;
    clearTimeout(waiting.timer);
    this.#waiting.delete(id);
    waiting.resolve(answer);
  }
}
