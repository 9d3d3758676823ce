/** AllocateProducerIds: blocks of ids that no other broker gets (KIP-730). */
import type { RequestOf, ResponseOf } from '../../protocol/api.ts';
import { errors } from '../../protocol/errors.ts';
import type { allocateProducerIdsApi } from '../../protocol/messages/67-allocate-producer-ids.ts';
import { type ControllerContext, type Outcome, requireBroker } from './context.ts';

const blockSize = 1000;

/** Throws KafkaError when the sender is not the broker it says it is. */
export function allocateProducerIds(
  { image }: ControllerContext,
  { brokerId, brokerEpoch }: RequestOf<typeof allocateProducerIdsApi>,
): Outcome<ResponseOf<typeof allocateProducerIdsApi>> {
  requireBroker(image, brokerId, brokerEpoch);
  const producerIdStart = image.nextProducerId;
  const nextProducerId = producerIdStart + blockSize;
  return {
    records: [{ type: 'producerIds', value: { brokerId, brokerEpoch, nextProducerId } }],
    response: { errorCode: errors.none, producerIdStart, producerIdLen: blockSize },
  };
}
