/** HTTP requests to services of the scenario and to this machine; nothing else is reached. */
import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { withVariable } from '../expressions/scope.ts';
import { andThen } from '../expressions/soon.ts';
import type { Make } from './compile.ts';
import type { BlockOf } from './produce.ts';
import { FinalError, type Origin, type Tools } from './tools.ts';

const timeoutMs = 5_000;
const answerMaxBytes = 1024 * 1024;

export function callBlock(definition: BlockOf<'call'>, tools: Tools): Make {
  const { service, path = '/', url, method = 'POST', body, as } = definition;
  const makeBody = body === undefined ? null : tools.expressions.object(body);
  const send = async (content: unknown, { traceId, spanId }: Origin): Promise<unknown> => {
    const target = service === undefined ? (url ?? '') : tools.endpoint(service) + path;
    const limitMs = definition.timeoutMs ?? timeoutMs;
    const trace = spanId === null ? {} : { traceparent: `00-${traceId}-${spanId}-01` };
    return request({ target, method, content, limitMs, trace }, tools);
  };
  return (next) => (event, scope, attempt) =>
    andThen(makeBody ? makeBody(event, scope) : event, (content) =>
      andThen(send(content, attempt.origin), (answer) =>
        next(event, as === undefined ? scope : withVariable(scope, as, answer), attempt),
      ),
    );
}

type Request = {
  readonly target: string;
  readonly method: string;
  readonly content: unknown;
  readonly limitMs: number;
  readonly trace: { readonly traceparent?: string };
};

async function request(
  { target, method, content, limitMs, trace }: Request,
  tools: Tools,
): Promise<unknown> {
  const url = await localUrl(target);
  const hasBody = method !== 'GET' && method !== 'DELETE' && content !== undefined;
  const signal = AbortSignal.any([tools.signal, AbortSignal.timeout(limitMs)]);
  try {
    const response = await tools.fetch(url, {
      method,
      signal,
      // What is not this machine must not be reached by way of it.
      redirect: 'error',
      headers: { ...trace, ...(hasBody && { 'content-type': 'application/json' }) },
      ...(hasBody && { body: JSON.stringify(content) }),
    });
    const text = await readText(response);
    if (!response.ok)
      throw new Error(`${method} ${target}: ${response.status} ${text.slice(0, 200)}`);
    return parse(text);
  } catch (error) {
    if (error instanceof Error && error.name === 'TimeoutError') {
      throw new Error(`${method} ${target}: no answer within ${limitMs} ms`, { cause: error });
    }
    const cause = error instanceof TypeError ? error.cause : undefined;
    const reason = cause instanceof Error ? (cause as NodeJS.ErrnoException).code : undefined;
    if (reason) throw new Error(`${method} ${target}: ${reason}`, { cause: error });
    throw error;
  }
}

/** The URL with the address that its host stands for; throws for one of another machine. */
async function localUrl(target: string): Promise<URL> {
  const url = URL.canParse(target) ? new URL(target) : null;
  if (!url || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    throw new FinalError(`call: ${target} is no http address`);
  }
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const address = isIP(host) ? host : (await lookup(host)).address;
  if (!isLoopback(address)) throw new FinalError(`call: ${url.host} is not this machine`);
  // Resolved once: asked again, the name could stand for something else.
  url.hostname = address.includes(':') ? `[${address}]` : address;
  return url;
}

export function isLoopback(address: string): boolean {
  return address.startsWith('127.') || address === '::1' || /^::ffff:127\./i.test(address);
}

async function readText(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length;
    if (bytes > answerMaxBytes) throw new Error('The answer is larger than 1 MB');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

function parse(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    // Not everybody answers with JSON.
    return text;
  }
}
