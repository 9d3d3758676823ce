/** Which columns of a table the reader put away; remembered by the table's name. */
import { useState } from 'react';
import type { Column } from './columns.ts';

export function useHiddenColumns<Row>(
  tableName: string | undefined,
  columns: readonly Column<Row>[],
): readonly [hidden: ReadonlySet<string>, toggle: (id: string) => void] {
  const [hidden, setHidden] = useState<ReadonlySet<string>>(
    () => readHidden(tableName) ?? new Set(columns.filter(isHiddenFirst).map(({ id }) => id)),
  );
  function toggle(id: string): void {
    const next = new Set(hidden);
    if (!next.delete(id)) next.add(id);
    setHidden(next);
    if (tableName) window.localStorage.setItem(keyOf(tableName), JSON.stringify([...next]));
  }
  return [hidden, toggle];
}

function isHiddenFirst<Row>(column: Column<Row>): boolean {
  return column.isHiddenFirst === true;
}

function readHidden(tableName: string | undefined): ReadonlySet<string> | null {
  const text = tableName === undefined ? null : window.localStorage.getItem(keyOf(tableName));
  if (text === null) return null;
  try {
    const ids: unknown = JSON.parse(text);
    return Array.isArray(ids) ? new Set(ids.map(String)) : null;
  } catch {
    // Written by something else: as if nothing had been chosen.
    return null;
  }
}

function keyOf(tableName: string): string {
  return `rivulet.columns.${tableName}`;
}
