/**
 * `clusters.json` in the app's folder: the clusters besides the one that the folder itself is.
 * It may hold passwords, so only its owner may read it.
 */
import { chmodSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { unreadable } from '../cluster/data-dir.ts';
import type { ConnectionSecurity } from '../contract/clusters.ts';

/** Keeps passwords unreadable where the system has a place for keys; else as they are. */
export type Secrets = {
  readonly seal: (text: string) => string;
  readonly open: (sealed: string) => string;
};

export const plainSecrets: Secrets = { seal: (text) => text, open: (sealed) => sealed };

export type SavedLocal = {
  readonly kind: 'local';
  readonly name: string;
  readonly createdAtMs: number;
};

export type SavedForeign = {
  readonly kind: 'foreign';
  readonly name: string;
  readonly createdAtMs: number;
  readonly bootstrap: string;
  readonly security: ConnectionSecurity;
  /** Sealed; null: none is needed. */
  readonly password: string | null;
  readonly isReadOnly: boolean;
};

export type Saved = SavedLocal | SavedForeign;

type Content = {
  readonly formatVersion: 1;
  readonly defaultName: string | null;
  readonly clusters: { readonly [id: string]: Saved };
};

const security = z.object({
  tls: z.object({ ca: z.string().nullable(), isVerified: z.boolean() }).nullable(),
  sasl: z
    .object({
      mechanism: z.enum(['plain', 'scram-sha-256', 'scram-sha-512']),
      username: z.string(),
    })
    .nullable(),
});

const content = z.object({
  formatVersion: z.literal(1),
  defaultName: z.string().nullable(),
  clusters: z.record(
    z.string().regex(/^[a-z0-9-]+$/),
    z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('local'), name: z.string(), createdAtMs: z.number() }),
      z.object({
        kind: z.literal('foreign'),
        name: z.string(),
        createdAtMs: z.number(),
        bootstrap: z.string(),
        security,
        password: z.string().nullable(),
        isReadOnly: z.boolean(),
      }),
    ]),
  ),
});

const empty: Content = { formatVersion: 1, defaultName: null, clusters: {} };

/** The list on disk; each change is written at once, in one step. */
export class Registry {
  readonly #dir: string;
  #content: Content;

  constructor(dir: string) {
    this.#dir = dir;
    this.#content = read(dir);
  }

  get defaultName(): string | null {
    return this.#content.defaultName;
  }

  get clusters(): { readonly [id: string]: Saved } {
    return this.#content.clusters;
  }

  setDefaultName(defaultName: string | null): void {
    this.#write({ ...this.#content, defaultName });
  }

  put(id: string, saved: Saved): void {
    this.#write({ ...this.#content, clusters: { ...this.#content.clusters, [id]: saved } });
  }

  remove(id: string): void {
    const { [id]: _gone, ...clusters } = this.#content.clusters;
    this.#write({ ...this.#content, clusters });
  }

  #write(next: Content): void {
    const file = fileOf(this.#dir);
    try {
      writeFileSync(`${file}.tmp`, `${JSON.stringify(next, null, 2)}\n`, { mode: 0o600 });
      // The mode counts only for a new file; one left by a crash may be open to others.
      chmodSync(`${file}.tmp`, 0o600);
      renameSync(`${file}.tmp`, file);
    } catch (error) {
      throw unreadable(this.#dir, error);
    }
    this.#content = next;
  }
}

function fileOf(dir: string): string {
  return join(dir, 'clusters.json');
}

function read(dir: string): Content {
  let text: string;
  try {
    text = readFileSync(fileOf(dir), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return empty;
    throw unreadable(dir, error);
  }
  try {
    return content.parse(JSON.parse(text)) as Content;
  } catch {
    throw unreadable(dir, new Error('clusters.json is damaged; move it away to start without it'));
  }
}
