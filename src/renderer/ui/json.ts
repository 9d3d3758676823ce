/**
 * JSON as the message had it: numbers keep their digits, which JSON.parse alone would round
 * beyond 2^53.
 */

/** A number by its own digits. */
export class JsonNumber {
  readonly digits: string;

  constructor(digits: string) {
    this.digits = digits;
  }
}

export type JsonNode =
  | null
  | boolean
  | string
  | JsonNumber
  | readonly JsonNode[]
  | ReadonlyMap<string, JsonNode>;

/** `source` is newer than TypeScript's own type of a reviver. */
type Reviver = (key: string, value: unknown, context?: { readonly source?: string }) => unknown;

/** Undefined for a text that is not JSON. */
export function parseJson(text: string): JsonNode | undefined {
  try {
    return JSON.parse(text, revive) as JsonNode;
  } catch {
    // Not JSON: the caller shows it as text.
    return undefined;
  }
}

const revive: Reviver = (_key, value, context) => {
  if (typeof value === 'number') return new JsonNumber(context?.source ?? String(value));
  const isPlain = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isPlain ? new Map(Object.entries(value)) : value;
};

export function prettyJson(node: JsonNode, indent = ''): string {
  const inner = `${indent}  `;
  if (isArray(node)) {
    if (node.length === 0) return '[]';
    const items = node.map((item) => inner + prettyJson(item, inner));
    return `[\n${items.join(',\n')}\n${indent}]`;
  }
  if (node instanceof Map) {
    if (node.size === 0) return '{}';
    const items = [...node].map(
      ([key, value]) => `${inner}${JSON.stringify(key)}: ${prettyJson(value, inner)}`,
    );
    return `{\n${items.join(',\n')}\n${indent}}`;
  }
  return node instanceof JsonNumber ? node.digits : JSON.stringify(node);
}

/** Array.isArray does not narrow a readonly array. */
export function isArray(node: JsonNode): node is readonly JsonNode[] {
  return Array.isArray(node);
}
