/** Creates topics, moves partitions and deletes topics again, to keep the controller busy. */
import { createTopicsApi } from '../../../src/broker/protocol/messages/19-create-topics.ts';
import { alterPartitionReassignmentsApi } from '../../../src/broker/protocol/messages/45-alter-partition-reassignments.ts';
import { deleteTopicsApi } from '../../../src/broker/protocol/messages/20-delete-topics.ts';
import type { SimRandom } from '../../support/sim-random.ts';
import type { ClusterClient } from './cluster-client.ts';

const versions = { create: 5, delete: 5, reassign: 1 };
const replicaCount = 3;

/** A topic whose partitions are moved while others write to it. */
export type MovedTopic = {
  readonly name: string;
  readonly partitionCount: number;
  readonly brokerIds: readonly number[];
};

export class TopicChurn {
  isStopping = false;
  isIdle = true;
  created = 0;
  private readonly client: ClusterClient;
  private readonly random: SimRandom;
  private readonly moved: MovedTopic;
  private readonly names: string[] = [];

  constructor(client: ClusterClient, random: SimRandom, moved: MovedTopic) {
    this.client = client;
    this.random = random;
    this.moved = moved;
  }

  async run(): Promise<void> {
    const { client, random } = this;
    this.isIdle = false;
    while (!this.isStopping) {
      await client.sleep(random.between(200, 3000));
      const isMoving = random.chance(0.3);
      if (isMoving) await this.move();
      else if (this.names.length < 3 && random.chance(0.6)) await this.create();
      else await this.remove();
    }
    this.isIdle = true;
  }

  private async create(): Promise<void> {
    const { client, random } = this;
    const name = `scratch-${random.below(5)}`;
    const numPartitions = 1 + random.below(2);
    await client.ask(client.anyBroker(), createTopicsApi, versions.create, {
      topics: [{ name, numPartitions, replicationFactor: 3, assignments: [], configs: [] }],
      timeoutMs: 3000,
    });
    // Whether it was created or not: deleting it later does no harm.
    this.names.push(name);
    this.created++;
  }

  /** To other brokers, to another order of the same ones, or back. */
  private async move(): Promise<void> {
    const { client, random, moved } = this;
    const others = [...moved.brokerIds];
    const replicas = Array.from(
      { length: replicaCount },
      () => others.splice(random.below(others.length), 1)[0],
    );
    const partitions = [
      {
        partitionIndex: random.below(moved.partitionCount),
        replicas: random.chance(0.2) ? null : replicas,
      },
    ];
    const topics = [{ name: moved.name, partitions }];
    const request = { topics, timeoutMs: 3000 };
    const api = alterPartitionReassignmentsApi;
    await client.ask(client.anyBroker(), api, versions.reassign, request);
  }

  private async remove(): Promise<void> {
    const { client } = this;
    const name = this.names.shift();
    if (name === undefined) return;
    await client.ask(client.anyBroker(), deleteTopicsApi, versions.delete, {
      topics: [],
      topicNames: [name],
      timeoutMs: 3000,
    });
  }
}
