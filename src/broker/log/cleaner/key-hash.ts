/**
 * Keys as 128 bits: MurmurHash3 (x86, 128 bits) over four 32-bit lanes. The seed is drawn for each
 * cleaning, so that nobody can prepare keys that collide.
 */

const multipliers = [0x239b961b, 0xab0e9789, 0x38b34ae5, 0xa1e38b93] as const;
const [m1, m2, m3, m4] = multipliers;

const rotate = (value: number, bits: number): number => (value << bits) | (value >>> (32 - bits));

const mix1 = (k: number): number => Math.imul(rotate(Math.imul(k, m1), 15), m2);
const mix2 = (k: number): number => Math.imul(rotate(Math.imul(k, m2), 16), m3);
const mix3 = (k: number): number => Math.imul(rotate(Math.imul(k, m3), 17), m4);
const mix4 = (k: number): number => Math.imul(rotate(Math.imul(k, m4), 18), m1);

function finish(hash: number): number {
  let out = hash ^ (hash >>> 16);
  out = Math.imul(out, 0x85ebca6b);
  out ^= out >>> 13;
  out = Math.imul(out, 0xc2b2ae35);
  return out ^ (out >>> 16);
}

const word = (bytes: Buffer, at: number): number =>
  bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24);

/** Up to four bytes from `at` on, none at or behind `end`. */
function tailWord(bytes: Buffer, at: number, end: number): number {
  let value = 0;
  for (let index = Math.min(at + 4, end) - 1; index >= at; index--)
    value = (value << 8) | bytes[index];
  return value;
}

/** Hashes `bytes` from `start` to before `end` into the four places of `target`. */
export function hashKey(
  bytes: Buffer,
  start: number,
  end: number,
  seed: number,
  target: Uint32Array,
): void {
  let h1 = seed;
  let h2 = seed;
  let h3 = seed;
  let h4 = seed;
  let at = start;
  for (; at + 16 <= end; at += 16) {
    h1 = (Math.imul(rotate(h1 ^ mix1(word(bytes, at)), 19) + h2, 5) + 0x561ccd1b) | 0;
    h2 = (Math.imul(rotate(h2 ^ mix2(word(bytes, at + 4)), 17) + h3, 5) + 0x0bcaa747) | 0;
    h3 = (Math.imul(rotate(h3 ^ mix3(word(bytes, at + 8)), 15) + h4, 5) + 0x96cd1c35) | 0;
    h4 = (Math.imul(rotate(h4 ^ mix4(word(bytes, at + 12)), 13) + h1, 5) + 0x32ac3b17) | 0;
  }
  h4 ^= mix4(tailWord(bytes, at + 12, end));
  h3 ^= mix3(tailWord(bytes, at + 8, end));
  h2 ^= mix2(tailWord(bytes, at + 4, end));
  h1 ^= mix1(tailWord(bytes, at, end));
  const sizeBytes = end - start;
  h1 ^= sizeBytes;
  h2 ^= sizeBytes;
  h3 ^= sizeBytes;
  h4 ^= sizeBytes;
  h1 = (h1 + h2 + h3 + h4) | 0;
  h2 = (h2 + h1) | 0;
  h3 = (h3 + h1) | 0;
  h4 = (h4 + h1) | 0;
  h1 = finish(h1);
  h2 = finish(h2);
  h3 = finish(h3);
  h4 = finish(h4);
  h1 = (h1 + h2 + h3 + h4) | 0;
  target[0] = h1;
  target[1] = h2 + h1;
  target[2] = h3 + h1;
  target[3] = h4 + h1;
}
