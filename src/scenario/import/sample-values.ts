/** Expressions that make an event of a JSON Schema's form. */

type Schema = { readonly [name: string]: unknown };

/** Field -> expression, for a schema of an object; null for what is no object. */
export function sampleFields(schema: Schema | undefined): Record<string, string> | null {
  const properties = schema?.['properties'];
  if (typeof properties !== 'object' || properties === null) return null;
  const fields = Object.entries(properties as Record<string, unknown>);
  if (fields.length === 0) return null;
  return Object.fromEntries(fields.map(([name, field]) => [name, sample(name, field, 0)]));
}

const depthMax = 4;

function sample(name: string, schema: unknown, depth: number): string {
  if (typeof schema !== 'object' || schema === null || depth > depthMax) return 'null';
  const {
    type,
    enum: options,
    const: fixed,
    format,
    items,
    properties,
    minimum,
    maximum,
  } = schema as Schema;
  if (fixed !== undefined) return JSON.stringify(fixed);
  if (Array.isArray(options) && options.length > 0) {
    return options.length === 1 ? JSON.stringify(options[0]) : `$pick(${JSON.stringify(options)})`;
  }
  const kind = Array.isArray(type) ? type.find((each) => each !== 'null') : type;
  switch (kind) {
    case 'integer':
    case 'number':
      return `$int(${whole(minimum, 1)}, ${Math.max(whole(minimum, 1), whole(maximum, 100))})`;
    case 'boolean':
      return '$pick([true, false])';
    case 'array':
      return `[${sample(name, items ?? { type: 'string' }, depth + 1)}]`;
    case 'object': {
      const inner = Object.entries((properties ?? {}) as Record<string, unknown>).map(
        ([each, field]) => `${JSON.stringify(each)}: ${sample(each, field, depth + 1)}`,
      );
      return `{${inner.join(', ')}}`;
    }
    default:
      return sampleText(name, format);
  }
}

function sampleText(name: string, format: unknown): string {
  if (format === 'date-time') return '$timestamp';
  if (format === 'date') return '$substringBefore($timestamp, "T")';
  if (format === 'uuid') return '$uuid()';
  if (format === 'email') return '$fake("internet.email")';
  return `${JSON.stringify(`${name}-`)} & $id`;
}

function whole(value: unknown, fallback: number): number {
  return typeof value === 'number' && Number.isFinite(value) ? Math.ceil(value) : fallback;
}
