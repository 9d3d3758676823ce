/** Rows of a CSV file as messages. */
import { type Info, parse, type Parser } from 'csv-parse';
import type { ContractError } from '../contract/errors.ts';
import type { FileShape } from '../contract/produce.ts';
import { bytesOf, type LineMessage, lineInvalid, timestampOf } from './line-messages.ts';

type CsvShape = Extract<FileShape, { kind: 'csv' }>;

export type CsvRow = { readonly line: number; readonly text: string } & (
  | { readonly message: LineMessage; readonly error?: undefined }
  | { readonly error: ContractError; readonly message?: undefined }
);

/** Give it chunks; it gives rows. The first line names the columns. */
export class CsvMessages {
  readonly #shape: CsvShape;
  readonly #parser: Parser;
  readonly #rows: CsvRow[] = [];
  #columns: readonly string[] | null = null;
  #problem: ContractError | null = null;

  constructor(shape: CsvShape) {
    this.#shape = shape;
    this.#parser = parse({
      delimiter: shape.delimiter,
      bom: true,
      info: true,
      raw: true,
      relax_column_count: true,
      skip_empty_lines: true,
      max_record_size: 64 * 1024 * 1024,
    });
    this.#parser.on('readable', () => this.#drain());
    // Told to whoever pushes next, or waits for the end.
    this.#parser.on('error', (error) => {
      this.#problem ??= unreadable(error);
    });
  }

  async push(chunk: Buffer): Promise<readonly CsvRow[]> {
    await new Promise<void>((resolve) => {
      this.#parser.write(chunk, () => resolve());
    });
    return this.#taken();
  }

  async end(): Promise<readonly CsvRow[]> {
    const ended = new Promise<void>((resolve) => {
      this.#parser.once('end', resolve);
      this.#parser.once('error', () => resolve());
    });
    this.#parser.end();
    this.#drain();
    await ended;
    return this.#taken();
  }

  #taken(): readonly CsvRow[] {
    this.#drain();
    if (this.#problem) throw this.#problem;
    return this.#rows.splice(0);
  }

  #drain(): void {
    for (;;) {
      const read = this.#parser.read() as {
        record: readonly string[];
        info: Info;
        raw: string;
      } | null;
      if (read === null) return;
      const { record, info, raw } = read;
      if (this.#columns === null) this.#takeColumns(record);
      else this.#rows.push(this.#row(record, info.lines, raw.trimEnd()));
    }
  }

  #takeColumns(columns: readonly string[]): void {
    const { key, value, timestamp, headers } = this.#shape;
    for (const wanted of [key, value, timestamp, ...headers]) {
      if (wanted !== null && !columns.includes(wanted)) {
        this.#problem ??= lineInvalid(`there is no column ${wanted} in the first line`);
      }
    }
    this.#columns = columns;
  }

  #row(record: readonly string[], line: number, text: string): CsvRow {
    const columns = this.#columns as readonly string[];
    if (record.length !== columns.length) {
      const reason = `${record.length} columns where the first line has ${columns.length}`;
      return { line, text, error: lineInvalid(reason) };
    }
    const row = Object.fromEntries(columns.map((column, index) => [column, record[index] ?? '']));
    const { key, value, timestamp, headers } = this.#shape;
    try {
      const message: LineMessage = {
        partition: null,
        key: key === null ? null : bytesOf(row[key]),
        value: bytesOf(value === null ? this.#rest(row) : row[value]),
        headers: headers.map((name) => [Buffer.from(name), bytesOf(row[name])] as const),
        timestampMs: timestamp === null ? null : timestampOf(row[timestamp] ?? null),
      };
      return { line, text, message };
    } catch (error) {
      return { line, text, error: error as ContractError };
    }
  }

  /** All columns but those that became headers, as a JSON object. */
  #rest(row: { readonly [column: string]: string }): { readonly [column: string]: string } {
    const { headers } = this.#shape;
    return Object.fromEntries(Object.entries(row).filter(([name]) => !headers.includes(name)));
  }
}

const unreadable = (error: Error): ContractError => lineInvalid(error.message);
