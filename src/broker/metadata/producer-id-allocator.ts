/** Producer ids for clients of this broker, taken from blocks that the controller hands out. */
import type { ToController } from '../client/to-controller.ts';
import { errors, KafkaError } from '../protocol/errors.ts';
import { allocateProducerIdsApi } from '../protocol/messages/67-allocate-producer-ids.ts';

export type ProducerIdAllocatorOptions = {
  readonly nodeId: number;
  readonly brokerEpoch: () => number;
  readonly toController: ToController;
};

const requestTimeoutMs = 10_000;

export class ProducerIdAllocator {
  private readonly options: ProducerIdAllocatorOptions;
  private nextId = 0;
  /** First id that is not ours any more. */
  private endId = 0;
  private refilling: Promise<void> | undefined;

  constructor(options: ProducerIdAllocatorOptions) {
    this.options = options;
  }

  /** An id nobody had before. Rejects when the controller gives no block. */
  async next(): Promise<number> {
    while (this.nextId >= this.endId) {
      this.refilling ??= this.refill().finally(() => {
        this.refilling = undefined;
      });
      await this.refilling;
    }
    return this.nextId++;
  }

  private async refill(): Promise<void> {
    const { nodeId, brokerEpoch, toController } = this.options;
    const request = { brokerId: nodeId, brokerEpoch: brokerEpoch() };
    const block = await toController(allocateProducerIdsApi, 0, request, requestTimeoutMs);
    if (block.errorCode !== errors.none) throw new KafkaError(block.errorCode);
    this.nextId = block.producerIdStart;
    this.endId = block.producerIdStart + block.producerIdLen;
  }
}
