import { expect, it } from 'vitest';
import type { ConnectionView } from '../../../src/broker/control.ts';
import { ConnectionRates } from '../../../src/main/inspect/connection-rates.ts';

const view = (requests: ConnectionView['requests'], bytesIn: number): ConnectionView => ({
  id: 'c',
  listener: 'broker',
  clientId: 'app',
  software: 'librdkafka 2.0',
  host: '127.0.0.1',
  port: 1,
  principal: 'User:ANONYMOUS',
  sinceMs: 0,
  lastRequestMs: null,
  bytesIn,
  requests,
});

it('tells what was asked between two looks', () => {
  const rates = new ConnectionRates();
  const first = rates.update([view({ Fetch: 5 }, 100)], 1000);
  expect(first.connections?.['c']).toMatchObject({ requestsPerS: 0, bytesInPerS: 0 });
  const second = rates.update([view({ Fetch: 9, Metadata: 1 }, 300)], 3000);
  expect(second.connections?.['c']).toMatchObject({
    clientId: 'app',
    softwareName: 'librdkafka 2.0',
    requestsPerS: 2.5,
    bytesInPerS: 100,
  });
  expect(rates.update([], 4000).connections).toEqual({});
});
