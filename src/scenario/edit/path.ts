/** Places in a definition: `['services', 2, 'consume', 0, 'topic']`, and plain values at them. */

export type Path = readonly (string | number)[];

/** A mapping as a YAML file may hold it; nothing is known about its values. */
export type Mapping = { readonly [key: string]: unknown };

export function isMapping(value: unknown): value is Mapping {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function valueAt(root: unknown, path: Path): unknown {
  let value = root;
  for (const part of path) {
    if (Array.isArray(value)) value = value[Number(part)];
    else if (isMapping(value)) value = value[String(part)];
    else return undefined;
  }
  return value;
}

/** `services.2.name`, as faults write it. */
export function pathText(path: Path): string {
  return path.join('.');
}

/** Whether the place lies in the other one, or is it. */
export function isInside(path: Path, outer: Path): boolean {
  return (
    outer.length <= path.length && outer.every((part, at) => String(part) === String(path[at]))
  );
}

export function isSame(left: unknown, right: unknown): boolean {
  if (Object.is(left, right)) return true;
  if (Array.isArray(left) && Array.isArray(right)) {
    return left.length === right.length && left.every((item, at) => isSame(item, right[at]));
  }
  if (!isMapping(left) || !isMapping(right)) return false;
  const keys = Object.keys(left);
  return (
    keys.length === Object.keys(right).length &&
    keys.every((key) => key in right && isSame(left[key], right[key]))
  );
}
