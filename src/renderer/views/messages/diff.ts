/** Two messages side by side: what is the same, what is not, and what only one of them has. */
import { isArray, type JsonNode, JsonNumber } from '../../ui/json.ts';
import { fieldText, type Path } from './columns.ts';

export type DiffRow = {
  readonly path: Path;
  /** Null: this side does not have it. */
  readonly left: string | null;
  readonly right: string | null;
};

const rowsMax = 5000;

/** Every field of either side, in the order of the left one; what is new stands after its like. */
export function diffRows(
  left: JsonNode | undefined,
  right: JsonNode | undefined,
): readonly DiffRow[] {
  const rows: DiffRow[] = [];
  walk(left, right, [], rows);
  return rows;
}

export function isSame({ left, right }: DiffRow): boolean {
  return left === right;
}

function walk(
  left: JsonNode | undefined,
  right: JsonNode | undefined,
  path: Path,
  rows: DiffRow[],
): void {
  if (rows.length >= rowsMax) return;
  const [leftInside, rightInside] = [insideOf(left), insideOf(right)];
  const isBranch = (leftInside ?? rightInside) !== null;
  const isComparable =
    isBranch && (left === undefined || leftInside) && (right === undefined || rightInside);
  if (!isComparable) {
    rows.push({ path, left: textOf(left), right: textOf(right) });
    return;
  }
  const names = new Set([...(leftInside?.keys() ?? []), ...(rightInside?.keys() ?? [])]);
  if (names.size === 0) rows.push({ path, left: textOf(left), right: textOf(right) });
  for (const name of names) {
    walk(leftInside?.get(name), rightInside?.get(name), [...path, name], rows);
  }
}

/** Null for what has no inside. */
function insideOf(node: JsonNode | undefined): ReadonlyMap<string, JsonNode> | null {
  if (node === undefined || node === null) return null;
  if (isArray(node)) return new Map(node.map((item, index) => [String(index), item]));
  return node instanceof Map ? node : null;
}

/** Texts in quotes, so that "1" and 1 differ. */
function textOf(node: JsonNode | undefined): string | null {
  if (node === undefined) return null;
  if (typeof node === 'string') return JSON.stringify(node);
  return node instanceof JsonNumber ? node.digits : fieldText(node);
}
