/** A message on its way out, and who hears what became of it. */
import type { ContractError } from '../contract/errors.ts';

export type OutMessage = {
  /** Null: by the key, or spread. */
  readonly partition: number | null;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: readonly (readonly [Buffer, Buffer | null])[];
  readonly timestampMs: number;
  /** Its line or number, for whoever reports on it. */
  readonly line: number;
};

export type SenderReport = {
  /** They lie one after the other from `baseOffset` on; null with acks=0. */
  readonly onSent: (
    messages: readonly OutMessage[],
    partition: number,
    baseOffset: number | null,
  ) => void;
  readonly onFailed: (messages: readonly OutMessage[], error: ContractError) => void;
};

/** Memory that a message takes, more or less. */
export function sizeOf({ key, value, headers }: OutMessage): number {
  let bytes = 40 + (key?.length ?? 0) + (value?.length ?? 0);
  for (const [name, content] of headers) bytes += name.length + (content?.length ?? 0);
  return bytes;
}
