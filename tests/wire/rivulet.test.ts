import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Api } from '../../src/broker/protocol/api.ts';
import { readResponseHeader } from '../../src/broker/protocol/headers.ts';
import { Reader } from '../../src/broker/protocol/reader.ts';
import { startCluster, type TestCluster } from '../clients/cluster.ts';
import { allApis } from './apis.ts';
import { differences } from '../differential/differences.ts';
import { type GoldenExchange, readGolden } from './golden.ts';
import { outline } from './outline.ts';
import { record } from './recorder.ts';

const apis = new Map((await allApis()).map((api) => [api.key, api]));
const golden = readGolden();
const mine = new Map<string, GoldenExchange>();
let cluster: TestCluster;

const keyOf = (api: string, { version, label }: GoldenExchange) => `${api} v${version}, ${label}`;

function outlineOf(api: Api, exchange: GoldenExchange | undefined): unknown {
  if (!exchange) return 'was not asked';
  if (exchange.response === null) return 'connection closed';
  const version = exchange.responseVersion ?? exchange.version;
  const reader = new Reader(Buffer.from(exchange.response, 'hex'));
  readResponseHeader(reader, api, version);
  return outline(api.response.codec(version).read(reader));
}

function isExcused(api: string, { label, version }: GoldenExchange): boolean {
  return differences.some((it) => {
    const [from, to] = it.versions ?? [0, Infinity];
    // Those of single fields are for the differential suite, which also tells what is of no use.
    const isWhole = it.path === undefined && it.when === undefined;
    const isLabel = it.label === label || (it.label === undefined && isWhole);
    return it.api === api && isLabel && version >= from && version <= to;
  });
}

beforeAll(async () => {
  cluster = await startCluster(1);
  const server = { broker: cluster.bootstrap, controller: cluster.controller };
  for (const { api, exchange } of await record(server))
    mine.set(keyOf(api.name, exchange), exchange);
});

afterAll(async () => {
  await cluster?.stop();
});

describe('Rivulet answers as Apache Kafka does', () => {
  for (const file of golden) {
    it(`${file.api}`, () => {
      const api = apis.get(file.key) as Api;
      for (const exchange of file.exchanges) {
        if (isExcused(file.api, exchange)) continue;
        const key = keyOf(file.api, exchange);
        const answer = outlineOf(api, mine.get(key));
        expect.soft({ key, answer }).toEqual({ key, answer: outlineOf(api, exchange) });
      }
    });
  }
});
