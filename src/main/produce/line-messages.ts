/** Lines of a file as messages; what is none throws `line-invalid`. Pure. */
import { z } from 'zod';
import { ContractError } from '../contract/errors.ts';
import type { FileShape } from '../contract/produce.ts';
import type { OutMessage } from './out-message.ts';

/** What a line says of a message; the rest is filled in by who sends it. */
export type LineMessage = Omit<OutMessage, 'line' | 'timestampMs'> & {
  readonly timestampMs: number | null;
};

export type ReadLine = (line: Buffer) => LineMessage;

/** How lines of a shape are read. */
export function lineReader(shape: Exclude<FileShape, { kind: 'csv' }>): ReadLine {
  if (shape.kind === 'record') return (line) => recordOf(line.toString());
  return (line) => {
    if (shape.isJson) parseJson(line.toString());
    // A copy: the chunk that the line lies in would be held as long as the message.
    return { ...nothing, value: Buffer.from(line) };
  };
}

const nothing: LineMessage = {
  partition: null,
  key: null,
  value: null,
  headers: [],
  timestampMs: null,
};

const headerValue = z.union([z.string(), z.number(), z.boolean(), z.null()]);

/** Also what kcat -J and our own export write. */
const record = z.object({
  key: z.unknown().optional(),
  value: z.unknown().optional(),
  payload: z.unknown().optional(),
  keyBase64: z.base64().optional(),
  valueBase64: z.base64().optional(),
  headers: z
    .union([
      z.record(z.string(), headerValue),
      z.array(z.object({ name: z.string(), value: headerValue })),
      z.array(headerValue),
      z.null(),
    ])
    .optional(),
  partition: z.int().min(0).optional(),
  timestamp: z.union([z.number(), z.string()]).nullish(),
  timestampMs: z.number().nullish(),
  ts: z.number().nullish(),
});

type RecordLine = z.infer<typeof record>;

function recordOf(text: string): LineMessage {
  const parsed = record.safeParse(parseJson(text));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw lineInvalid(
      `${issue?.path.join('.') || 'the line'}: ${issue?.message ?? 'not a record'}`,
    );
  }
  const line = parsed.data;
  const hasValue = 'value' in line || 'payload' in line || 'valueBase64' in line;
  if (!hasValue) throw lineInvalid('there is no value');
  return {
    partition: line.partition ?? null,
    key: bytesOf(line.key, line.keyBase64),
    value: bytesOf('payload' in line ? line.payload : line.value, line.valueBase64),
    headers: headersOf(line.headers),
    timestampMs: timestampOf(line.timestampMs ?? line.ts ?? line.timestamp ?? null),
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw lineInvalid(error instanceof Error ? error.message : 'no JSON');
  }
}

/** Texts as they are, anything else as JSON. */
export function bytesOf(content: unknown, base64?: string): Buffer | null {
  if (base64 !== undefined) return Buffer.from(base64, 'base64');
  if (content === null || content === undefined) return null;
  return Buffer.from(typeof content === 'string' ? content : JSON.stringify(content));
}

function headersOf(headers: RecordLine['headers']): OutMessage['headers'] {
  if (!headers) return [];
  if (!Array.isArray(headers)) {
    return Object.entries(headers).map(([name, value]) => header(name, value));
  }
  if (headers.every((item) => typeof item === 'object' && item !== null)) {
    return (headers as { name: string; value: unknown }[]).map(({ name, value }) =>
      header(name, value),
    );
  }
  // kcat writes names and values in turn.
  const pairs: (readonly [Buffer, Buffer | null])[] = [];
  for (let index = 0; index < headers.length; index += 2) {
    pairs.push(header(String(headers[index]), headers[index + 1] ?? null));
  }
  return pairs;
}

const header = (name: string, value: unknown): readonly [Buffer, Buffer | null] => [
  Buffer.from(name),
  value === null ? null : Buffer.from(String(value)),
];

/** Milliseconds since 1970, or a time as ISO 8601 writes it. */
export function timestampOf(value: number | string | null): number | null {
  if (value === null || value === '') return null;
  const ms = typeof value === 'number' || /^\d+$/.test(value) ? Number(value) : Date.parse(value);
  if (!Number.isFinite(ms) || ms < 0) throw lineInvalid(`${value} is no time`);
  return Math.round(ms);
}

/** The contract's error for a line that is no message. */
export function lineInvalid(reason: string): ContractError<'line-invalid'> {
  return new ContractError('line-invalid', { reason }, `The line is no message: ${reason}.`);
}
