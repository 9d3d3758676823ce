/** Makes messages out of a template, one after the other. */
import type { KeyChoice, MadeMessage, TemplateParams } from '../contract/produce.ts';
import type { OutMessage } from './out-message.ts';
import { createFaker } from './placeholders.ts';
import { compileTemplate, type Template } from './template.ts';

/** Faker picks by 32 bits. */
const seedRange = 2 ** 32;

export class MessageMaker {
  readonly #value: Template | null;
  readonly #headers: readonly (readonly [string, Template])[];
  readonly #faker;
  readonly #keys: (sequence: number, nowMs: number) => string | null;
  #sequence = 0;

  /** Throws `template-invalid`. */
  constructor({ template, locale, seed }: TemplateParams) {
    const { value, headers, key } = template;
    this.#value = value === null ? null : compileTemplate(value);
    this.#headers = headers.map((header) => [header.name, compileTemplate(header.value)] as const);
    this.#faker = createFaker(locale, seed);
    const poolSeed = seed ?? Math.floor(Math.random() * seedRange);
    this.#keys = this.#keyMaker(key, { locale, seed: poolSeed });
  }

  make(nowMs: number): MadeMessage {
    this.#sequence += 1;
    const sequence = this.#sequence;
    const key = this.#keys(sequence, nowMs);
    const state = { faker: this.#faker, sequence, key: key ?? '', nowMs };
    return {
      key,
      value: this.#value === null ? null : this.#value(state),
      headers: this.#headers.map(([name, template]) => ({ name, value: template(state) })),
    };
  }

  #keyMaker(
    key: KeyChoice,
    { locale, seed }: Pick<TemplateParams, 'locale' | 'seed'>,
  ): (sequence: number, nowMs: number) => string | null {
    const faker = this.#faker;
    if (key.kind === 'none') return () => null;
    const template = compileTemplate(key.text);
    if (key.kind === 'template') {
      return (sequence, nowMs) => template({ faker, sequence, key: '', nowMs });
    }
    // Each key has a seed of its own, so that a large pool costs only the keys that are used.
    const pool = createFaker(locale, seed);
    const keys = new Map<number, string>();
    const keyAt = (index: number): string => {
      let made = keys.get(index);
      if (made === undefined) {
        pool.seed(((seed ?? 0) + index) % seedRange);
        made = template({ faker: pool, sequence: index + 1, key: '', nowMs: 0 });
        keys.set(index, made);
      }
      return made;
    };
    const hotCount = Math.min(key.hotCount, key.count);
    const coldCount = key.count - hotCount;
    return () => {
      const isHot =
        hotCount > 0 &&
        (coldCount === 0 || faker.number.float({ min: 0, max: 100 }) < key.hotSharePercent);
      const index = isHot
        ? faker.number.int({ min: 0, max: hotCount - 1 })
        : hotCount + faker.number.int({ min: 0, max: coldCount - 1 });
      return keyAt(index);
    };
  }
}

/** As bytes. */
export function toOut(
  { key, value, headers }: MadeMessage,
  line: number,
  nowMs: number,
): OutMessage {
  return {
    partition: null,
    key: key === null ? null : Buffer.from(key),
    value: value === null ? null : Buffer.from(value),
    headers: headers.map(
      (header) => [Buffer.from(header.name), Buffer.from(header.value)] as const,
    ),
    timestampMs: nowMs,
    line,
  };
}
