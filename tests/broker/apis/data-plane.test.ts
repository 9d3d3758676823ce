/** Handlers of the data plane: which service they call, and what they make of its answer. */
import { expect, it } from 'vitest';
import { produce } from '../../../src/broker/apis/00-produce.ts';
import { fetch } from '../../../src/broker/apis/01-fetch.ts';
import { listOffsets } from '../../../src/broker/apis/02-list-offsets.ts';
import { deleteRecords } from '../../../src/broker/apis/21-delete-records.ts';
import { offsetForLeaderEpoch } from '../../../src/broker/apis/23-offset-for-leader-epoch.ts';
import { describeLogDirs } from '../../../src/broker/apis/35-describe-log-dirs.ts';
import { closeConnection, type RequestContext } from '../../../src/broker/apis/handler.ts';

const request = {} as never;

function context(services: object, listener = 'broker'): RequestContext {
  return { services, listener, apiVersion: 9 } as unknown as RequestContext;
}

it.each([
  [undefined, undefined],
  ['failed', closeConnection],
])('Produce with acks=0 that gave %s', (given, expected) => {
  expect(produce.handle(context({ replicas: { produce: () => given } }), request)).toBe(expected);
});

it('Fetch goes to the quorum on the controller listener only', () => {
  const services = {
    raft: { handleFetch: (_request: unknown, version: number) => `quorum ${version}` },
    replicas: { fetch: () => 'replicas' },
  };
  expect(fetch.listeners).toEqual(['broker', 'controller']);
  expect(fetch.handle(context(services), request)).toBe('replicas');
  expect(fetch.handle(context(services, 'controller'), request)).toBe('quorum 9');
});

it.each([
  { handler: listOffsets, service: 'listOffsets' },
  { handler: deleteRecords, service: 'deleteRecords' },
  { handler: offsetForLeaderEpoch, service: 'offsetsForLeaderEpoch' },
  { handler: describeLogDirs, service: 'describeLogDirs' },
])('$service is asked of the replicas, on the broker listener', ({ handler, service }) => {
  const services = { replicas: { [service]: () => service } };
  expect(handler.listeners).toEqual(['broker']);
  expect(handler.handle(context(services), request)).toBe(service);
});
