import { describe, expect, it } from 'vitest';
import { listConfigResources } from '../../../src/broker/apis/74-list-config-resources.ts';
import { errors } from '../../../src/broker/protocol/errors.ts';
import { givenBroker, givenImage, givenPartition } from '../metadata/given.ts';
import { call, servicesWith } from './call.ts';

const image = givenImage({
  brokers: [givenBroker(1), givenBroker(2, { isFenced: true })],
  topics: { t: [givenPartition()], u: [givenPartition()] },
  configs: {
    '2:t': { 'retention.ms': '5' },
    '4:': { 'log.retention.ms': '5' },
    '16:m': { 'interval.ms': '500' },
    '32:a:b': { 'consumer.session.timeout.ms': '50000' },
  },
});
const list = (resourceTypes: number[], version = 1) =>
  call(listConfigResources, { version, request: { resourceTypes }, services: servicesWith(image) });
const names = async (resourceTypes: number[]) =>
  (await list(resourceTypes)).configResources.map(
    ({ resourceType, resourceName }) => `${resourceType} ${resourceName}`,
  );

describe('ListConfigResources', () => {
  it('lists all that can be configured, or what is asked for', async () => {
    expect(await names([])).toEqual(['32 a:b', '16 m', '8 1', '4 1', '2 t', '2 u']);
    expect(await names([2, 4, 2])).toEqual(['4 1', '2 t', '2 u']);
    expect(await names([16])).toEqual(['16 m']);
  });

  it('knows only client metrics in version 0', async () => {
    expect((await list([], 0)).configResources).toMatchObject([{ resourceName: 'm' }]);
  });

  it('refuses types that it does not know', async () => {
    for (const types of [[3], [2, 0], [-1]]) {
      const answer = await list(types);
      expect(answer).toMatchObject({ errorCode: errors.unsupportedVersion, configResources: [] });
    }
  });
});
