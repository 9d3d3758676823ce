/** Columns of the table that show a field of the value, and where a field lies in JSON. */
import type { Message } from '../../../main/contract/index.ts';
import { isArray, type JsonNode, JsonNumber, parseJson, prettyJson } from '../../ui/json.ts';

/** Names and indexes from the value down to a field. */
export type Path = readonly string[];

/** As it is written: `customer.address.0`, a name with a dot in quotes. */
export function pathText(path: Path): string {
  return path.map((name) => (/^[^."]+$/.test(name) ? name : JSON.stringify(name))).join('.');
}

/** The columns as the address has them. */
export function parseColumns(text: string): readonly Path[] {
  if (text === '') return [];
  const parsed = parseJson(text);
  if (parsed === undefined || !isArray(parsed)) return [];
  return parsed.flatMap((path) => {
    if (!isArray(path) || !path.every((name) => typeof name === 'string')) return [];
    return [path as Path];
  });
}

export function columnsText(columns: readonly Path[]): string {
  return columns.length === 0 ? '' : JSON.stringify(columns);
}

export function toggleColumn(columns: readonly Path[], path: Path): readonly Path[] {
  const text = pathText(path);
  const rest = columns.filter((column) => pathText(column) !== text);
  return rest.length < columns.length ? rest : [...columns, path];
}

const parsedValues = new WeakMap<Message, JsonNode | undefined>();

/** The value as JSON, parsed once; undefined: it is none, or too long to be here as a whole. */
export function valueOf(message: Message): JsonNode | undefined {
  if (parsedValues.has(message)) return parsedValues.get(message);
  const { value } = message;
  const node = value?.kind === 'json' && !value.isCut ? parseJson(value.text) : undefined;
  parsedValues.set(message, node);
  return node;
}

/** The field at the path; undefined: there is none. */
export function fieldAt(node: JsonNode | undefined, path: Path): JsonNode | undefined {
  let at = node;
  for (const name of path) {
    if (at instanceof Map) at = at.get(name) as JsonNode | undefined;
    else if (at !== undefined && isArray(at)) at = at[Number(name)];
    else return undefined;
  }
  return at;
}

/** A field in one line. */
export function fieldText(node: JsonNode): string {
  if (typeof node === 'string') return node;
  if (node instanceof JsonNumber) return node.digits;
  return prettyJson(node).replace(/\s+/g, ' ');
}
