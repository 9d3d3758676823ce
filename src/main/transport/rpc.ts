/**
 * The one place where a request becomes a call: birpc over any channel of texts, params checked
 * against the method's schema, errors as contract errors.
 */
import { createBirpc } from 'birpc';
import { ContractError, type ErrorData, isContractError } from '../contract/errors.ts';
import type { EventHandlers, Method, Params, Result } from '../contract/index.ts';
import type { Schemas } from '../contract/params.ts';
import { deserialize, serialize } from '../contract/wire.ts';

/** A two-way stream of texts: an IPC channel, a WebSocket, a socket of lines. */
export type Channel = {
  readonly send: (text: string) => void;
  readonly onMessage: (listener: (text: string) => void) => void;
  /** Ends the connection because the other side does not speak as agreed. */
  readonly refuse: (reason: string) => void;
};

/** One function per method; a part of the contract for a part of the application. */
export type Handlers<Name extends Method = Method> = {
  readonly [Key in Name]: (params: Params<Key>) => Promise<Result<Key>> | Result<Key>;
};

/** What is served: functions by name, and the schema of each one's params. */
export type Service = {
  // A method's params are whatever its schema let through.
  readonly handlers: { readonly [method: string]: (params: never) => unknown };
  readonly schemas: Schemas;
};

/** Serves on a channel; answers how to send events. */
export function serve(service: Service, channel: Channel): EventHandlers {
  const remote = createBirpc<EventHandlers, object>(
    {},
    {
      post: channel.send,
      on: (listener) => channel.onMessage(listener),
      serialize,
      deserialize: readMessage,
      eventNames: ['live.patch', 'live.items', 'live.failed', 'clusters.selected'],
      resolver: (method) => (params: unknown) => call(service, method, params),
      onGeneralError: (error) => {
        channel.refuse(error.message);
        return true;
      },
      timeout: -1,
    },
  );
  return remote as unknown as EventHandlers;
}

/** Checks the params, calls, and turns whatever is thrown into a contract error. */
export async function call(
  { handlers, schemas }: Service,
  method: string,
  params: unknown,
): Promise<unknown> {
  // `hasOwn`: a method named `constructor` is not one of ours.
  const handler = Object.hasOwn(handlers, method) ? handlers[method] : undefined;
  if (handler === undefined) {
    throw new ContractError('unknown-method', { method }, `There is no method ${method}.`);
  }
  const checked = checkParams(schemas, method, params);
  try {
    return (await handler(checked as never)) ?? null;
  } catch (error) {
    throw toContractError(error);
  }
}

/** Boundary for programmer errors too: the caller gets `internal`, the connection goes on. */
export function toContractError(error: unknown): ContractError {
  if (isContractError(error)) return error;
  const detail = error instanceof Error ? error.message : String(error);
  console.error(error);
  return new ContractError('internal', { detail }, detail, { cause: error });
}

function checkParams(schemas: Schemas, method: string, params: unknown): unknown {
  const parsed = schemas[method]?.safeParse(params);
  if (parsed === undefined) throw new Error(`${method} has no schema`);
  if (parsed.success) return parsed.data;
  const issues: ErrorData['invalid-params']['issues'] = parsed.error.issues.map(
    ({ path, message }) => ({ path: path.map(String).join('.'), message }),
  );
  const text = issues.map(({ path, message }) => (path ? `${path}: ${message}` : message));
  throw new ContractError('invalid-params', { method, issues }, `${method}: ${text.join('; ')}`);
}

/** birpc trusts the form of a message; a stranger may send anything. */
function readMessage(text: unknown): unknown {
  if (typeof text !== 'string') throw new Error('a message must be text');
  const message = deserialize(text) as Record<string, unknown> | null;
  const isRequest = message?.t === 'q' && typeof message.m === 'string' && Array.isArray(message.a);
  const isResponse = message?.t === 's' && typeof message.i === 'string';
  if (!isRequest && !isResponse) throw new Error('a message must be a birpc request or response');
  return message;
}
