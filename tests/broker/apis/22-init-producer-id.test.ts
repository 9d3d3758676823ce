import { describe, expect, it } from 'vitest';
import { initProducerId } from '../../../src/broker/apis/22-init-producer-id.ts';
import { errors } from '../../../src/broker/protocol/errors.ts';
import { initProducerIdApi } from '../../../src/broker/protocol/messages/22-init-producer-id.ts';
import { givenImage } from '../metadata/given.ts';
import { call, servicesWith } from './call.ts';

type Given = { transactionalId?: string | null; producerId?: number; producerEpoch?: number };

function asking(next: () => Promise<number>) {
  const services = servicesWith(givenImage({}), { producerIds: { next } });
  return (given: Given = {}, version = initProducerIdApi.maxVersion) =>
    call(initProducerId, {
      version,
      request: { transactionalId: null, transactionTimeoutMs: 0, ...given },
      services,
    });
}

function counting() {
  let last = 1000;
  return asking(() => Promise.resolve(++last));
}

describe('InitProducerId', () => {
  it('gives a fresh id with epoch 0 in every version', async () => {
    const ask = counting();
    for (let version = 0; version <= initProducerIdApi.maxVersion; version++) {
      const expected = { errorCode: 0, producerId: 1001 + version, producerEpoch: 0 };
      expect(await ask({}, version)).toMatchObject(expected);
    }
  });

  it('gives another id to a producer that has one, whatever its epoch', async () => {
    const ask = counting();
    for (const producerEpoch of [0, 7, 32767]) {
      const { producerId, ...rest } = await ask({ producerId: 5, producerEpoch });
      expect(producerId).toBeGreaterThan(1000);
      expect(rest).toMatchObject({ errorCode: 0, producerEpoch: 0 });
    }
  });

  it('refuses an id without epoch, an epoch without id, and transactional ids', async () => {
    const ask = counting();
    const codeOf = async (given: Given) => (await ask(given)).errorCode;
    expect(await codeOf({ producerId: 5 })).toBe(errors.invalidRequest);
    expect(await codeOf({ producerEpoch: 5 })).toBe(errors.invalidRequest);
    expect(await codeOf({ transactionalId: '' })).toBe(errors.invalidRequest);
    expect(await codeOf({ transactionalId: 't' })).toBe(errors.transactionalIdAuthorizationFailed);
  });

  it('lets the client try again while the controller gives no ids', async () => {
    const ask = asking(() => Promise.reject(new Error('nobody')));
    expect(await ask()).toMatchObject({
      errorCode: errors.coordinatorLoadInProgress,
      producerId: -1,
      producerEpoch: -1,
    });
  });
});
