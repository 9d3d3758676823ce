/** Whether a record is what somebody looks for, and how to pass over bytes that cannot be. */
import jsonata from 'jsonata';
import { ContractError } from '../contract/errors.ts';
import type { Payload } from '../contract/messages.ts';
import { type Query, queryFields, type QueryField, type Selection } from '../contract/search.ts';
import type { DecoderChoice, TopicDecoders } from '../contract/decoders.ts';
import type { PayloadDecoder } from '../decoders/payload-decoder.ts';
import type { RawRecord } from '../explorer/fetch.ts';
import { type ByteSearch, byteSearch } from './byte-search.ts';

export type Matcher = {
  /**
   * Finds the bytes that every matching record holds, as long as its payloads are text; null: each
   * record has to be looked at.
   */
  readonly search: ByteSearch | null;
  /** Whether the payloads of this record are text as they are. */
  readonly isPlain: (record: RawRecord) => boolean;
  /** A rejection is one record over which the query failed. */
  readonly matches: (record: RawRecord) => boolean | Promise<boolean>;
};

export type MatcherOptions = {
  readonly selection: Omit<Selection, 'topic'>;
  readonly decoder: PayloadDecoder;
  readonly decoders: TopicDecoders;
};

type Test = (record: RawRecord) => boolean | Promise<boolean>;

/** Throws `query-invalid` for what is no regular expression or no JSONata. */
export function createMatcher({ selection, decoder, decoders }: MatcherOptions): Matcher {
  const { query, keyText, keyIs, fromMs, toMs } = selection;
  const isPlainText = (bytes: Buffer | null, choice: DecoderChoice) =>
    bytes === null || decoder.isPlainText(bytes, choice);
  const reader = new FieldReader(decoder, decoders);
  const tests: Test[] = [];
  if (fromMs !== undefined) tests.push(({ timestampMs }) => timestampMs >= fromMs);
  if (toMs !== undefined) tests.push(({ timestampMs }) => timestampMs < toMs);
  const searches: ByteSearch[] = [];
  if (query?.text) {
    if (query.mode === 'text')
      searches.push(byteSearch(query.text, query.isCaseSensitive === true));
    tests.push(queryTest(query, reader));
  }
  if (keyIs !== undefined) {
    if (keyIs !== '') searches.push(byteSearch(keyIs, true));
    tests.push(reader.keyTest((text) => text === keyIs, keyIs));
  }
  if (keyText) {
    searches.push(byteSearch(keyText, true));
    tests.push(reader.keyTest((text) => text.includes(keyText)));
  }
  return {
    // All of them have to be there: one is enough to pass over most.
    search: searches[0] ?? null,
    isPlain: ({ key, value }) =>
      isPlainText(key, decoders.key) && isPlainText(value, decoders.value),
    matches: (record) => decide(tests, record, false),
  };
}

/** One test after the other, until one says `decisive`. */
function decide(
  tests: readonly Test[],
  record: RawRecord,
  decisive: boolean,
  from = 0,
): boolean | Promise<boolean> {
  for (let index = from; index < tests.length; index += 1) {
    const result = (tests[index] as Test)(record);
    if (result instanceof Promise) {
      return result.then((isMatch) =>
        isMatch === decisive ? decisive : decide(tests, record, decisive, index + 1),
      );
    }
    if (result === decisive) return decisive;
  }
  return !decisive;
}

function queryTest(query: Query, reader: FieldReader): Test {
  const fields = query.fields && query.fields.length > 0 ? query.fields : queryFields;
  switch (query.mode) {
    case 'text': {
      const search = byteSearch(query.text, query.isCaseSensitive === true);
      const lower = query.text.toLowerCase();
      const inText = query.isCaseSensitive
        ? (text: string) => text.includes(query.text)
        : (text: string) => text.toLowerCase().includes(lower);
      return reader.fieldTest(fields, inText, (bytes) => search(bytes)(0) !== -1);
    }
    case 'regex': {
      const pattern = compileRegex(query);
      return reader.fieldTest(fields, (text) => pattern.test(text));
    }
    case 'expression':
      return expressionTest(query.text, reader);
  }
}

function compileRegex({ text, isCaseSensitive }: Query): RegExp {
  const flags = isCaseSensitive ? '' : 'i';
  try {
    return new RegExp(text, `${flags}u`);
  } catch {
    // Older habits (`\-`, a lone `]`) are fine without the flag.
  }
  try {
    return new RegExp(text, flags);
  } catch (error) {
    throw invalidQuery('regex', error);
  }
}

function expressionTest(text: string, reader: FieldReader): Test {
  let expression: jsonata.Expression;
  try {
    expression = jsonata(text);
  } catch (error) {
    throw invalidQuery('expression', error);
  }
  return async (record) => {
    const result: unknown = await expression.evaluate(await reader.input(record));
    // JSONata's own idea of truth: an empty list or text is none.
    return Array.isArray(result) ? result.length > 0 : Boolean(result);
  };
}

/** The contract's error for a query that cannot be read. */
function invalidQuery(mode: Query['mode'], cause: unknown): ContractError<'query-invalid'> {
  const detail =
    cause instanceof Error ? cause.message : String((cause as { message?: string }).message);
  return new ContractError(
    'query-invalid',
    { mode, detail },
    `The query cannot be read: ${detail}`,
  );
}

/** The fields of a record as text, decoded only where the bytes are none. */
class FieldReader {
  readonly #decoder: PayloadDecoder;
  readonly #decoders: TopicDecoders;

  constructor(decoder: PayloadDecoder, decoders: TopicDecoders) {
    this.#decoder = decoder;
    this.#decoders = decoders;
  }

  fieldTest(
    fields: readonly QueryField[],
    inText: (text: string) => boolean,
    inBytes: (bytes: Buffer) => boolean = (bytes) => inText(bytes.toString('utf8')),
  ): Test {
    const tests = fields.map((field): Test => {
      if (field === 'headers') {
        const test = (bytes: Buffer | null) => bytes !== null && inBytes(bytes);
        return ({ headers }) => headers.some(([name, value]) => test(name) || test(value));
      }
      return (record) => this.#test(record[field], this.#decoders[field], inText, inBytes);
    });
    return (record) => decide(tests, record, true);
  }

  keyTest(inText: (text: string) => boolean, exact?: string): Test {
    const wanted = exact === undefined ? null : Buffer.from(exact);
    const inBytes = (bytes: Buffer) =>
      wanted ? bytes.equals(wanted) : inText(bytes.toString('utf8'));
    return ({ key }) => this.#test(key, this.#decoders.key, inText, inBytes);
  }

  /** What an expression sees: JSON as its values, other text as it is. */
  async input(record: RawRecord): Promise<object> {
    const { partition, offset, timestampMs } = record;
    const [key, value] = await Promise.all([
      this.#decoder.decode(record.key, this.#decoders.key, Number.POSITIVE_INFINITY),
      this.#decoder.decode(record.value, this.#decoders.value, Number.POSITIVE_INFINITY),
    ]);
    const headers = Object.fromEntries(
      record.headers.map(([name, bytes]) => [
        name?.toString('utf8') ?? '',
        bytes?.toString('utf8') ?? null,
      ]),
    );
    return {
      key: valueOf(key),
      value: valueOf(value),
      headers,
      partition,
      offset,
      timestamp: timestampMs,
    };
  }

  #test(
    bytes: Buffer | null,
    choice: DecoderChoice,
    inText: (text: string) => boolean,
    inBytes: (bytes: Buffer) => boolean,
  ): boolean | Promise<boolean> {
    if (bytes === null) return false;
    if (this.#decoder.isPlainText(bytes, choice)) return inBytes(bytes);
    const payload = this.#decoder.decode(bytes, choice, Number.POSITIVE_INFINITY);
    if (payload instanceof Promise) return payload.then(({ text }) => inText(text));
    // The bytes as they are count as well: text lies in most binary formats as itself.
    return payload !== null && (inText(payload.text) || inBytes(bytes));
  }
}

function valueOf(payload: Payload | null): unknown {
  if (payload === null) return null;
  if (payload.kind === 'binary') return payload.text;
  try {
    return JSON.parse(payload.text) as unknown;
  } catch {
    // Plain text.
    return payload.text;
  }
}
