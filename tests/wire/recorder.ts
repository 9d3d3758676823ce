/** Runs the scenario against a server and keeps every exchange. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Api, RequestInOf, ResponseOutOf } from '../../src/broker/protocol/api.ts';
import type { GoldenExchange } from './golden.ts';
import { runScenario } from './scenario/index.ts';
import type { AskOptions, Wire } from './scenario/wire.ts';
import { WireClient } from './wire-client.ts';

export type Recorded = { readonly api: Api; readonly exchange: GoldenExchange };

export type Server = { readonly broker: string; readonly controller: string };

const retryMs = 100;
const giveUpAfterMs = 30_000;

export async function record(server: Server): Promise<Recorded[]> {
  const recorder = new Recorder(server);
  try {
    await runScenario(recorder);
    return recorder.recorded;
  } finally {
    recorder.close();
  }
}

class Recorder implements Wire {
  readonly recorded: Recorded[] = [];
  private readonly clients: { readonly broker: WireClient; readonly controller: WireClient };

  constructor({ broker, controller }: Server) {
    this.clients = { broker: new WireClient(broker), controller: new WireClient(controller) };
  }

  async ask<A extends Api>(
    api: A,
    version: number,
    label: string,
    request: RequestInOf<A>,
    { listener = 'broker', responseVersion }: AskOptions = {},
  ): Promise<ResponseOutOf<A> | undefined> {
    const exchange = await this.clients[listener]
      .ask(api, version, request, responseVersion)
      .catch((error: unknown) => {
        throw new Error(`${api.name} v${version}, ${label}`, { cause: error });
      });
    this.recorded.push({
      api,
      exchange: {
        label,
        version,
        ...(responseVersion === undefined ? {} : { responseVersion }),
        request: exchange.request.toString('hex'),
        response: exchange.response?.toString('hex') ?? null,
      },
    });
    return exchange.decoded;
  }

  async prepare<A extends Api>(api: A, version: number, request: RequestInOf<A>) {
    return (await this.clients.broker.ask(api, version, request)).decoded;
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
      if (Date.now() > endMs) throw new Error(`${api.name}: ${JSON.stringify(response)}`);
      await sleep(retryMs);
    }
  }

  close(): void {
    this.clients.broker.close();
    this.clients.controller.close();
  }
}
