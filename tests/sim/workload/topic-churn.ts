/** Creates topics and deletes them again, to keep the controller busy. */
import { createTopicsApi } from '../../../src/broker/protocol/messages/19-create-topics.ts';
import { deleteTopicsApi } from '../../../src/broker/protocol/messages/20-delete-topics.ts';
import type { SimRandom } from '../../support/sim-random.ts';
import type { ClusterClient } from './cluster-client.ts';

const versions = { create: 5, delete: 5 };

export class TopicChurn {
  isStopping = false;
  isIdle = true;
  created = 0;
  private readonly client: ClusterClient;
  private readonly random: SimRandom;
  private readonly names: string[] = [];

  constructor(client: ClusterClient, random: SimRandom) {
    this.client = client;
    this.random = random;
  }

  async run(): Promise<void> {
    const { client, random } = this;
    this.isIdle = false;
    while (!this.isStopping) {
      await client.sleep(random.between(200, 3000));
      if (this.names.length < 3 && random.chance(0.6)) await this.create();
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
