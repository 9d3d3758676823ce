/** Questions that build on each other: the same story is told to each side, then compared. */
import type { Api, RequestInOf, ResponseOutOf } from '../../src/broker/protocol/api.ts';
import type { AskOptions, Wire } from '../wire/scenario/wire.ts';
import { compare } from './compare.ts';
import { Names, normalForm } from './normal-form.ts';
import type { Results } from './results.ts';
import type { Side } from './sides.ts';
import { WireClient } from '../wire/wire-client.ts';
import { closed, noAnswer } from './world.ts';

type Exchange = {
  readonly api: Api;
  readonly version: number;
  readonly label: string;
  readonly request: unknown;
  readonly normal: unknown;
};

export type Story = (wire: Wire) => Promise<void>;

const answerTimeoutMs = 5000;
const retryMs = 50;
const giveUpAfterMs = 30_000;

export async function compareStories(
  sides: readonly [Side, Side],
  stories: readonly Story[],
  results: Results,
  isWanted: (api: Api) => boolean,
): Promise<void> {
  const tell = async (side: Side) => {
    const teller = new Teller(side);
    try {
      for (const story of stories) await story(teller);
      return teller.exchanges;
    } finally {
      teller.close();
    }
  };
  const [kafka, rivulet] = await Promise.all(sides.map(tell));
  for (const [key, { api, version, label, request, normal }] of kafka) {
    if (!isWanted(api)) continue;
    const other = rivulet.get(key)?.normal ?? '<was not asked>';
    const found = compare(normal, other);
    results.add({ api: api.name, version, label, request }, found, [normal, other]);
  }
}

class Teller implements Wire {
  readonly exchanges = new Map<string, Exchange>();
  private readonly side: Side;
  private readonly names: Names;
  private readonly clients = new Map<string, WireClient>();

  constructor(side: Side) {
    this.side = side;
    this.names = new Names(side);
  }

  async ask<A extends Api>(
    api: A,
    version: number,
    label: string,
    request: RequestInOf<A>,
    { listener = 'broker', responseVersion, node = 1 }: AskOptions = {},
  ): Promise<ResponseOutOf<A> | undefined> {
    const addresses = listener === 'broker' ? this.side.brokers : this.side.controllers;
    const decoded = await this.send(
      addresses[node - 1],
      api,
      version,
      request,
      responseVersion,
    ).catch(() => noAnswer);
    if (decoded !== noAnswer) this.names.learn(decoded);
    const normal = decoded === undefined ? closed : normalForm(api.name, decoded, this.names);
    const key = `${api.name} v${version}, ${label}, ${this.exchanges.size}`;
    this.exchanges.set(key, { api, version, label, request, normal });
    return decoded === noAnswer ? undefined : (decoded as ResponseOutOf<A> | undefined);
  }

  async prepare<A extends Api>(api: A, version: number, request: RequestInOf<A>) {
    const decoded = await this.send(this.side.brokers[0], api, version, request);
    this.names.learn(decoded);
    return decoded;
  }

  async until<A extends Api>(
    api: A,
    version: number,
    request: RequestInOf<A>,
    isSo: (response: ResponseOutOf<A>) => boolean,
  ): Promise<ResponseOutOf<A>> {
    const endMs = Date.now() + giveUpAfterMs;
    for (;;) {
      const response = await this.prepare(api, version, request);
      if (response && isSo(response)) return response;
      if (Date.now() > endMs)
        throw new Error(`${this.side.name}, ${api.name}: ${JSON.stringify(response)}`);
      await new Promise((resolve) => setTimeout(resolve, retryMs));
    }
  }

  close(): void {
    for (const client of this.clients.values()) client.close();
  }

  private async send<A extends Api>(
    address: string,
    api: A,
    version: number,
    request: RequestInOf<A>,
    responseVersion?: number,
  ): Promise<ResponseOutOf<A> | undefined> {
    const client = this.clients.get(address) ?? new WireClient(address, answerTimeoutMs);
    this.clients.set(address, client);
    return (await client.ask(api, version, request, responseVersion)).decoded;
  }
}
