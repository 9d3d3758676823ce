/** Writing for people and for programs. */
import type { Output } from './command.ts';

/** Writes to stdout and stderr; with `isJson` only `json` and `raw` reach stdout. */
export function processOutput(isJson: boolean): Output {
  return {
    isJson,
    json: (value) => {
      if (isJson) write(`${JSON.stringify(value)}\n`);
    },
    text: (line) => {
      if (!isJson) write(`${line}\n`);
    },
    table: (header, rows) => {
      if (!isJson) write(renderTable(header, rows));
    },
    raw: write,
    note: (line) => {
      process.stderr.write(`${line}\n`);
    },
  };
}

/** Where Kafka's verbs write, which know no `--json`. */
export const toolOutput = {
  out: (text: string | Buffer): boolean => process.stdout.write(text),
  error: (text: string): void => void process.stderr.write(text),
};

/** Columns as wide as their widest cell; numbers to the right. */
export function renderTable(
  header: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  const widths = header.map((title, column) =>
    Math.max(width(title), ...rows.map((row) => width(row[column] ?? ''))),
  );
  const isNumeric = header.map((_, column) =>
    rows.every((row) => /^-?[\d.,]+%?$|^-?$/.test(row[column] ?? '')),
  );
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) => {
        const space = ' '.repeat((widths[column] ?? 0) - width(cell));
        return isNumeric[column] && rows.length > 0 ? space + cell : cell + space;
      })
      .join('  ')
      .trimEnd();
  return `${[line(header), ...rows.map(line)].join('\n')}\n`;
}

/** Bold on a terminal that knows colours. */
export function bold(text: string): string {
  const isColoured = process.stdout.isTTY && !process.env.NO_COLOR;
  return isColoured ? `\u001b[1m${text}\u001b[22m` : text;
}

/** Whoever read our output left (`| head`): the rest has no reader, which is no failure. */
export function endQuietlyWhenUnread(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
}

function write(text: string): boolean {
  return process.stdout.write(text);
}

/** Columns on the screen: Hangul, kana and CJK take two. */
function width(text: string): number {
  return [...text].reduce((sum, char) => sum + (isWide(char.codePointAt(0) ?? 0) ? 2 : 1), 0);
}

function isWide(code: number): boolean {
  return (
    (code >= 0x1100 && code <= 0x115f) ||
    (code >= 0x2e80 && code <= 0xa4cf) ||
    (code >= 0xac00 && code <= 0xd7a3) ||
    (code >= 0xf900 && code <= 0xfaff) ||
    (code >= 0xff00 && code <= 0xff60)
  );
}
