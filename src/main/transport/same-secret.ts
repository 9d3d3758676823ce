import { timingSafeEqual } from 'node:crypto';

/** Takes as long for a wrong secret as for the right one. */
export function isSameSecret(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
}
