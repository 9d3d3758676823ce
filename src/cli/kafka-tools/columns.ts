/** Columns as wide as Kafka's tools make them. */

/** Kafka's usual width of a column. */
export const usualWidth = 15;

/** A column: its title, and how wide it is at least. Null: as long as its text. */
export type Column = readonly [title: string, width: number | null];

/** Lines of titles and rows; a column of width `usualWidth` or more grows with its longest text. */
export function renderColumns(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  growing: readonly string[] = [],
): string {
  const widths = columns.map(([title, width], index) => {
    if (width === null) return 0;
    if (!growing.includes(title)) return width;
    return Math.max(width, ...rows.map((row) => row[index]?.length ?? 0));
  });
  const line = (cells: readonly string[]) =>
    cells.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join(' ');
  return [columns.map(([title]) => title), ...rows].map((cells) => `${line(cells)}\n`).join('');
}
