/** All tables of the protocol, found in their folders. */
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Api, RecordTable } from '../../src/broker/protocol/api.ts';

const folderOf = (name: string) =>
  fileURLToPath(new URL(`../../src/broker/protocol/${name}`, import.meta.url));

async function exportsOf(folder: string): Promise<unknown[]> {
  const path = folderOf(folder);
  const modules = readdirSync(path).map((name) => import(`${path}/${name}`) as Promise<object>);
  return (await Promise.all(modules)).flatMap((module) => Object.values(module) as unknown[]);
}

export async function allApis(): Promise<Api[]> {
  const found = await exportsOf('messages');
  const isApi = (it: unknown): it is Api =>
    typeof it === 'object' && it !== null && 'response' in it && 'flexibleFrom' in it;
  return found.filter(isApi).toSorted((a, b) => a.key - b.key);
}

export async function allRecords(): Promise<RecordTable[]> {
  const found = await exportsOf('records');
  const isTable = (it: unknown): it is RecordTable =>
    typeof it === 'object' && it !== null && 'recordType' in it && 'message' in it;
  return found.filter(isTable);
}
