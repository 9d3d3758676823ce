/** `cluster.json`: what a data folder is, written once and changed only when ports or brokers do. */
import { randomBytes } from 'node:crypto';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ContractError } from '../contract/errors.ts';
import { unreadable } from './data-dir.ts';

export type BrokerLayout = {
  readonly id: number;
  readonly port: number;
  /** Its controller listener; null for a broker added later, which is no voter of the quorum. */
  readonly controllerPort: number | null;
};

export type ClusterLayout = {
  readonly formatVersion: number;
  readonly clusterId: string;
  readonly host: string;
  readonly brokers: readonly BrokerLayout[];
};

/** Raised whenever an older Rivulet could not use the folder any more. */
export const layoutVersion = 1;

const fileName = 'cluster.json';

/** The layout of the folder, or null for a folder that holds no cluster yet. */
export function readLayout(dir: string): ClusterLayout | null {
  const file = join(dir, fileName);
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw unreadable(dir, error);
  }
  return checkLayout(dir, parse(dir, text));
}

/** Replaces the file in one step, so that a crash leaves the old or the new one. */
export function writeLayout(dir: string, layout: ClusterLayout): void {
  const file = join(dir, fileName);
  try {
    writeFileSync(`${file}.tmp`, `${JSON.stringify(layout, null, 2)}\n`);
    renameSync(`${file}.tmp`, file);
  } catch (error) {
    throw unreadable(dir, error);
  }
}

/** 22 characters of URL-safe base64 that no command line takes for an option. */
export function newClusterId(): string {
  const id = randomBytes(16).toString('base64url');
  return id.startsWith('-') ? newClusterId() : id;
}

/** The folder of one broker (Kafka's `log.dirs`). */
export function brokerDir(dir: string, brokerId: number): string {
  return join(dir, `broker-${brokerId}`);
}

function parse(dir: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw unreadable(dir, new Error(`${fileName} is damaged (${(error as Error).message})`));
  }
}

function checkLayout(dir: string, value: unknown): ClusterLayout {
  const layout = value as ClusterLayout;
  const version: unknown = layout?.formatVersion;
  if (version !== layoutVersion) {
    throw new ContractError(
      'data-dir-other-version',
      { dir, found: String(version ?? 'none'), known: String(layoutVersion) },
      `The data folder ${dir} was written by another version of Rivulet (format ` +
        `${String(version ?? 'unknown')}, this one knows ${layoutVersion}). ` +
        'Open it with that version or choose another folder.',
    );
  }
  const isWhole =
    typeof layout.clusterId === 'string' &&
    typeof layout.host === 'string' &&
    Array.isArray(layout.brokers) &&
    layout.brokers.length > 0 &&
    layout.brokers.every((broker) => Number.isInteger(broker.id) && Number.isInteger(broker.port));
  if (!isWhole) throw unreadable(dir, new Error(`${fileName} lacks a cluster id or brokers`));
  return layout;
}
