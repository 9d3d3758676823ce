/**
 * The way to the active controller, wherever it is: in this process or behind a connection to
 * another node's controller listener. Waits while there is none and tries again when it moved.
 */
import type { RequestContext } from '../apis/handler.ts';
import { type NodeClient, PeerError } from '../client/node-client.ts';
import type { ToController } from '../client/to-controller.ts';
import type { Env } from '../env/env.ts';
import type { Api, RequestInOf, ResponseOutOf } from '../protocol/api.ts';
import { errors } from '../protocol/errors.ts';
import { envelopeApi } from '../protocol/messages/58-envelope.ts';

/** Calls a handler of this node's controller listener without a connection. */
export type LocalController = {
  isActive(): boolean;
  call<A extends Api>(api: A, version: number, request: RequestInOf<A>): Promise<ResponseOutOf<A>>;
};

export type ControllerChannelOptions = {
  readonly local: LocalController;
  /** -1 while unknown. */
  readonly leaderId: () => number;
  readonly connect: (nodeId: number) => NodeClient;
};

const retryDelayMs = 20;
const forwardTimeoutMs = 30_000;

export class ControllerChannel {
  private readonly env: Env;
  private readonly options: ControllerChannelOptions;
  private readonly clients = new Map<number, NodeClient>();
  private isClosed = false;

  constructor(env: Env, options: ControllerChannelOptions) {
    this.env = env;
    this.options = options;
  }

  /** See ToController. */
  readonly send: ToController = async (api, version, request, timeoutMs) => {
    const deadlineMs = this.env.clock.monotonicMs() + timeoutMs;
    for (;;) {
      const remainingMs = deadlineMs - this.env.clock.monotonicMs();
      const response = await this.attempt(api, version, request, Math.max(1, remainingMs));
      if (response !== undefined) return response;
      if (this.isClosed) throw new PeerError('closed', `${api.name}: this node is stopping`);
      if (this.env.clock.monotonicMs() + retryDelayMs >= deadlineMs) {
        throw new PeerError('timeout', `${api.name}: no active controller within ${timeoutMs} ms`);
      }
      await new Promise<void>((resolve) => this.env.clock.setTimer(retryDelayMs, resolve));
    }
  };

  /** Sends a client's request as it is and returns the response without its size. */
  async forward(frame: Buffer, context: RequestContext): Promise<Buffer> {
    const request = {
      requestData: frame,
      requestPrincipal: null,
      clientHostAddress: hostBytes(context.clientHost),
    };
    const response = await this.send(envelopeApi, 0, request, forwardTimeoutMs);
    if (response.responseData === null) {
      throw new PeerError(
        'unreachable',
        `the controller refused the request with error ${response.errorCode}`,
      );
    }
    return response.responseData;
  }

  close(): void {
    this.isClosed = true;
    for (const client of this.clients.values()) client.close();
  }

  /** undefined: there is no active controller right now, or it moved. */
  private async attempt<A extends Api>(
    api: A,
    version: number,
    request: RequestInOf<A>,
    timeoutMs: number,
  ): Promise<ResponseOutOf<A> | undefined> {
    if (this.isClosed) return undefined;
    const { local, leaderId } = this.options;
    try {
      if (local.isActive()) {
        const response = await local.call(api, version, request);
        return isNotController(response) ? undefined : response;
      }
      const id = leaderId();
      if (id < 0) return undefined;
      const response = await this.client(id).send(api, version, request, timeoutMs);
      return isNotController(response) ? undefined : response;
    } catch (error) {
      if (error instanceof PeerError) return undefined;
      throw error;
    }
  }

  private client(nodeId: number): NodeClient {
    let client = this.clients.get(nodeId);
    if (!client) {
      client = this.options.connect(nodeId);
      this.clients.set(nodeId, client);
    }
    return client;
  }
}

/** Whether the answer says that the asked node is not the active controller, on top or in its first entry. */
function isNotController(response: unknown): boolean {
  const { errorCode, topics } = response as {
    errorCode?: number;
    topics?: readonly { errorCode?: number }[];
  };
  return errorCode === errors.notController || topics?.[0]?.errorCode === errors.notController;
}

function hostBytes(host: string): Buffer {
  const ipv4 = /(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(host);
  return ipv4 ? Buffer.from(ipv4.slice(1).map(Number)) : Buffer.alloc(16);
}
