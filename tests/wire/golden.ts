/** What a real Apache Kafka answered, one file per API, as hex. capture.ts writes the files. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Api } from '../../src/broker/protocol/api.ts';

export type GoldenExchange = {
  /** What is asked for, unique within an API and version. */
  readonly label: string;
  readonly version: number;
  /** When the answer has another version than the request. */
  readonly responseVersion?: number;
  readonly request: string;
  /** null: the connection was closed. */
  readonly response: string | null;
};

export type GoldenFile = {
  readonly api: string;
  readonly key: number;
  readonly server: string;
  readonly exchanges: readonly GoldenExchange[];
};

const folder = fileURLToPath(new URL('./golden', import.meta.url));

export function readGolden(): GoldenFile[] {
  return readdirSync(folder)
    .toSorted()
    .map((name) => JSON.parse(readFileSync(`${folder}/${name}`, 'utf8')) as GoldenFile);
}

export function writeGolden(api: Api, server: string, exchanges: readonly GoldenExchange[]): void {
  const key = String(api.key).padStart(2, '0');
  const name = api.name.replaceAll(/(?<=[a-z])[A-Z]/g, (letter) => `-${letter}`).toLowerCase();
  const file: GoldenFile = { api: api.name, key: api.key, server, exchanges };
  writeFileSync(`${folder}/${key}-${name}.json`, `${JSON.stringify(file, null, 2)}\n`);
}
