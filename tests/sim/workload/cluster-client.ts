/** What a Kafka client does to find its way: metadata, leaders, coordinators, and trying again. */
import { NodeClient, PeerError } from '../../../src/broker/client/node-client.ts';
import type { Env } from '../../../src/broker/env/env.ts';
import type { Api, RequestInOf, ResponseOutOf } from '../../../src/broker/protocol/api.ts';
import { errors } from '../../../src/broker/protocol/errors.ts';
import { metadataApi } from '../../../src/broker/protocol/messages/03-metadata.ts';
import { findCoordinatorApi } from '../../../src/broker/protocol/messages/10-find-coordinator.ts';

const requestTimeoutMs = 5000;
const metadataVersion = 9;
const findCoordinatorVersion = 3;

type Address = { readonly host: string; readonly port: number };
type Leader = Address & { readonly epoch: number };

export class ClusterClient {
  readonly env: Env;
  private readonly bootstrap: readonly Address[];
  private readonly clientId: string;
  private readonly connections = new Map<string, NodeClient>();
  private readonly brokers = new Map<number, Address>();
  private readonly leaders = new Map<string, { readonly id: number; readonly epoch: number }>();
  /** The newest epoch of each partition that was seen anywhere. */
  private readonly epochs = new Map<string, number>();
  private nextBootstrap = 0;

  constructor(env: Env, clientId: string, bootstrap: readonly Address[]) {
    this.env = env;
    this.clientId = clientId;
    this.bootstrap = bootstrap;
  }

  sleep(delayMs: number): Promise<void> {
    return new Promise((resolve) => {
      this.env.clock.setTimer(delayMs, resolve);
    });
  }

  /** undefined when no answer came, for whatever reason. */
  async ask<A extends Api>(
    address: Address,
    api: A,
    version: number,
    request: RequestInOf<A>,
    timeoutMs = requestTimeoutMs,
  ): Promise<ResponseOutOf<A> | undefined> {
    const key = `${address.host}:${address.port}`;
    let client = this.connections.get(key);
    if (!client) {
      const { clientId } = this;
      client = new NodeClient(this.env, { ...address, clientId, connectTimeoutMs: 1000 });
      this.connections.set(key, client);
    }
    try {
      return await client.send(api, version, request, timeoutMs);
    } catch (error) {
      if (error instanceof PeerError) return undefined;
      throw error;
    }
  }

  anyBroker(): Address {
    return this.bootstrap[this.nextBootstrap++ % this.bootstrap.length];
  }

  /** The leader of a partition, asked for when it is not known. */
  async leaderOf(topic: string, partition: number): Promise<Leader | undefined> {
    const key = `${topic}-${partition}`;
    if (!this.leaders.has(key)) await this.refresh(topic);
    const leader = this.leaders.get(key);
    const address = leader && this.brokers.get(leader.id);
    return address && { ...address, epoch: leader.epoch };
  }

  forgetLeader(topic: string, partition: number): void {
    this.leaders.delete(`${topic}-${partition}`);
  }

  async coordinatorOf(group: string): Promise<Address | undefined> {
    const request = { key: group, keyType: 0, coordinatorKeys: [] };
    const { anyBroker } = this;
    const found = await this.ask(
      anyBroker.call(this),
      findCoordinatorApi,
      findCoordinatorVersion,
      request,
    );
    if (found?.errorCode !== errors.none) return undefined;
    return { host: found.host, port: found.port };
  }

  close(): void {
    for (const client of this.connections.values()) client.close();
  }

  private async refresh(topic: string): Promise<void> {
    const response = await this.ask(this.anyBroker(), metadataApi, metadataVersion, {
      topics: [{ name: topic, topicId: 'AAAAAAAAAAAAAAAAAAAAAA' }],
      allowAutoTopicCreation: false,
      includeTopicAuthorizedOperations: false,
    });
    for (const { nodeId, host, port } of response?.brokers ?? [])
      this.brokers.set(nodeId, { host, port });
    for (const { name, partitions } of response?.topics ?? []) {
      for (const { partitionIndex, leaderId: id, leaderEpoch: epoch } of partitions) {
        const key = `${name}-${partitionIndex}`;
        // A broker that is cut off tells of the past; real clients do not go back either.
        if (id < 0 || epoch < (this.epochs.get(key) ?? 0)) continue;
        this.leaders.set(key, { id, epoch });
        this.epochs.set(key, epoch);
      }
    }
  }
}
