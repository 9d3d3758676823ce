/** The one row of a table that Tab reaches, moved by the arrow keys. */
import { type KeyboardEvent, type RefObject, useState } from 'react';

const steps: { readonly [key: string]: number } = {
  ArrowDown: 1,
  ArrowUp: -1,
  PageDown: 12,
  PageUp: -12,
};

export function useRowFocus<Row>(table: {
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string;
  readonly scroller: RefObject<HTMLElement | null>;
  readonly scrollTo: (index: number) => void;
}) {
  const { rows, rowKey, scroller } = table;
  // By key: rows that come in above move this one on.
  const [key, setKey] = useState<string | null>(null);
  const index = Math.max(0, key === null ? 0 : rows.findIndex((row) => rowKey(row) === key));

  function moveTo(wanted: number): void {
    const next = Math.max(0, Math.min(rows.length - 1, wanted));
    const row = rows[next];
    if (row === undefined) return;
    setKey(rowKey(row));
    table.scrollTo(next);
    requestAnimationFrame(() => {
      scroller.current?.querySelector<HTMLElement>(`[data-index="${next}"]`)?.focus();
    });
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (!isOwnKey(event)) return;
    const step = steps[event.key];
    if (event.key === 'Home') moveTo(0);
    else if (event.key === 'End') moveTo(rows.length - 1);
    else if (step !== undefined) moveTo(index + step);
    else return;
    event.preventDefault();
  }

  return { index, setKey, onKeyDown };
}

/** Pressed on a row itself, not on a control inside of it. */
export function isOwnKey(event: KeyboardEvent): boolean {
  return event.target instanceof Element && event.target.getAttribute('role') === 'row';
}
