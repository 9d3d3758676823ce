/**
 * The half of a service that reacts to events. Order of things for each batch: write the rows,
 * produce what follows, and only then commit the offsets. Whatever dies in between is delivered
 * again, and a record that was handled before finds its row.
 */
import { rootMessage } from '../../explorer/kafka-errors.ts';
import { FinalError, type Origin } from '../blocks/tools.ts';
import type { Scope } from '../expressions/scope.ts';
import { isBusy } from '../state/store.ts';
import type { Attempts, Outcome } from './attempts.ts';
import type { Core } from './core.ts';
import { deadLetter } from './dead-letter.ts';
import { Fetcher, type Position } from './fetcher.ts';
import type { Route } from './handlers.ts';
import { Membership } from './membership.ts';
import { RecordMoment } from './moment.ts';
import type { Outgoing } from './outgoing.ts';
import type { Envelope, FetchedRecord } from './record-reader.ts';
import { slownessMs, waitMs } from './pace.ts';
import type { StreamTimes } from './stream-times.ts';
import { Transactions } from './transactions.ts';

/** Handled, not yet sent and committed. */
type Batch = { outgoing: Outgoing[]; positions: Map<string, Position>; startedAtMs: number };

const batchMax = 1_000;
const batchAgeMaxMs = 100;
/** Between two looks at whatever else there is to do in this thread. */
const turnMaxMs = 40;
const takeWaitMs = 100;
const commitRetryMs = 200;
const awayMs = 10;
/** Others of the group wait for it. */
const finishMaxMs = 3_000;

export class ServiceConsumer {
  readonly #core: Core;
  readonly #attempts: Attempts;
  readonly #routes: ReadonlyMap<string, Route>;
  readonly #times: StreamTimes;
  readonly #membership: Membership;
  readonly #fetcher: Fetcher;
  /** Null: each record is sent, and the offset committed, by itself. */
  #transactions: Transactions | null = null;
  #batch: Batch = newBatch();
  #flushing: Promise<void> = Promise.resolve();
  /** Sent, but the group's coordinator could not be told. */
  readonly #uncommitted = new Map<string, Position>();
  #attemptCount = 0;
  /** The group deals out its partitions anew. */
  #isAway = false;
  /** The record in hand has failed and is to be tried again. */
  retryingCount = 0;

  constructor(
    core: Core,
    attempts: Attempts,
    routes: ReadonlyMap<string, Route>,
    times: StreamTimes,
    onJoined: () => void,
  ) {
    this.#core = core;
    this.#attempts = attempts;
    this.#routes = routes;
    this.#times = times;
    const links = new Map([...routes.keys()].map((topic) => [topic, core.newLink()]));
    this.#fetcher = new Fetcher(
      (topic) => links.get(topic) ?? core.link,
      (error) => core.note(error),
    );
    this.#membership = new Membership({
      bootstrap: core.options.bootstrap,
      security: core.security,
      groupId: core.group,
      instanceId: core.clientId,
      topics: [...routes.keys()],
      signal: core.stop.signal,
      link: core.link,
      onLeaving: () => this.#finishUp(),
      onAssigned: (positions) => {
        this.#isAway = false;
        this.#uncommitted.clear();
        this.#fetcher.assign(positions);
        times.assign(positions);
        onJoined();
      },
      onLost: (error) => core.note(error),
    });
  }

  get fetcher(): Fetcher {
    return this.#fetcher;
  }

  /** Consumes until the service is stopped. */
  async run(): Promise<void> {
    if (this.#core.definition.delivery === 'exactly-once') {
      const transactions = new Transactions(this.#core, this.#membership);
      if (await transactions.begin()) this.#transactions = transactions;
    }
    const belonging = this.#membership.run();
    this.#core.stop.signal.addEventListener('abort', () => this.#fetcher.close());
    while (!this.#core.isStopped) {
      const isStep = await this.#allowed();
      if (this.#core.isStopped) break;
      if (this.#isAway) {
        await this.#core.delay(awayMs);
        continue;
      }
      const records = await this.#fetcher.take(isStep ? 1 : batchMax, takeWaitMs);
      if (records.length > 0) await this.#handleAll(records);
      else if (isStep) this.#core.gate.step();
      else if (this.#uncommitted.size > 0) await this.#deliver(newBatch());
      if (isStep && records.length > 0) {
        await this.#flush();
        this.#core.gate.stepped();
      }
    }
    // Stopped: what is handled is also sent and committed, so that little is delivered again.
    await this.#flush();
    await this.#flushing;
    await this.#transactions?.close();
    await this.#membership.leave();
    await belonging;
  }

  /**
   * Before partitions are dealt out anew: what is handled is sent and committed, so that whoever
   * gets them goes on behind it.
   */
  async #finishUp(): Promise<void> {
    this.#isAway = true;
    const done = this.#flush().then(() => this.#deliver(newBatch()));
    await Promise.race([done, this.#core.delay(finishMaxMs)]);
  }

  /** True: one record only, and only when there is one. */
  async #allowed(): Promise<boolean> {
    const { gate } = this.#core;
    if (!gate.isPaused) return false;
    await this.#flush();
    while (gate.isPaused && this.#fetcher.readyCount === 0 && !this.#core.isStopped) {
      await this.#core.delay(takeWaitMs);
    }
    return gate.pass(0);
  }

  async #handleAll(records: readonly FetchedRecord[]): Promise<void> {
    if (this.#core.definition.delivery === 'at-most-once') await this.#commitFirst(records);
    const before = this.#flushing;
    await this.#attempts.alone(async () => {
      let turnMs = performance.now();
      for (const record of records) {
        if (this.#core.isStopped || this.#isAway) break;
        if (!this.#fetcher.isAssigned(record.topic, record.partition)) continue;
        const handling = this.#handle(record);
        if (handling instanceof Promise) await handling;
        if (performance.now() - turnMs < turnMaxMs) continue;
        await new Promise((resolve) => setImmediate(resolve));
        turnMs = performance.now();
        if (Date.now() - this.#batch.startedAtMs > batchAgeMaxMs) this.#send();
      }
      this.#send();
    });
    // One batch on its way while the next is handled, no more.
    await before;
  }

  /** At once where no step has to wait; what fails is taken on elsewhere. */
  #handle(record: FetchedRecord): Promise<void> | undefined {
    const route = this.#routes.get(record.topic);
    if (!route) return undefined;
    const envelope = record.envelope();
    const slowMs = route.hasWork ? 0 : slownessMs(this.#core.conditions);
    if (slowMs >= 1) {
      return this.#core.delay(slowMs).then(() => this.#first(record, route, envelope));
    }
    return this.#first(record, route, envelope);
  }

  #first(record: FetchedRecord, route: Route, envelope: Envelope): Promise<void> | undefined {
    const scope = this.#scope(record, envelope);
    const outcome = this.#attempt(record, route, envelope, scope);
    if (outcome instanceof Promise) {
      return outcome.then((known) => {
        const rest =
          'error' in known ? this.#again(record, route, envelope, scope, known.error) : undefined;
        if (!rest) this.#done(record, envelope, known);
        // Nobody else of the service is kept from the database while this one waits.
        this.#attempts.store?.commit();
        return rest;
      });
    }
    if ('error' in outcome) return this.#again(record, route, envelope, scope, outcome.error);
    this.#done(record, envelope, outcome);
    return undefined;
  }

  #scope(record: FetchedRecord, { id, eventMs }: Envelope): Scope {
    const moment = new RecordMoment(this.#core.place, record, id, eventMs, Date.now());
    return { moment, variables: {} };
  }

  #attempt(record: FetchedRecord, route: Route, envelope: Envelope, scope: Scope) {
    const { failEvery } = this.#core.conditions.trouble;
    if (failEvery > 0) {
      this.#attemptCount += 1;
      if (this.#attemptCount % failEvery === 0) {
        return { error: new Error(`Made to fail: every ${failEvery}. record`) };
      }
    }
    let event: unknown;
    try {
      const { valueText } = record;
      event = valueText === null ? null : JSON.parse(valueText);
    } catch {
      return { error: new FinalError('The value is not JSON') };
    }
    const { traceId, spanId, id, eventMs } = envelope;
    const source = this.#times.nameOf(record.topic, record.partition);
    const origin: Origin = { traceId, spanId, id, eventMs, source };
    return this.#attempts.attempt(event, scope, origin, route.run);
  }

  /** After a failed attempt: until one is good, or the last one was bad. */
  async #again(
    record: FetchedRecord,
    route: Route,
    envelope: Envelope,
    scope: Scope,
    firstError: unknown,
  ): Promise<void> {
    let error = firstError;
    for (let attempts = 1; ; ) {
      if (isBusy(error)) {
        await this.#makeRoom();
      } else {
        const counters = this.#core.counts.of(record.topic);
        counters.failedCount += 1;
        this.#core.counts.lastError = rootMessage(error);
        if (error instanceof FinalError || attempts > route.retry.times) {
          return this.#giveUp(record, route, envelope, error, attempts);
        }
        counters.retriedCount += 1;
        await this.#backOff(route, attempts);
        attempts += 1;
      }
      // It is delivered again.
      if (this.#core.isStopped) return;
      const outcome = await this.#attempt(record, route, envelope, scope);
      if (!('error' in outcome)) return this.#done(record, envelope, outcome);
      error = outcome.error;
    }
  }

  /** Another instance writes: what is open here is closed, and it may come in between. */
  async #makeRoom(): Promise<void> {
    this.#attempts.store?.commit();
    await new Promise((resolve) => setTimeout(resolve, 5));
  }

  async #backOff({ retry }: Route, attempts: number): Promise<void> {
    const { backOffMs = 0, factor = 2, maxMs = Number.POSITIVE_INFINITY } = retry;
    const delayMs = Math.min(backOffMs * factor ** (attempts - 1), maxMs);
    const realMs = waitMs(this.#core.conditions, delayMs);
    if (realMs < 1) return;
    // What is done is sent before the wait: nobody waits for somebody else's trouble.
    this.retryingCount = 1;
    this.#send();
    await this.#core.delay(realMs);
    this.retryingCount = 0;
  }

  #giveUp(
    record: FetchedRecord,
    route: Route,
    envelope: Envelope,
    error: unknown,
    attempts: number,
  ): void {
    const { topic, partition, offset } = record;
    const { counts, telling, definition } = this.#core;
    const message = rootMessage(error);
    const place = `${topic}/${partition}@${offset}`;
    if (route.deadLetter === null) {
      telling.log('error', `${place} is left out: ${message}`);
      return this.#done(record, envelope, { sent: [] });
    }
    counts.of(topic).deadLetteredCount += 1;
    telling.log('error', `${place} goes to ${route.deadLetter}: ${message}`);
    const failure = { topic: route.deadLetter, service: definition.name, error: message, attempts };
    this.#done(record, envelope, { sent: [deadLetter(record, envelope, failure)] });
  }

  #done(record: FetchedRecord, { eventMs }: Envelope, outcome: Outcome): void {
    if ('error' in outcome) return;
    const { topic, partition, offset, timestampMs } = record;
    const batch = this.#batch;
    const nowMs = Date.now();
    if (batch.positions.size === 0) batch.startedAtMs = nowMs;
    for (const outgoing of outcome.sent) batch.outgoing.push(outgoing);
    const source = this.#times.nameOf(topic, partition);
    batch.positions.set(source, { topic, partition, offset: offset + 1 });
    this.#times.advance(source, eventMs);
    this.#core.counts.of(topic).inCount += 1;
    this.#core.counts.latency(nowMs - timestampMs);
    if (this.#core.telling.wants(topic, 'read'))
      this.#core.telling.sample(topic, 'read', record, record.key);
  }

  // --- Sending and committing -------------------------------------------------------------------

  /** Sets off what is handled: the rows at once, the records and offsets after the batch before. */
  #send(): void {
    this.#times.save();
    this.#attempts.store?.commit();
    const batch = this.#batch;
    if (batch.positions.size === 0) return;
    this.#batch = newBatch();
    this.#flushing = this.#flushing.then(() => this.#deliver(batch));
  }

  async #flush(): Promise<void> {
    await this.#attempts.alone(() => this.#send());
    await this.#flushing;
  }

  async #deliver({ outgoing, positions }: Batch): Promise<void> {
    try {
      if (this.#transactions) return await this.#transact(outgoing, positions);
      if (!(await this.#core.sender.send(outgoing))) return;
      for (const [source, position] of positions) this.#uncommitted.set(source, position);
      await this.#core.forget(outgoing, this.#attempts);
      if (this.#core.definition.delivery !== 'at-most-once') await this.#commit();
      else this.#uncommitted.clear();
    } catch (error) {
      // They are delivered again, by whoever has the partitions then.
      this.#core.note(error);
    }
  }

  async #transact(
    outgoing: readonly Outgoing[],
    positions: ReadonlyMap<string, Position>,
  ): Promise<void> {
    if (positions.size === 0) return;
    const isDone = await this.#transactions?.deliver(
      outgoing,
      [...positions.values()],
      ({ topic, partition }) => this.#fetcher.isAssigned(topic, partition),
    );
    if (isDone) await this.#core.forget(outgoing, this.#attempts);
  }

  async #commit(): Promise<void> {
    const told = new Map(this.#uncommitted);
    const ours = this.#ours([...told.values()]);
    if (ours.length > 0) await this.#membership.commit(ours);
    for (const [source, position] of told) {
      if (this.#uncommitted.get(source) === position) this.#uncommitted.delete(source);
    }
  }

  #ours(positions: readonly Position[]): readonly Position[] {
    return positions.filter(({ topic, partition }) => this.#fetcher.isAssigned(topic, partition));
  }

  /** What dies from now on is not delivered again. */
  async #commitFirst(records: readonly FetchedRecord[]): Promise<void> {
    const positions = new Map<string, Position>();
    for (const { topic, partition, offset } of records) {
      positions.set(`${topic}/${partition}`, { topic, partition, offset: offset + 1 });
    }
    while (!this.#core.isStopped) {
      try {
        await this.#membership.commit(this.#ours([...positions.values()]));
        return;
      } catch (error) {
        this.#core.note(error);
        await this.#core.delay(commitRetryMs);
      }
    }
  }
}

function newBatch(): Batch {
  return { outgoing: [], positions: new Map(), startedAtMs: Date.now() };
}
