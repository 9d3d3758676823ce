/** Decoded values as JSON text: what JSON has no word for is written as people expect to read it. */

/** Integers keep all their digits, bytes become base64, times ISO 8601. */
export function toJsonText(value: unknown): string {
  return write(value, 0);
}

const depthMax = 200;

function write(value: unknown, depth: number): string {
  if (depth > depthMax) throw new Error('it is nested too deeply');
  if (value === null || value === undefined) return 'null';
  switch (typeof value) {
    case 'bigint':
      return value.toString();
    case 'number':
      // NaN and the infinities have no JSON of their own.
      return Number.isFinite(value) ? String(value) : JSON.stringify(String(value));
    case 'boolean':
      return String(value);
    case 'string':
      return JSON.stringify(value);
    case 'object':
      return writeObject(value, depth);
    default:
      return JSON.stringify(String(value));
  }
}

function writeObject(value: object, depth: number): string {
  if (value instanceof Date) {
    return JSON.stringify(Number.isNaN(value.getTime()) ? String(value) : value.toISOString());
  }
  if (value instanceof Uint8Array) return JSON.stringify(Buffer.from(value).toString('base64'));
  if (Array.isArray(value)) {
    return `[${value.map((item: unknown) => write(item, depth + 1)).join(',')}]`;
  }
  const entries = value instanceof Map ? [...value] : Object.entries(value);
  const fields = entries.flatMap(([key, inner]: readonly [unknown, unknown]) =>
    inner === undefined ? [] : [`${JSON.stringify(nameOf(key))}:${write(inner, depth + 1)}`],
  );
  return `{${fields.join(',')}}`;
}

/** MessagePack and CBOR allow any value as a key. */
function nameOf(key: unknown): string {
  return typeof key === 'string' ? key : write(key, 0);
}
