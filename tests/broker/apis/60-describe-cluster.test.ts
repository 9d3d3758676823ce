import { describe, expect, it } from 'vitest';
import { describeCluster } from '../../../src/broker/apis/60-describe-cluster.ts';
import type { ListenerRole } from '../../../src/broker/apis/handler.ts';
import { errors } from '../../../src/broker/protocol/errors.ts';
import { givenBroker, givenImage } from '../metadata/given.ts';
import { call, servicesWith } from './call.ts';

const endpoint = (port: number) => [{ name: 'CONTROLLER', host: 'h', port, securityProtocol: 0 }];
const image = {
  ...givenImage({ brokers: [givenBroker(1), givenBroker(2, { isFenced: true })] }),
  controllers: new Map(
    [1, 2].map((controllerId) => [
      controllerId,
      {
        id: controllerId,
        incarnationId: '',
        endpoints: endpoint(9100 + controllerId),
        features: [],
      },
    ]),
  ),
};
const ask = (changes: object, listener: ListenerRole = 'broker') =>
  call(describeCluster, {
    version: 2,
    request: { includeClusterAuthorizedOperations: false, ...changes },
    services: servicesWith(image, { raft: { leaderId: 2 } }),
    listener,
  });

describe('DescribeCluster', () => {
  it('names the brokers, fenced ones only when asked', async () => {
    const live = await ask({ includeClusterAuthorizedOperations: true });
    expect(live).toMatchObject({
      errorCode: 0,
      clusterId: 'the-cluster',
      controllerId: 1,
      clusterAuthorizedOperations: 8096,
      brokers: [{ brokerId: 1, port: 9001, isFenced: false }],
    });
    const all = await ask({ includeFencedBrokers: true });
    expect(all.brokers.map(({ brokerId, isFenced }) => [brokerId, isFenced])).toEqual([
      [1, false],
      [2, true],
    ]);
  });

  it('names the controllers on their own listener', async () => {
    expect(await ask({ endpointType: 2 }, 'controller')).toMatchObject({
      errorCode: 0,
      endpointType: 2,
      controllerId: 2,
      brokers: [
        { brokerId: 1, port: 9101 },
        { brokerId: 2, port: 9102 },
      ],
    });
  });

  it('refuses what the listener cannot tell', async () => {
    expect(await ask({ endpointType: 2 })).toMatchObject({
      errorCode: errors.mismatchedEndpointType,
      clusterId: '',
      endpointType: 1,
      brokers: [],
    });
    expect((await ask({}, 'controller')).errorCode).toBe(errors.mismatchedEndpointType);
    expect((await ask({ endpointType: 7 })).errorCode).toBe(errors.unsupportedEndpointType);
  });
});
