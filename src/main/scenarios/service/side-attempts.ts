/** What no record causes: timers, requests, windows whose time is over. */
import type { Origin, Run } from '../blocks/tools.ts';
import type { Scope, Variables } from '../expressions/scope.ts';
import type { Attempts } from './attempts.ts';
import type { Core } from './core.ts';
import { idFrom, traceIdFrom } from './identity.ts';
import { PlainMoment } from './moment.ts';
import type { Outgoing } from './outgoing.ts';

export type Cause = {
  /** Tells it from every other one; chance and ids follow from it. */
  readonly words: readonly (string | number)[];
  readonly key: string | null;
  readonly eventMs: number;
  /** Of what it belongs to; null: a trace of its own. */
  readonly trace: { readonly traceId: string; readonly spanId: string } | null;
  readonly variables?: Variables;
};

export function scopeOf(core: Core, cause: Cause): Scope {
  const { words, key, eventMs, variables = {} } = cause;
  const moment = new PlainMoment(core.place, words, { key, eventMs, nowMs: Date.now() });
  return { moment, variables };
}

export function originOf(core: Core, { words, eventMs, trace }: Cause): Origin {
  const text = `${core.options.runId}/${core.definition.name}/${words.join('/')}`;
  return {
    traceId: trace?.traceId ?? traceIdFrom(text),
    spanId: trace?.spanId ?? null,
    id: idFrom(text),
    eventMs,
    source: '',
  };
}

/**
 * One attempt with its transaction, and everything sent that follows from it. Rejects with what
 * the steps threw.
 */
export async function perform(
  core: Core,
  attempts: Attempts,
  cause: Cause,
  event: unknown,
  run: Run,
): Promise<void> {
  const sent = await attempts.alone(async (): Promise<readonly Outgoing[]> => {
    const origin = originOf(core, cause);
    const outcome = await attempts.attemptUntilFree(event, scopeOf(core, cause), origin, run);
    attempts.store?.commit();
    if ('error' in outcome) throw outcome.error;
    return outcome.sent;
  });
  await core.send(sent, attempts);
}
