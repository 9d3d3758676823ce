/** An idempotent producer with acks=all: one batch at a time per partition, sent until it is in. */
import { errorName, errors, retriableErrors } from '../../../src/broker/protocol/errors.ts';
import { produceApi } from '../../../src/broker/protocol/messages/00-produce.ts';
import { initProducerIdApi } from '../../../src/broker/protocol/messages/22-init-producer-id.ts';
import { encodeBatch } from '../../../src/broker/protocol/record-batch.ts';
import type { SimRandom } from '../../support/sim-random.ts';
import type { ClusterClient } from './cluster-client.ts';
import type { History } from './history.ts';

const initVersion = 4;
const retryMs = 30;

export type ProducerOptions = {
  readonly name: string;
  readonly topic: string;
  readonly partitionCount: number;
  readonly client: ClusterClient;
  readonly random: SimRandom;
  readonly history: History;
  /** Largest pause between two batches. */
  readonly pauseMs: number;
};

export class SimProducer {
  /** No batch is on its way any more. */
  isIdle = true;
  isStopping = false;
  private readonly options: ProducerOptions;
  private readonly sequences: number[];
  private readonly version: number;
  private producerId = -1;
  private producerEpoch = -1;
  private nextValue = 0;

  constructor(options: ProducerOptions) {
    this.options = options;
    this.sequences = Array.from({ length: options.partitionCount }, () => 0);
    this.version = 3 + options.random.below(10);
  }

  async run(): Promise<void> {
    const { random, client, partitionCount, pauseMs } = this.options;
    this.isIdle = false;
    await this.initialize();
    while (!this.isStopping) {
      await this.sendTo(random.below(partitionCount));
      await client.sleep(random.between(0, pauseMs));
    }
    this.isIdle = true;
  }

  private async initialize(): Promise<void> {
    const { client } = this.options;
    while (this.producerId < 0) {
      const response = await client.ask(client.anyBroker(), initProducerIdApi, initVersion, {
        transactionalId: null,
        transactionTimeoutMs: 60_000,
      });
      if (response?.errorCode === errors.none) {
        this.producerId = response.producerId;
        this.producerEpoch = response.producerEpoch;
      } else await client.sleep(retryMs);
    }
  }

  private async sendTo(partition: number): Promise<void> {
    const { name, topic, random, history, client } = this.options;
    const count = 1 + random.below(5);
    const values = Array.from({ length: count }, () => `${name}:${this.nextValue++}`);
    const padding = Buffer.alloc(random.below(200), 'x');
    history.noteSent(`${topic}-${partition}`, name, values);
    const batch = encodeBatch({
      records: values.map((value) => ({ key: padding, value: Buffer.from(value) })),
      timestampMs: client.env.clock.nowMs(),
      producerId: this.producerId,
      producerEpoch: this.producerEpoch,
      baseSequence: this.sequences[partition],
    });
    this.sequences[partition] += count;
    for (;;) {
      const baseOffset = await this.attempt(partition, batch);
      if (baseOffset !== undefined) {
        history.noteAcked(`${topic}-${partition}`, baseOffset, values);
        return;
      }
      client.forgetLeader(topic, partition);
      await client.sleep(random.between(retryMs / 2, retryMs * 2));
    }
  }

  /** undefined: not known to be written, and to be tried again. */
  private async attempt(partition: number, batch: Buffer): Promise<number | undefined> {
    const { topic, client, name } = this.options;
    const leader = await client.leaderOf(topic, partition);
    if (!leader) return undefined;
    const response = await client.ask(leader, produceApi, this.version, {
      acks: -1,
      timeoutMs: 3000,
      topicData: [
        {
          name: topic,
          topicId: 'AAAAAAAAAAAAAAAAAAAAAA',
          partitionData: [{ index: partition, records: Buffer.from(batch) }],
        },
      ],
    });
    const answer = response?.responses[0]?.partitionResponses[0];
    if (!answer) return undefined;
    if (answer.errorCode === errors.none) return answer.baseOffset;
    // A leader that is cut off and was replaced does not know what was written since: in Kafka,
    // too, it finds a gap. Behind the leader that counts the batch goes in.
    if (answer.errorCode === errors.outOfOrderSequenceNumber) return undefined;
    if (retriableErrors.has(answer.errorCode)) return undefined;
    throw new Error(`${name} got ${errorName(answer.errorCode)} for ${topic}-${partition}`);
  }
}
