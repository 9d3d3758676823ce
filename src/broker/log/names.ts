/** Names of the files of a partition. */

/** Files are named after an offset in 20 digits, so that their names sort as the offsets do. */
export const offsetName = (offset: number): string => String(offset).padStart(20, '0');

/** The offset in a name such as 00000000000000000042.log; undefined when it has another form. */
export function offsetInName(name: string, suffix: string): number | undefined {
  const isOne = name.length === 20 + suffix.length && name.endsWith(suffix);
  const digits = name.slice(0, 20);
  return isOne && /^\d+$/.test(digits) ? Number(digits) : undefined;
}
