/** Rows as text: CSV after RFC 4180, JSON, and tabs for a spreadsheet's clipboard. */

export type ExportValue = string | number | boolean | null;

/** A column as a machine reads it: its id is its name. */
export type ExportColumn<Row> = {
  readonly id: string;
  readonly value: (row: Row) => ExportValue;
};

export function toCsv<Row>(rows: readonly Row[], columns: readonly ExportColumn<Row>[]): string {
  const lines = rows.map((row) => columns.map(({ value }) => csvField(value(row))).join(','));
  return [columns.map(({ id }) => csvField(id)).join(','), ...lines, ''].join('\r\n');
}

export function toJson<Row>(rows: readonly Row[], columns: readonly ExportColumn<Row>[]): string {
  const objects = rows.map((row) =>
    Object.fromEntries(columns.map(({ id, value }) => [id, value(row)])),
  );
  return `${JSON.stringify(objects, null, 2)}\n`;
}

export function toTabs<Row>(rows: readonly Row[], columns: readonly ExportColumn<Row>[]): string {
  const field = (value: ExportValue) => String(value ?? '').replaceAll(/[\t\r\n]+/g, ' ');
  const lines = rows.map((row) => columns.map(({ value }) => field(value(row))).join('\t'));
  return [columns.map(({ id }) => id).join('\t'), ...lines].join('\n');
}

function csvField(value: ExportValue): string {
  const text = String(value ?? '');
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
