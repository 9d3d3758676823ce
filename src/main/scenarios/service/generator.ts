/**
 * The half of a service that makes events out of nothing: so many a second, from a seed. What goes
 * into a table goes there in one transaction with its record, which leaves the outbox when Kafka
 * acknowledged it, so that what the table says was placed was placed.
 */
import type { GeneratorDefinition } from '../../../scenario/definition/scenario.ts';
import type { Tools } from '../blocks/tools.ts';
import { leftInOutbox, putIntoOutbox } from '../state/outbox.ts';
import type { Attempts } from './attempts.ts';
import { type Core, untilFree } from './core.ts';
import { eventMaker, type Made, type MakeEvent } from './event-maker.ts';
import type { Outgoing } from './outgoing.ts';
import { factorOf } from './pace.ts';
import { Schedule } from './rate.ts';
import { readReplay } from './replay.ts';

const tickMs = 20;
const batchMax = 2_000;
/** At full speed no more than this lies between what is made and what is acknowledged. */
const minuteMs = 60_000;

export class ServiceGenerator {
  readonly #core: Core;
  readonly #attempts: Attempts;
  readonly #definition: GeneratorDefinition;
  readonly #name: string;
  readonly #make: MakeEvent;
  readonly #schedule: Schedule;
  readonly #limit: number;
  /** Scenario time that is over, at speed 1. */
  #elapsedMs = 0;
  #count = 0;
  /** By the number of the record with which they are sent. */
  #late: { readonly at: number; readonly made: Made }[] = [];
  isDone = false;

  constructor(core: Core, attempts: Attempts, tools: Tools, index: number) {
    this.#core = core;
    this.#attempts = attempts;
    const definition = (core.definition.generate ?? [])[index] as GeneratorDefinition;
    this.#definition = definition;
    this.#name = `generate ${index}`;
    this.#schedule = new Schedule(definition);
    const { replay } = definition;
    const lines = replay ? readReplay(replay, core.options.file) : null;
    this.#make = eventMaker({
      definition,
      index,
      place: core.place,
      runId: core.options.runId,
      lines,
      tools,
      check: (topic, value) => core.schemas.check(topic, value),
    });
    this.#limit = Math.min(
      definition.count ?? core.options.limit ?? Number.POSITIVE_INFINITY,
      lines && !replay?.isRepeated ? lines.length : Number.POSITIVE_INFINITY,
      lines?.length === 0 ? 0 : Number.POSITIVE_INFINITY,
    );
  }

  /** Kept back to come late. */
  get lateCount(): number {
    return this.#late.length;
  }

  /** Generates until the service is stopped, or the run finishes, or its limit is reached. */
  async run(): Promise<void> {
    const { store } = this.#attempts;
    this.#count = store?.progress(this.#name) ?? 0;
    this.#elapsedMs = this.#count === 0 ? 0 : this.#schedule.timeMs(this.#count + 1);
    let lastMs = performance.now();
    while (
      !this.#core.isStopped &&
      !this.#core.conditions.isFinishing &&
      this.#count < this.#limit
    ) {
      const isStep = await this.#core.gate.pass(1);
      if (isStep) {
        this.#elapsedMs = Math.max(this.#elapsedMs, this.#schedule.timeMs(this.#count + 1));
      }
      const nowMs = performance.now();
      // A pause, or a machine that sleeps, causes no flood.
      const passedMs = Math.min(nowMs - lastMs, 1_000);
      lastMs = nowMs;
      this.#elapsedMs += passedMs * factorOf(this.#core.conditions);
      const isFull = this.#core.conditions.speed === 'max' && !isStep;
      const room = Math.min(batchMax, this.#limit - this.#count, isStep ? 1 : batchMax);
      const count = isFull ? room : this.#dueCount(room);
      if (count > 0 && !(await this.#makeSome(count))) return;
      if (isStep) this.#core.gate.stepped();
      if (!isFull || count === 0) await this.#core.delay(tickMs);
    }
    if (this.#core.isStopped) return;
    await this.#sendLate(Number.POSITIVE_INFINITY);
    this.isDone = true;
  }

  /** How many are due by now. */
  #dueCount(room: number): number {
    let count = 0;
    while (count < room && this.#schedule.timeMs(this.#count + count + 1) <= this.#elapsedMs) {
      count += 1;
    }
    // Never far behind: who is slower than its rate is as fast as it can.
    if (count === room) this.#elapsedMs = this.#schedule.timeMs(this.#count + count);
    return count;
  }

  /** False: the service was stopped before all were acknowledged. */
  async #makeSome(count: number): Promise<boolean> {
    const made: Made[] = [];
    for (let index = 1; index <= count; index += 1) {
      const sequence = this.#count + index;
      const making = this.#make(sequence, this.#eventMs(sequence));
      made.push(making instanceof Promise ? await making : making);
    }
    const after = this.#count + count;
    const outgoing = await this.#keep(made, after);
    if (!(await this.#core.send(outgoing, this.#attempts))) return false;
    const hasWrites = this.#definition.write !== undefined;
    // Without rows nothing was promised before it was sent: it is made again after a crash.
    if (!hasWrites && this.#attempts.store) await this.#saveProgress(after);
    this.#count = after;
    return this.#sendLate(after);
  }

  /** Rows, their records and how far it has come, in one transaction. */
  async #keep(made: readonly Made[], after: number): Promise<readonly Outgoing[]> {
    const nowMs = Date.now();
    const outgoing: Outgoing[] = [];
    for (const [index, item] of made.entries()) {
      const record = stamped(item.record, nowMs);
      if (item.copies === 0) continue;
      if (item.lateBy > 0) {
        this.#late.push({ at: this.#count + index + 1 + item.lateBy, made: item });
      } else for (let copy = 0; copy < item.copies; copy += 1) outgoing.push(record);
    }
    const { store } = this.#attempts;
    if (!store || this.#definition.write === undefined) return outgoing;
    return untilFree(() =>
      this.#attempts.alone(() =>
        store.transaction(() => {
          for (const { write } of made) if (write) store.insert(write.table, write.row);
          store.setProgress(this.#name, after);
          return outgoing.map((record) => putIntoOutbox(store, this.#core.instance, record));
        }),
      ),
    );
  }

  async #saveProgress(count: number): Promise<void> {
    const { store } = this.#attempts;
    await untilFree(() =>
      this.#attempts.alone(() => store?.transaction(() => store.setProgress(this.#name, count))),
    );
  }

  async #sendLate(upTo: number): Promise<boolean> {
    const due = this.#late.filter(({ at }) => at <= upTo);
    if (due.length === 0) return true;
    this.#late = this.#late.filter(({ at }) => at > upTo);
    const nowMs = Date.now();
    const records = due.flatMap(({ made }) =>
      Array.from({ length: made.copies }, () => stamped(made.record, nowMs)),
    );
    return this.#core.send(records, this.#attempts);
  }

  /** Counted from the minute in which the run began, so that windows cut alike in every run. */
  #eventMs(sequence: number): number {
    const { startedAtMs = Date.now() } = this.#core.options;
    return Math.floor(startedAtMs / minuteMs) * minuteMs + this.#schedule.timeMs(sequence);
  }
}

/** Written now, unless the scenario says when. */
function stamped(record: Outgoing, nowMs: number): Outgoing {
  if (record.timestampMs === 0) record.timestampMs = nowMs;
  return record;
}

/** Sends what an earlier life of this instance left in its outbox. */
export async function sendLeft(core: Core, attempts: Attempts): Promise<void> {
  const { store } = attempts;
  if (!store) return;
  for (let afterId = 0; !core.isStopped; ) {
    const left = leftInOutbox(store, core.instance, afterId);
    if (left.length === 0) return;
    if (!(await core.send(left, attempts))) return;
    afterId = left.at(-1)?.outboxId ?? afterId;
  }
}
