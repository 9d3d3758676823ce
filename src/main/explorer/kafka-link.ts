/**
 * One cluster over the Kafka protocol: finds a broker that answers, picks the highest version of
 * a request that both sides know, and keeps the last metadata. Built on the protocol functions of
 * @platformatic/kafka, because its Admin fails a whole call when one partition of it fails.
 */
import { setTimeout as delay } from 'node:timers/promises';
import * as kafka from '@platformatic/kafka';
import { ContractError, isContractError } from '../contract/errors.ts';
import { fromKafkaError, unreachable } from './kafka-errors.ts';
import type { LinkSecurity } from './link-security.ts';
import { type Metadata, type Node, readMetadata } from './metadata.ts';
import { rawFetch, type RawFetchPartition, type RawFetchRequest } from './raw-fetch.ts';
import type { ApiName, ApiRequest, ApiResponse } from './requests.ts';
import { isPolling, RequestPace } from './request-pace.ts';
import { changes, handedOn, ownApis, supportedVersions } from './requests.ts';

/** Who answers: one broker by its id, or whoever can. */
export type Target = number | 'any';

type Way = { readonly isChange: boolean; readonly pool: kafka.ConnectionPool };

type Send = (connection: kafka.Connection) => Promise<unknown>;

type AnyApi = {
  readonly async: (connection: kafka.Connection, ...args: readonly unknown[]) => Promise<unknown>;
};

const connectTimeoutMs = 2_000;
const changeTimeoutMs = 15_000;
const readTimeoutMs = 5_000;
const closeTimeoutMs = 300;
/** What polls a cluster that is not ours need not read metadata anew each time. */
const pacedMetadataMs = 2_000;
/** A frozen broker accepts connections; `any` goes to the next one after this. */
const anyTimeoutMs = 3_000;

/** A connection to a cluster, ours or somebody else's. */
export class KafkaLink {
  readonly bootstrap: string;
  /** TLS and login, for who makes a client of its own. */
  readonly security: LinkSecurity;
  readonly #seeds: readonly Node[];
  readonly #pool: kafka.ConnectionPool;
  /** For what a broker hands on to the controller, so that nothing else waits behind it. */
  readonly #handedOnPool: kafka.ConnectionPool;
  #versions: Promise<ReadonlyMap<string, { readonly min: number; readonly max: number }>> | null =
    null;
  #metadata: Metadata | null = null;
  #metadataAtMs = 0;
  readonly #pace: RequestPace | null;
  #refreshing: Promise<Metadata> | null = null;
  /** The broker that answered last, so that `any` need not try dead ones first. */
  #preferred = 0;
  readonly #silent = new Set<number>();
  readonly #answerListeners = new Set<(brokerId: number, ms: number) => void>();
  #isClosed = false;

  /** `pollsPerS`: how many requests of its own polling the app allows itself; null: any number. */
  constructor(
    bootstrap: string,
    clientId = 'rivulet',
    security: LinkSecurity = {},
    pollsPerS: number | null = null,
  ) {
    this.bootstrap = bootstrap;
    this.#pace = pollsPerS === null ? null : new RequestPace(pollsPerS);
    this.security = security;
    this.#seeds = bootstrap.split(',').map((text) => parseAddress(text.trim()));
    const options = {
      connectTimeout: connectTimeoutMs,
      requestTimeout: changeTimeoutMs,
      ...security,
    };
    this.#pool = new kafka.ConnectionPool(clientId, options);
    this.#handedOnPool = new kafka.ConnectionPool(clientId, options);
  }

  /** The last metadata, read now when there is none or when it must be fresh. */
  async metadata(options: { readonly isFresh?: boolean } = {}): Promise<Metadata> {
    if (this.#metadata && (!options.isFresh || this.#isFreshEnough())) return this.#metadata;
    this.#refreshing ??= this.#readMetadata().finally(() => {
      this.#refreshing = null;
    });
    return this.#refreshing;
  }

  /** True: its polling is held to a pace, so nobody should ask for what is hardly old. */
  get isPaced(): boolean {
    return this.#pace !== null;
  }

  #isFreshEnough(): boolean {
    return this.isPaced && isPolling() && Date.now() - this.#metadataAtMs < pacedMetadataMs;
  }

  get #reading(): Way {
    return { isChange: false, pool: this.#pool };
  }

  /** Sends a request; rejects with a `ContractError`, also when only a part of it failed. */
  async call<Name extends ApiName>(
    target: Target,
    name: Name,
    ...args: ApiRequest<Name>
  ): Promise<ApiResponse<Name>> {
    const { response, error } = await this.callPartly(target, name, ...args);
    if (error) throw error;
    return response;
  }

  /** As `call`, but a response of which parts failed is given with the first error in it. */
  async callPartly<Name extends ApiName>(
    target: Target,
    name: Name,
    ...args: ApiRequest<Name>
  ): Promise<{
    readonly response: ApiResponse<Name>;
    readonly error: ContractError | null;
    readonly version: number;
  }> {
    const version = await this.#versionOf(name);
    const library = kafka as unknown as Record<string, { readonly api: AnyApi } | undefined>;
    const versioned = `${name}V${version}`;
    const api = (library[versioned] ?? (ownApis[versioned] as { readonly api: AnyApi }))?.api;
    if (!api) throw new Error(`${name} ${version} is not in the library`);
    const send: Send = async (connection) => {
      const startMs = performance.now();
      const response = await api.async(connection, ...args);
      if (typeof target === 'number') this.#answered(target, performance.now() - startMs);
      return response;
    };
    try {
      const way = {
        isChange: changes.has(name),
        pool: handedOn.has(name) ? this.#handedOnPool : this.#pool,
      };
      const response =
        target === 'any' ? await this.#toAny(send, way) : await this.#to(target, send, way);
      return { response: response as ApiResponse<Name>, error: null, version };
    } catch (thrown) {
      const error = fromKafkaError(thrown, this.bootstrap);
      const response = partialResponse(thrown);
      if (response === undefined) throw error;
      return { response: response as ApiResponse<Name>, error, version };
    }
  }

  /** A Fetch whose records stay bytes. */
  async fetchRaw(
    brokerId: number,
    request: RawFetchRequest,
  ): Promise<readonly RawFetchPartition[]> {
    try {
      const send: Send = (connection) => rawFetch(connection, request);
      return (await this.#to(brokerId, send, this.#reading)) as readonly RawFetchPartition[];
    } catch (thrown) {
      throw fromKafkaError(thrown, this.bootstrap);
    }
  }

  /** A request that is written by whoever calls; nobody knows what became of one without an answer. */
  async sendRaw<Answer>(
    brokerId: number,
    send: (connection: kafka.Connection) => Promise<Answer>,
  ): Promise<Answer> {
    try {
      return (await this.#to(brokerId, send, { isChange: true, pool: this.#pool })) as Answer;
    } catch (thrown) {
      throw fromKafkaError(thrown, this.bootstrap);
    }
  }

  /** Calls with how long a broker took for each request that was meant for it. */
  onAnswer(listener: (brokerId: number, ms: number) => void): () => void {
    this.#answerListeners.add(listener);
    return () => this.#answerListeners.delete(listener);
  }

  #answered(brokerId: number, ms: number): void {
    for (const listener of this.#answerListeners) listener(brokerId, ms);
  }

  /** Brokers that did not answer the last request that was meant for them. */
  get silent(): ReadonlySet<number> {
    return this.#silent;
  }

  /** The version that `call` would use. */
  async versionOf(name: ApiName): Promise<number> {
    return this.#versionOf(name);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#pace?.close();
    const pools = [this.#pool, this.#handedOnPool];
    const connections = pools.flatMap((pool) => [...pool].map(([, connection]) => connection));
    const closed = Promise.allSettled(pools.map((pool) => pool.close()));
    // The library waits for every answer; a frozen broker gives none.
    await Promise.race([closed, delay(closeTimeoutMs, undefined, { ref: false })]);
    for (const connection of connections) connection.socket.destroy();
  }

  async #readMetadata(): Promise<Metadata> {
    const { response } = await this.callPartly('any', 'metadata', null, false, false);
    this.#metadata = readMetadata(response);
    this.#metadataAtMs = Date.now();
    return this.#metadata;
  }

  async #to(brokerId: number, send: Send, { isChange, pool }: Way): Promise<unknown> {
    let node = (await this.metadata()).brokers.get(brokerId);
    node ??= (await this.metadata({ isFresh: true })).brokers.get(brokerId);
    if (!node) throw unreachable(this.bootstrap);
    const timeoutMs = isChange ? changeTimeoutMs : readTimeoutMs;
    try {
      const connection = await this.#connect(node, pool);
      await this.#turn();
      const response = await within(timeoutMs, send(connection));
      this.#silent.delete(brokerId);
      return response;
    } catch (error) {
      const isAnswer = partialResponse(error) !== undefined;
      if (isAnswer) this.#silent.delete(brokerId);
      else if (isNetworkFault(error, this.bootstrap)) this.#silent.add(brokerId);
      throw error;
    }
  }

  /**
   * Tries the known brokers one after the other, the one that answered last first. A change is
   * sent a second time only when the first broker could not even be reached: what became of a
   * request without an answer nobody knows.
   */
  async #toAny(send: Send, { isChange, pool }: Way): Promise<unknown> {
    const nodes = this.#candidates();
    let lastError: unknown;
    for (let attempt = 0; attempt < nodes.length; attempt += 1) {
      const index = (this.#preferred + attempt) % nodes.length;
      let isSent = false;
      try {
        const connection = await this.#connect(nodes[index] as Node, pool);
        await this.#turn();
        isSent = true;
        const timeoutMs = isChange ? changeTimeoutMs : anyTimeoutMs;
        const response = await within(timeoutMs, send(connection));
        this.#preferred = index;
        return response;
      } catch (error) {
        // A broker that answered with an error answered; another would say the same.
        if (partialResponse(error) !== undefined || (isSent && isChange)) throw error;
        lastError = error;
      }
    }
    throw lastError;
  }

  /** The app's own polling waits for its turn. */
  async #turn(): Promise<void> {
    if (this.#pace && isPolling()) await this.#pace.take();
    if (this.#isClosed) throw unreachable(this.bootstrap);
  }

  #candidates(): readonly Node[] {
    const known = [...(this.#metadata?.brokers.values() ?? [])];
    const extra = known.filter(
      (node) => !this.#seeds.some(({ host, port }) => host === node.host && port === node.port),
    );
    return [...this.#seeds, ...extra];
  }

  async #connect(node: Node, pool: kafka.ConnectionPool): Promise<kafka.Connection> {
    if (this.#isClosed) throw unreachable(this.bootstrap);
    return pool.get({ host: node.host, port: node.port });
  }

  async #versionOf(name: ApiName): Promise<number> {
    this.#versions ??= this.#readVersions();
    this.#versions.catch(() => {
      this.#versions = null;
    });
    const known = (await this.#versions).get(name);
    const ours = supportedVersions[name];
    const version = Math.min(known?.max ?? -1, ours.max);
    if (version >= Math.max(known?.min ?? 0, ours.min)) return version;
    const detail = `This cluster does not speak ${name} in a version that Rivulet knows.`;
    throw new ContractError(
      'kafka',
      { name: 'UNSUPPORTED_VERSION', number: 35, isRetriable: false },
      detail,
    );
  }

  async #readVersions() {
    const { api } = kafka.apiVersionsV3;
    const response = (await this.#toAny(
      (connection) => api.async(connection, 'rivulet', '1'),
      this.#reading,
    ).catch((error: unknown) => {
      throw fromKafkaError(error, this.bootstrap);
    })) as Awaited<ReturnType<typeof api.async>>;
    return new Map(
      response.apiKeys.map(({ name, minVersion, maxVersion }) => [
        // `ListOffsets` in the answer, `listOffsetsV7` in the library.
        name.slice(0, 1).toLowerCase() + name.slice(1),
        { min: minVersion, max: maxVersion },
      ]),
    );
  }
}

/** `host:port`, an IPv6 address in brackets. */
export function parseAddress(text: string): Node {
  const at = text.lastIndexOf(':');
  const host = text.slice(0, at).replace(/^\[|\]$/g, '');
  return { host, port: Number(text.slice(at + 1)) };
}

/** The library rejects when one item of a response has an error; the rest is still in there. */
function partialResponse(error: unknown): unknown {
  return error instanceof kafka.ResponseError ? error.response : undefined;
}

function isNetworkFault(error: unknown, bootstrap: string): boolean {
  return isContractError(fromKafkaError(error, bootstrap), 'cluster-unreachable');
}

async function within<Value>(timeoutMs: number, promise: Promise<Value>): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    const error = () => reject(new kafka.TimeoutError(`no answer within ${timeoutMs} ms`));
    timer = setTimeout(error, timeoutMs);
  });
  try {
    return await Promise.race([promise, timeout]);
  } finally {
    clearTimeout(timer);
  }
}
