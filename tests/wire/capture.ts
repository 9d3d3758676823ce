/**
 * Asks a fresh single-node Apache Kafka everything and keeps its answers under golden/:
 *
 *   node tests/wire/capture.ts BROKER-HOST:PORT CONTROLLER-HOST:PORT 'Apache Kafka 4.3.0'
 *
 * The node is to run with group.initial.rebalance.delay.ms=0.
 */
import type { Api } from '../../src/broker/protocol/api.ts';
import { type GoldenExchange, writeGolden } from './golden.ts';
import { record } from './recorder.ts';

const [broker, controller, server] = process.argv.slice(2);
if (!server) {
  console.error('capture: BROKER CONTROLLER SERVER-NAME');
  process.exit(2);
}
const byApi = new Map<Api, GoldenExchange[]>();
for (const { api, exchange } of await record({ broker, controller })) {
  byApi.set(api, [...(byApi.get(api) ?? []), exchange]);
}
for (const [api, exchanges] of byApi) writeGolden(api, server, exchanges);
console.log(`${byApi.size} APIs, ${[...byApi.values()].flat().length} exchanges`);
