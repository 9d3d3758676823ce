/** Which columns of a table the reader put away; remembered by the table's name. */
import { useState } from 'react';
import { type Column, hiddenAtFirst } from './columns.ts';

/** Until the reader chooses, the columns are those that there is room for. */
export function useHiddenColumns<Row>(
  tableName: string | undefined,
  columns: readonly Column<Row>[],
  room: { readonly widthPx: number | null; readonly gapPx: number },
): readonly [hidden: ReadonlySet<string>, toggle: (id: string) => void] {
  const [chosen, setChosen] = useState<ReadonlySet<string> | null>(() => readHidden(tableName));
  const hidden = chosen ?? hiddenAtFirst(columns, room.widthPx, room.gapPx);
  function toggle(id: string): void {
    const next = new Set(hidden);
    if (!next.delete(id)) next.add(id);
    setChosen(next);
    if (tableName) window.localStorage.setItem(keyOf(tableName), JSON.stringify([...next]));
  }
  return [hidden, toggle];
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
