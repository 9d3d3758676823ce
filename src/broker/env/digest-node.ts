/** Hashes. They depend on nothing but their input, so a simulated broker uses the same ones. */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

export type HashName = 'sha256' | 'sha512';

export const hash = (name: HashName, data: Buffer): Buffer =>
  createHash(name).update(data).digest();

export const hmac = (name: HashName, key: Buffer, data: Buffer | string): Buffer =>
  createHmac(name, key).update(data).digest();

/** Takes the same time wherever the difference is. */
export const isSameSecret = (left: Buffer, right: Buffer): boolean =>
  left.length === right.length && timingSafeEqual(left, right);
