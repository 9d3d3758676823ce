/** What a change makes of a plain value: the measure of every change of a text. */
import type { Change } from './change.ts';
import { isMapping, type Path } from './path.ts';

export function plainAfter(root: unknown, one: Change): unknown {
  if (one.op === 'set') return withValue(root, one.path, one.value);
  if (one.op === 'rename') {
    const key = String(one.path.at(-1));
    return withChanged(root, one.path.slice(0, -1), (value) =>
      isMapping(value)
        ? Object.fromEntries(
            Object.entries(value).map(([name, item]) => [name === key ? one.key : name, item]),
          )
        : value,
    );
  }
  return withChanged(root, one.path, (value) => {
    const list: unknown[] = Array.isArray(value) ? [...value] : [];
    if (one.op === 'insert') list.splice(one.index, 0, one.value);
    else list.splice(one.to, 0, ...list.splice(one.from, 1));
    return list;
  });
}

function withValue(root: unknown, path: Path, value: unknown): unknown {
  if (path.length === 0) return value;
  const key = path.at(-1);
  return withChanged(root, path.slice(0, -1), (parent) => {
    if (Array.isArray(parent)) {
      const list = [...parent];
      if (value === undefined) list.splice(Number(key), 1);
      else list[Number(key)] = value;
      return list;
    }
    const { [String(key)]: _before, ...rest } = isMapping(parent) ? parent : {};
    if (value === undefined) return rest;
    return isMapping(parent) && String(key) in parent
      ? { ...parent, [String(key)]: value }
      : { ...rest, [String(key)]: value };
  });
}

function withChanged(root: unknown, path: Path, to: (value: unknown) => unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return to(root);
  if (Array.isArray(root)) {
    return root.map((item, at) => (at === Number(key) ? withChanged(item, rest, to) : item));
  }
  const mapping = isMapping(root) ? root : {};
  return { ...mapping, [String(key)]: withChanged(mapping[String(key)], rest, to) };
}
