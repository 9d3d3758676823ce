/**
 * Ends windows and joins whose time is over: as event time goes on, slowly by the clock when
 * nothing comes any more, and all at once when a run comes to its end.
 */
import { eachInTurn } from '../expressions/soon.ts';
import type { Closer, Perform } from '../blocks/tools.ts';
import type { Attempts } from './attempts.ts';
import { type Core, untilFree } from './core.ts';
import type { Fetcher } from './fetcher.ts';
import { idFrom } from './identity.ts';
import { PlainMoment } from './moment.ts';
import type { Outgoing } from './outgoing.ts';
import type { StreamTimes } from './stream-times.ts';

/** A partition without anything new for so long holds nobody up. */
const idleAfterMs = 1_000;
/** When nothing comes at all for so long, time goes on by the clock. */
const clockAfterMs = 5_000;
const roundMs = 100;

type Due = { readonly closer: Closer; readonly untilMs: number };

export class Closing {
  readonly #core: Core;
  readonly #attempts: Attempts;
  readonly #closers: readonly Closer[];
  readonly #times: StreamTimes;
  readonly #fetcher: Fetcher | null;
  #idleSinceMs: number | null = null;
  /** Up to when each has been looked at. */
  readonly #closedMs = new Map<Closer, number>();

  constructor(
    core: Core,
    attempts: Attempts,
    closers: readonly Closer[],
    times: StreamTimes,
    fetcher: Fetcher | null,
  ) {
    this.#core = core;
    this.#attempts = attempts;
    this.#closers = closers;
    this.#times = times;
    this.#fetcher = fetcher;
  }

  /** What still waits for time. */
  waitingCount(): number {
    return this.#closers.reduce((sum, closer) => sum + closer.waitingCount(), 0);
  }

  /** Rounds until the service is stopped; only the first instance ends anything. */
  async run(): Promise<void> {
    while (!this.#core.isStopped) {
      await this.#core.delay(roundMs);
      if (this.#core.gate.isPaused || this.#core.isStopped) continue;
      await this.#saveIdle();
      if (this.#core.instance > 0) continue;
      if (this.#core.conditions.isFlushing) await this.closeAll();
      else await this.#close((closer) => this.#untilMs(closer));
    }
  }

  /** Whatever still waits; what follows from it is sent. */
  async closeAll(): Promise<void> {
    await this.#close(() => Number.POSITIVE_INFINITY);
  }

  async #close(untilOf: (closer: Closer) => number): Promise<void> {
    // Nothing new: nothing can be over that was not.
    const due = this.#closers
      .map((closer): Due => ({ closer, untilMs: untilOf(closer) }))
      .filter(({ closer, untilMs }) => untilMs !== this.#closedMs.get(closer));
    for (let before = -1; due.length > 0 && !this.#core.isStopped; ) {
      const sent: Outgoing[] = [];
      await untilFree(() => this.#attempts.alone(() => this.#round(due, sent)));
      if (!(await this.#core.send(sent, this.#attempts))) return;
      const waiting = this.waitingCount();
      // A round ends some hundreds of each; the next one goes on where it stopped.
      if (waiting === 0 || (sent.length === 0 && waiting === before)) break;
      before = waiting;
    }
    for (const { closer, untilMs } of due) {
      this.#closedMs.set(closer, Number.isFinite(untilMs) ? untilMs : Number.NaN);
    }
  }

  async #round(due: readonly Due[], sent: Outgoing[]): Promise<void> {
    const { store } = this.#attempts;
    const perform: Perform = async (origin, key, takeOut, handOn) => {
      const words = ['closed', origin.id ?? '', key ?? ''];
      const { eventMs } = origin;
      const moment = new PlainMoment(this.#core.place, words, { key, eventMs, nowMs: Date.now() });
      const scope = { moment, variables: {} };
      // What a window hands on is another event than the last one that it saw.
      const own = { ...origin, id: idFrom(`${origin.id}/closed/${key}`) };
      const outcome = await this.#attempts.attempt(null, scope, own, (_event, _scope, attempt) => {
        attempt.isOutboxed = true;
        takeOut();
        return handOn(scope, attempt);
      });
      if (!('error' in outcome)) {
        sent.push(...outcome.sent);
        return;
      }
      this.#core.note(outcome.error);
      this.#core.telling.log('error', `What ended for ${key ?? 'no key'} is left out`);
      await this.#attempts.attempt(null, scope, own, takeOut);
    };
    await eachInTurn(due, ({ closer, untilMs }) => closer.close(untilMs, perform));
    store?.commit();
  }

  async #saveIdle(): Promise<void> {
    const fetcher = this.#fetcher;
    if (!fetcher) return;
    await untilFree(() =>
      this.#attempts.alone(() => {
        this.#times.saveIdle(
          (topic, partition) => (fetcher.drainedForMs(topic, partition) ?? 0) > idleAfterMs,
        );
        this.#attempts.store?.commit();
      }),
    );
  }

  #untilMs({ block }: Closer): number {
    const { untilMs, isIdle } = this.#times.until(block);
    if (!isIdle) {
      this.#idleSinceMs = null;
      return untilMs;
    }
    this.#idleSinceMs ??= Date.now();
    const idleMs = Date.now() - this.#idleSinceMs - clockAfterMs;
    const { speed } = this.#core.conditions;
    return untilMs + Math.max(0, idleMs) * (speed === 'max' ? 1 : speed);
  }
}
