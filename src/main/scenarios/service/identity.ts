/** Ids that follow from words: the same words give the same id, in every run and process. */

const digits = Array.from({ length: 65_536 }, (_, value) => value.toString(16).padStart(4, '0'));

function hex32(value: number): string {
  return (digits[value >>> 16] as string) + (digits[value & 0xffff] as string);
}

/** Ids of many things that differ in their number only: the words are looked at once. */
export class NumberedIds {
  readonly #left: number;
  readonly #right: number;

  constructor(words: string) {
    [this.#left, this.#right] = hashes(words, 0);
  }

  /** Of the number; `salt` tells kinds of ids apart. */
  of(number: number, salt = 0): string {
    const low = number | 0;
    const high = (Math.floor(number / 2 ** 32) ^ salt) | 0;
    return finish(
      Math.imul(Math.imul(this.#left ^ low, 0x9e3779b1) ^ high, 0x85ebca77),
      Math.imul(Math.imul(this.#right ^ high, 0x5f356495) ^ low, 0xc2b2ae3d),
    );
  }
}

/** 16 hexadecimal digits, never all zero; two hashes of 32 bits that know nothing of each other. */
export function idFrom(words: string, salt = 0): string {
  const [left, right] = hashes(words, salt);
  return finish(left, right);
}

function hashes(words: string, salt: number): readonly [number, number] {
  let left = 0xdeadbeef ^ salt;
  let right = 0x41c6ce57 ^ salt;
  for (let index = 0; index < words.length; index += 1) {
    const code = words.charCodeAt(index);
    left = Math.imul(left ^ code, 0x9e3779b1);
    right = Math.imul(right ^ code, 0x5f356495);
  }
  return [left, right];
}

function finish(one: number, other: number): string {
  const left =
    Math.imul(one ^ (one >>> 16), 0x85ebca6b) ^ Math.imul(other ^ (other >>> 13), 0xc2b2ae35);
  const right =
    Math.imul(other ^ (other >>> 16), 0x85ebca6b) ^ Math.imul(left ^ (left >>> 13), 0xc2b2ae35);
  return hex32((left | 1) >>> 0) + hex32(right >>> 0);
}

/** A trace of its own. */
export function traceIdFrom(words: string): string {
  return idFrom(words, 0x1234567) + idFrom(words, 0x7654321);
}
