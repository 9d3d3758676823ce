/**
 * Asks the other voters, one connection each. Votes and announcements must not wait behind a
 * parked fetch (answers come in the order of requests), so fetches have connections of their own.
 */
import { type NodeClient, PeerError } from '../client/node-client.ts';
import type { QuorumVoter } from '../control.ts';
import type { Api, RequestInOf, ResponseOutOf } from '../protocol/api.ts';
import { ProtocolError } from '../protocol/reader.ts';

export class Peers {
  private readonly voters: ReadonlyMap<number, QuorumVoter>;
  private readonly connect: (voter: QuorumVoter) => NodeClient;
  private readonly timeoutMs: number;
  private readonly clients = new Map<number, NodeClient>();

  constructor(o: {
    readonly voters: readonly QuorumVoter[];
    readonly connect: (voter: QuorumVoter) => NodeClient;
    readonly timeoutMs: number;
  }) {
    this.voters = new Map(o.voters.map((voter) => [voter.id, voter]));
    this.connect = o.connect;
    this.timeoutMs = o.timeoutMs;
  }

  voter(nodeId: number): QuorumVoter {
    const voter = this.voters.get(nodeId);
    if (!voter) throw new Error(`node ${nodeId} is not a voter`);
    return voter;
  }

  /** undefined when no answer came. */
  async ask<A extends Api>(
    nodeId: number,
    api: A,
    version: number,
    request: RequestInOf<A>,
  ): Promise<ResponseOutOf<A> | undefined> {
    let client = this.clients.get(nodeId);
    if (!client) {
      client = this.connect(this.voter(nodeId));
      this.clients.set(nodeId, client);
    }
    try {
      return await client.send(api, version, request, this.timeoutMs);
    } catch (error) {
      if (isNoAnswer(error)) return undefined;
      throw error;
    }
  }

  /** Gives up what waits for an answer of this node. */
  drop(nodeId: number): void {
    this.clients.get(nodeId)?.close();
    this.clients.delete(nodeId);
  }

  close(): void {
    for (const client of this.clients.values()) client.close();
    this.clients.clear();
  }
}

/** The peer is away, or what it sent cannot be read: environment faults, both end in a retry. */
export function isNoAnswer(error: unknown): error is PeerError | ProtocolError {
  return error instanceof PeerError || error instanceof ProtocolError;
}
