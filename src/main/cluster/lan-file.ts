/**
 * `lan.json` in the data folder: whom the brokers let in from other machines. It is there only
 * while they do, readable by its owner alone, and goes into no export or copy of the cluster. Of
 * passwords it holds what SCRAM needs to check them.
 */
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { LanOptions } from '../../broker/control.ts';
import { unreadable } from './data-dir.ts';

const keys = z.strictObject({
  salt: z.string(),
  iterations: z.int(),
  storedKey: z.string(),
  serverKey: z.string(),
});
const schema = z.strictObject({
  formatVersion: z.literal(1),
  /** What the listeners are bound to. */
  host: z.string(),
  /** What clients are told. */
  address: z.string(),
  /** Of broker 1; that of broker n is n - 1 above it. */
  port: z.int(),
  secret: z.string(),
  users: z.array(
    z.strictObject({
      name: z.string(),
      keys: z.strictObject({ 'SCRAM-SHA-256': keys, 'SCRAM-SHA-512': keys }),
    }),
  ),
});

export type LanSettings = z.infer<typeof schema>;

const fileName = 'lan.json';

/** Null: nobody is let in. That also holds for a file that nobody can read. */
export function readLan(dir: string): LanSettings | null {
  try {
    return schema.parse(JSON.parse(readFileSync(join(dir, fileName), 'utf8')));
  } catch {
    // No file, or a damaged one: the safe side is a closed door.
    return null;
  }
}

/** In one step, so that a crash leaves the old or the new one; null takes it away. */
export function writeLan(dir: string, lan: LanSettings | null): void {
  const file = join(dir, fileName);
  try {
    if (lan === null) return rmSync(file, { force: true });
    rmSync(`${file}.tmp`, { force: true });
    writeFileSync(`${file}.tmp`, `${JSON.stringify(lan, null, 2)}\n`, { mode: 0o600 });
    renameSync(`${file}.tmp`, file);
  } catch (error) {
    throw unreadable(dir, error);
  }
}

/** Ids stay when brokers come and go, and so do the ports. */
const portOf = ({ port }: LanSettings, brokerId: number): number => port + brokerId - 1;

export function lanPorts(lan: LanSettings, brokers: readonly { readonly id: number }[]) {
  return brokers.map(({ id }) => portOf(lan, id));
}

export function lanOptions(lan: LanSettings, brokerId: number): LanOptions {
  const { host, address, users, secret } = lan;
  return { host, port: portOf(lan, brokerId), advertisedHost: address, users, secret };
}
