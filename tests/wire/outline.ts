/** What two servers must have in common in their answers: the shape, and every error code. */

const codeName = /errorcode$/i;
/** Texts for people, who can do without. */
const messageName = /errormessage$/i;

/** Kinds in place of values; lists as the kinds of element they hold, whatever their number. */
export function outline(value: unknown, name = ''): unknown {
  if (messageName.test(name)) return 'message';
  if (value === null || typeof value === 'boolean') return value;
  if (typeof value === 'number') return codeName.test(name) ? value : 'number';
  if (typeof value === 'string') return 'text';
  if (value instanceof Uint8Array) return value.length > 0 ? 'bytes' : 'no bytes';
  if (Array.isArray(value)) {
    const kinds = value.map((element) => JSON.stringify(outline(element)));
    return [...new Set(kinds)].toSorted().map((text) => JSON.parse(text) as unknown);
  }
  const fields = Object.entries(value as object);
  return Object.fromEntries(fields.map(([key, field]) => [key, outline(field, key)]));
}
