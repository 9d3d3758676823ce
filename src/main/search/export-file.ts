/** Messages as lines of JSON, as CSV or as Parquet. */
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import type { SchemaElement } from 'hyparquet';
import { fileWriter, ParquetWriter } from 'hyparquet-writer';
import type { Message, Payload } from '../contract/messages.ts';
import type { ExportFormat } from '../contract/search.ts';
import type { RawRecord } from '../explorer/fetch.ts';

export type ExportFile = {
  readonly write: (message: Message, record: RawRecord) => Promise<void> | void;
  readonly close: () => Promise<void>;
};

/** Makes the file, or empties the one that is there. */
export async function openExportFile(
  path: string,
  format: ExportFormat,
  topic: string,
): Promise<ExportFile> {
  switch (format) {
    case 'ndjson':
      return textFile(path, '', (message, record) => `${jsonLine(topic, message, record)}\n`);
    case 'csv':
      return textFile(path, `${csvColumns.join(',')}\r\n`, (message) => `${csvLine(message)}\r\n`);
    case 'parquet':
      return parquetFile(path);
  }
}

const flushBytes = 256 * 1024;

async function textFile(
  path: string,
  head: string,
  line: (message: Message, record: RawRecord) => string,
): Promise<ExportFile> {
  const stream = createWriteStream(path);
  await once(stream, 'open');
  let buffered = head;
  const flush = async () => {
    const text = buffered;
    buffered = '';
    if (!stream.write(text)) await once(stream, 'drain');
  };
  return {
    write: (message, record) => {
      buffered += line(message, record);
      return buffered.length >= flushBytes ? flush() : undefined;
    },
    close: async () => {
      await flush();
      stream.end();
      await finished(stream);
    },
  };
}

// --- Lines of JSON: what a payload is decoded to, and bytes that are no text in base64 -----------

function jsonLine(topic: string, message: Message, record: RawRecord): string {
  const { partition, offset, timestampMs, key, value, headers, control } = message;
  const fields = [
    `"topic":${JSON.stringify(topic)}`,
    `"partition":${partition}`,
    `"offset":${offset}`,
    `"timestamp":${timestampMs}`,
    jsonField('key', key, record.key),
    jsonField('value', value, record.value),
    `"headers":${headersJson(headers)}`,
    ...(control === undefined ? [] : [`"control":${JSON.stringify(control)}`]),
  ];
  return `{${fields.join(',')}}`;
}

function jsonField(name: string, payload: Payload | null, bytes: Buffer | null): string {
  if (payload === null || bytes === null) return `"${name}":null`;
  if (payload.kind === 'binary') return `"${name}Base64":"${bytes.toString('base64')}"`;
  // JSON goes in as it was written, so that no digit of a number is lost.
  if (payload.kind === 'json') return `"${name}":${withoutLineEnds(payload.text)}`;
  return `"${name}":${JSON.stringify(payload.text)}`;
}

/** In JSON a line's end stands only between tokens. */
function withoutLineEnds(json: string): string {
  return json.replaceAll(/[\r\n]+\s*/g, ' ');
}

function headersJson(headers: Message['headers']): string {
  const pairs = headers.map(({ name, value }) => ({ name, value: value?.text ?? null }));
  const isUnique = new Set(pairs.map(({ name }) => name)).size === pairs.length;
  // Kafka allows a name twice, an object does not.
  if (!isUnique) return JSON.stringify(pairs);
  return JSON.stringify(Object.fromEntries(pairs.map(({ name, value }) => [name, value])));
}

// --- CSV (RFC 4180) -----------------------------------------------------------------------------

const csvColumns = ['partition', 'offset', 'timestamp', 'key', 'value', 'headers'] as const;

function csvLine({ partition, offset, timestampMs, key, value, headers }: Message): string {
  const cells = [
    String(partition),
    String(offset),
    new Date(timestampMs).toISOString(),
    key?.text ?? '',
    value?.text ?? '',
    headers.length === 0 ? '' : headersJson(headers),
  ];
  return cells.map(csvCell).join(',');
}

function csvCell(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

// --- Parquet ------------------------------------------------------------------------------------

const required = { repetition_type: 'REQUIRED' } as const;
const optional = { repetition_type: 'OPTIONAL' } as const;
const utf8 = { type: 'BYTE_ARRAY', converted_type: 'UTF8' } as const;

const columns: readonly SchemaElement[] = [
  { name: 'partition', type: 'INT32', ...required },
  { name: 'offset', type: 'INT64', ...required },
  { name: 'timestamp', type: 'INT64', converted_type: 'TIMESTAMP_MILLIS', ...required },
  { name: 'key', ...utf8, ...optional },
  { name: 'value', ...utf8, ...optional },
  { name: 'headers', ...utf8, ...optional },
];
const rowGroupBytes = 32 * 1024 * 1024;
const rowGroupCount = 50_000;

type Row = readonly [number, bigint, Date, string | null, string | null, string | null];

function parquetFile(path: string): ExportFile {
  const schema = [{ name: 'message', num_children: columns.length }, ...columns];
  const writer = new ParquetWriter({ writer: fileWriter(path), schema, createdBy: 'rivulet' });
  let rows: Row[] = [];
  let sizeBytes = 0;
  const flush = async () => {
    const columnData = columns.map(({ name }, index) => ({
      name,
      data: rows.map((row) => row[index]),
    }));
    await writer.write({ columnData, rowGroupSize: rowGroupCount });
    rows = [];
    sizeBytes = 0;
  };
  return {
    write: ({ partition, offset, timestampMs, key, value, headers }) => {
      const headersText = headers.length === 0 ? null : headersJson(headers);
      const keyText = key?.text ?? null;
      const valueText = value?.text ?? null;
      const row: Row = [
        partition,
        BigInt(offset),
        new Date(timestampMs),
        keyText,
        valueText,
        headersText,
      ];
      rows.push(row);
      sizeBytes += (keyText?.length ?? 0) + (valueText?.length ?? 0);
      const isFull = rows.length >= rowGroupCount || sizeBytes >= rowGroupBytes;
      return isFull ? flush() : undefined;
    },
    close: async () => {
      if (rows.length > 0) await flush();
      await writer.finish();
    },
  };
}
