/** Where Kafka's own clients put a key: the example behind the warning about more partitions. */

export type KeyMove = { readonly key: string; readonly before: number; readonly after: number };

const keys = ['order-1', 'order-2', 'order-3', 'order-4', 'order-5', 'order-6', 'order-7'];

/** The first few keys that go elsewhere when the topic grows, and one that stays where it can. */
export function keyMoves(before: number, after: number): readonly KeyMove[] {
  const all = keys.map((key) => ({
    key,
    before: partitionOf(key, before),
    after: partitionOf(key, after),
  }));
  const moved = all.filter((row) => row.before !== row.after).slice(0, 3);
  const kept = all.filter((row) => row.before === row.after).slice(0, 1);
  return [...moved, ...kept];
}

/** As the Java client does it: murmur2 of the key's bytes, its sign taken off, over the count. */
export function partitionOf(key: string, partitionCount: number): number {
  return (murmur2(new TextEncoder().encode(key)) & 0x7fffffff) % partitionCount;
}

const seed = 0x9747b28c;
const multiplier = 0x5bd1e995;
const shift = 24;

function murmur2(bytes: Uint8Array): number {
  let hash = seed ^ bytes.length;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const wholeBytes = bytes.length - (bytes.length % 4);
  for (let position = 0; position < wholeBytes; position += 4) {
    let word = Math.imul(view.getInt32(position, true), multiplier);
    word ^= word >>> shift;
    hash = Math.imul(hash, multiplier) ^ Math.imul(word, multiplier);
  }
  const rest = bytes.subarray(wholeBytes);
  for (let index = rest.length - 1; index >= 0; index -= 1)
    hash ^= (rest[index] ?? 0) << (8 * index);
  if (rest.length > 0) hash = Math.imul(hash, multiplier);
  hash = Math.imul(hash ^ (hash >>> 13), multiplier);
  return hash ^ (hash >>> 15);
}
