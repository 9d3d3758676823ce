/** Tables of Kafka's tools and of the screen, in one form to compare. */
import type { Page } from '@playwright/test';

export type Row = Readonly<Record<string, string>>;

/** The lines of a tool's table by the names in its head. */
export function tableOf(text: string, firstName: string): readonly Row[] {
  const [head = [], ...lines] = text
    .slice(text.indexOf(firstName))
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/));
  return lines.map((cells) => Object.fromEntries(head.map((name, at) => [name, cells[at] ?? ''])));
}

/** A table of the screen by the names of its columns. */
export function gridOf(page: Page, label: string): Promise<readonly Row[]> {
  return page.getByRole('grid', { name: label, exact: true }).evaluate((grid) => {
    const [head = [], ...rows] = [...grid.querySelectorAll('[role=row]')].map((row) =>
      [...row.children].map((cell) => cell.textContent.trim()),
    );
    return rows.map((cells) => Object.fromEntries(head.map((name, at) => [name, cells[at] ?? ''])));
  });
}

/** The chosen columns, sorted by the first; numbers without their grouping. */
export const numbersIn = (rows: readonly Row[], columns: readonly string[]): readonly number[][] =>
  rows
    .map((row) => columns.map((name) => Number((row[name] ?? 'none').replaceAll(',', ''))))
    .toSorted(([left = 0], [right = 0]) => left - right);
