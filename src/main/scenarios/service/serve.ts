/** HTTP of a service, for the other services of the scenario: at the loopback address only. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseTraceparent } from '../../../scenario/trace.ts';
import { compileSteps } from '../blocks/compile.ts';
import type { Run, Tools } from '../blocks/tools.ts';
import { andThen } from '../expressions/soon.ts';
import { rootMessage } from '../../explorer/kafka-errors.ts';
import type { Attempts } from './attempts.ts';
import type { Core } from './core.ts';
import { perform } from './side-attempts.ts';

/** Answers a request with what the steps leave. */
type Endpoint = { readonly runWith: (reply: (value: unknown) => void) => Run };

const bodyMaxBytes = 1024 * 1024;
const host = '127.0.0.1';

export class Serving {
  readonly #core: Core;
  readonly #attemptsFor: () => Attempts;
  readonly #endpoints = new Map<string, Endpoint>();
  readonly #server: Server;
  #count = 0;

  /** `attemptsFor`: asked for each request; the same where requests must wait for each other. */
  constructor(core: Core, attemptsFor: () => Attempts, tools: Tools) {
    this.#core = core;
    this.#attemptsFor = attemptsFor;
    for (const { path, steps, reply } of core.definition.serve ?? []) {
      const makeReply = reply === undefined ? null : tools.expressions.object(reply);
      // Compiled for all requests; each has the way back in a variable of its own.
      const run = compileSteps(steps, tools, (event, scope) =>
        andThen(makeReply ? makeReply(event, scope) : event, (value) => {
          (scope.variables[replyName] as (value: unknown) => void)(value);
        }),
      );
      this.#endpoints.set(path, {
        runWith: (answer) => (event, scope, attempt) =>
          run(event, { ...scope, variables: { ...scope.variables, [replyName]: answer } }, attempt),
      });
    }
    this.#server = createServer((request, response) => void this.#answer(request, response));
  }

  /** Listens until the service is stopped. */
  async run(): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(0, host, resolve);
    });
    const { port } = this.#server.address() as AddressInfo;
    this.#core.tell({ type: 'serving', address: `http://${host}:${port}` });
    const { signal } = this.#core.stop;
    if (!signal.aborted) {
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
    }
    this.#server.close();
    this.#server.closeAllConnections();
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', `http://${host}`);
    const endpoint = this.#endpoints.get(url.pathname);
    if (!endpoint) return send(response, 404, { error: `There is no ${url.pathname}` });
    try {
      const event = await readEvent(request, url);
      this.#count += 1;
      let answer: unknown;
      const span = parseTraceparent(String(request.headers['traceparent'] ?? ''));
      const cause = {
        words: ['serve', url.pathname, this.#core.options.startedAtMs, this.#count],
        key: null,
        eventMs: Date.now(),
        trace: span && { traceId: span.traceId, spanId: span.spanId },
      };
      const run = endpoint.runWith((value) => {
        answer = value;
      });
      await perform(this.#core, this.#attemptsFor(), cause, event, run);
      send(response, answer === undefined ? 204 : 200, answer);
    } catch (error) {
      this.#core.note(error);
      send(response, error instanceof BadRequest ? 400 : 500, { error: rootMessage(error) });
    }
  }
}

/** No name that a scenario file could use. */
const replyName = ' reply';

class BadRequest extends Error {}

/** The body as JSON; without one what the address asks, by its names. */
async function readEvent(request: IncomingMessage, url: URL): Promise<unknown> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > bodyMaxBytes) throw new BadRequest('The request is larger than 1 MB');
    chunks.push(chunk);
  }
  if (bytes === 0) return Object.fromEntries(url.searchParams);
  try {
    return JSON.parse(Buffer.concat(chunks).toString());
  } catch {
    throw new BadRequest('The request is not JSON');
  }
}

function send(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(value === undefined ? undefined : JSON.stringify(value));
}
