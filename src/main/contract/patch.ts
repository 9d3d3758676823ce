/**
 * The difference between two JSON values, small enough to send four times a second: the server
 * keeps what it last sent and sends patches, the renderer applies them. Unlike RFC 7396 a patch
 * can carry `null` values. Arrays are replaced as a whole.
 */

export type Json =
  | null
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [key: string]: Json | undefined };

export type JsonObject = { readonly [key: string]: Json | undefined };

/** What changed inside one object. */
export type Patch = {
  /** Keys that are new or got another value. */
  readonly set?: { readonly [key: string]: Json };
  /** Keys whose value is an object that changed inside. */
  readonly at?: { readonly [key: string]: Patch };
  /** Keys that are gone. */
  readonly drop?: readonly string[];
};

/** The patch that turns `before` into `after`; undefined when they are equal. */
export function diff(before: JsonObject, after: JsonObject): Patch | undefined {
  const set: Record<string, Json> = {};
  const at: Record<string, Patch> = {};
  const drop: string[] = [];
  for (const key of Object.keys(before)) {
    if (before[key] !== undefined && after[key] === undefined) drop.push(key);
  }
  for (const [key, value] of Object.entries(after)) {
    const old = before[key];
    if (value === undefined || old === value) continue;
    if (isObject(old) && isObject(value)) {
      const inner = diff(old, value);
      if (inner) at[key] = inner;
    } else if (!isEqual(old, value)) {
      set[key] = value;
    }
  }
  const patch: Patch = {
    ...(Object.keys(set).length > 0 && { set }),
    ...(Object.keys(at).length > 0 && { at }),
    ...(drop.length > 0 && { drop }),
  };
  return Object.keys(patch).length > 0 ? patch : undefined;
}

/** A new value with the patch applied; what did not change keeps its identity. */
export function applyPatch<T extends object>(value: T, patch: Patch): T {
  const next = { ...value } as Record<string, unknown>;
  for (const key of patch.drop ?? []) delete next[key];
  Object.assign(next, patch.set);
  for (const [key, inner] of Object.entries(patch.at ?? {})) {
    next[key] = applyPatch(next[key] as object, inner);
  }
  return next as T;
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isEqual(left: Json | undefined, right: Json | undefined): boolean {
  if (left === right) return true;
  if (Array.isArray(left) && Array.isArray(right)) {
    return left.length === right.length && left.every((item, i) => isEqual(item, right[i]));
  }
  return isObject(left) && isObject(right) && diff(left, right) === undefined;
}
