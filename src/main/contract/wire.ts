/**
 * How contract values become text for birpc, on both sides. Plain JSON loses what an Error says,
 * so errors travel as `{ "$error": { code, data, message } }` and arrive as `ContractError`.
 */
import { ContractError, type ErrorCode, type ErrorData, isContractError } from './errors.ts';

const errorKey = '$error';

/** For birpc's `serialize`. */
export function serialize(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    inner instanceof Error ? { [errorKey]: errorToJson(inner) } : inner,
  );
}

/** For birpc's `deserialize`. */
export function deserialize(text: string): unknown {
  // A function for every value costs several times what parsing does, and errors are rare.
  if (!text.includes(`"${errorKey}"`)) return JSON.parse(text);
  return JSON.parse(text, (_key, inner: unknown) => {
    const json = (inner as { readonly [errorKey]?: ErrorText } | null)?.[errorKey];
    return json ? new ContractError(json.code, json.data, json.message) : inner;
  });
}

type ErrorText = {
  readonly code: ErrorCode;
  readonly data: ErrorData[ErrorCode];
  readonly message: string;
};

function errorToJson(error: Error): ErrorText {
  if (isContractError(error)) return { code: error.code, data: error.data, message: error.message };
  return { code: 'internal', data: { detail: error.message }, message: error.message };
}

/**
 * What the app sends to a page every `intervalMs`, over a line that cannot tell a process that hangs
 * from one that has nothing to say. A page that hears nothing for `lostAfterMs` connects anew.
 */
export const heartbeat = { text: '', intervalMs: 3_000, lostAfterMs: 10_000 } as const;
