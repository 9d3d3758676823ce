/** Hashes that both sides of the protocol must agree on. */

/** Java's `String.hashCode` over UTF-16 units, as int32. */
export function javaStringHash(text: string): number {
  let hash = 0;
  for (let index = 0; index < text.length; index++)
    hash = (Math.imul(hash, 31) + text.charCodeAt(index)) | 0;
  return hash;
}

/** Partition of an internal topic that a group or transactional id lives in; abs(-2^31) is 0. */
export function coordinatorPartition(id: string, partitionCount: number): number {
  const hash = javaStringHash(id);
  return (hash === -0x80000000 ? 0 : Math.abs(hash)) % partitionCount;
}
