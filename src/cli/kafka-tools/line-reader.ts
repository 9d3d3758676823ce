/** Lines of stdin as messages, in the way of Kafka's LineMessageReader. */

export type LineMessage = {
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: readonly (readonly [name: Buffer, value: Buffer | null])[];
};

export type ReadLine = (line: string, lineNumber: number) => LineMessage;

/** Reads the properties `parse.key`, `key.separator`, `parse.headers`, …; throws when they clash. */
export function lineReader(properties: { readonly [name: string]: string }): ReadLine {
  const isTrue = (name: string) => properties[name]?.trim().toLowerCase() === 'true';
  const keySeparator = properties['key.separator'] ?? '\t';
  const headersDelimiter = properties['headers.delimiter'] ?? '\t';
  const headersSeparator = properties['headers.separator'] ?? ',';
  const headersKeySeparator = properties['headers.key.separator'] ?? ':';
  const nullMarker = properties['null.marker'];
  assertDistinct([
    ['headers.delimiter', headersDelimiter],
    ['headers.separator', headersSeparator],
    ['headers.key.separator', headersKeySeparator],
  ]);
  const isErrorIgnored = isTrue('ignore.error');
  const bytes = (text: string) => (text === nullMarker ? null : Buffer.from(text));
  const take = (line: string, from: number, mark: string, name: string, lineNumber: number) => {
    const at = line.indexOf(mark, from);
    if (at >= 0) return line.slice(from, at);
    if (isErrorIgnored) return null;
    throw new Error(`No ${name} found on line number ${lineNumber}: '${line}'`);
  };
  const readHeader = (pair: string, lineNumber: number) => {
    const at = pair.indexOf(headersKeySeparator);
    if (at < 0 && !isErrorIgnored) {
      throw new Error(
        `No header key separator found in pair '${pair}' on line number ${lineNumber}`,
      );
    }
    if (at < 0) return [Buffer.from(pair), null] as const;
    const value = bytes(pair.slice(at + headersKeySeparator.length));
    return [Buffer.from(pair.slice(0, at)), value] as const;
  };
  return (line, lineNumber) => {
    const headers = isTrue('parse.headers')
      ? take(line, 0, headersDelimiter, 'headers delimiter', lineNumber)
      : null;
    const afterHeaders = headers === null ? 0 : headers.length + headersDelimiter.length;
    const key = isTrue('parse.key')
      ? take(line, afterHeaders, keySeparator, 'key separator', lineNumber)
      : null;
    const afterKey = afterHeaders + (key === null ? 0 : key.length + keySeparator.length);
    const hasHeaders = headers !== null && headers !== nullMarker;
    return {
      key: key === null ? null : bytes(key),
      value: bytes(line.slice(afterKey)),
      headers: hasHeaders
        ? headers.split(headersSeparator).map((pair) => readHeader(pair, lineNumber))
        : [],
    };
  };
}

function assertDistinct(marks: readonly (readonly [name: string, value: string])[]): void {
  for (const [index, [name, value]] of marks.entries()) {
    const same = marks.slice(index + 1).find(([, other]) => other === value);
    if (same) throw new Error(`${name} and ${same[0]} may not be equal`);
  }
}
