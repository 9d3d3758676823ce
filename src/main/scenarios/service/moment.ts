/** Moments: of a record that is handled, of one that is made, and of what only time brings about. */
import type { Moment } from '../expressions/scope.ts';
import { type Random, seededRandom } from '../seeded-random.ts';
import type { FetchedRecord } from './record-reader.ts';

export type Place = {
  readonly service: string;
  readonly instance: number;
  readonly seed: number;
};

/** Most records ask for little of it, so that nothing is made before somebody asks. */
export class RecordMoment implements Moment {
  readonly #place: Place;
  readonly #record: FetchedRecord;
  readonly #eventId: string;
  readonly recordTimeMs: number;
  readonly nowMs: number;
  #headers: { readonly [name: string]: string } | undefined;
  #random: Random | undefined;

  constructor(
    place: Place,
    record: FetchedRecord,
    eventId: string,
    eventMs: number,
    nowMs: number,
  ) {
    this.#place = place;
    this.#record = record;
    this.#eventId = eventId;
    this.recordTimeMs = eventMs;
    this.nowMs = nowMs;
  }

  get key(): string | null {
    return this.#record.keyText;
  }

  get headers(): { readonly [name: string]: string } {
    this.#headers ??= Object.fromEntries(
      this.#record.headers.map(([name, value]) => [
        name?.toString() ?? '',
        value?.toString() ?? '',
      ]),
    );
    return this.#headers;
  }

  get topic(): string {
    return this.#record.topic;
  }

  get partition(): number {
    return this.#record.partition;
  }

  get offset(): number {
    return this.#record.offset;
  }

  get service(): string {
    return this.#place.service;
  }

  get instance(): number {
    return this.#place.instance;
  }

  /** The same for the same event of the same run, whatever was handled before it. */
  get random(): Random {
    const { seed, service } = this.#place;
    this.#random ??= seededRandom(seed, service, this.#record.topic, this.#eventId);
    return this.#random;
  }
}

/** Of what no record is behind: a generated one, a timer, a request, a window that ends. */
export class PlainMoment implements Moment {
  readonly #place: Place;
  readonly #words: readonly (string | number)[];
  readonly key: string | null;
  readonly nowMs: number;
  readonly recordTimeMs: number;
  readonly headers = {};
  readonly topic = '';
  readonly partition = -1;
  readonly offset = -1;
  #random: Random | undefined;

  /** `words`: from which chance is had. */
  constructor(
    place: Place,
    words: readonly (string | number)[],
    {
      key,
      eventMs,
      nowMs,
    }: { readonly key: string | null; readonly eventMs: number; readonly nowMs: number },
  ) {
    this.#place = place;
    this.#words = words;
    this.key = key;
    this.recordTimeMs = eventMs;
    this.nowMs = nowMs;
  }

  get service(): string {
    return this.#place.service;
  }

  get instance(): number {
    return this.#place.instance;
  }

  get random(): Random {
    this.#random ??= seededRandom(this.#place.seed, this.#place.service, ...this.#words);
    return this.#random;
  }
}
