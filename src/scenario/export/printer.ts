/** Code as a tree that prints on one line where it fits, and on several where it does not. */

export type Code = string | CodeList;
/** `name(a, b)`, `[a, b]`, `{ a: b }`: items between an opening and a closing. */
export type CodeList = {
  readonly open: string;
  readonly close: string;
  readonly items: readonly Code[];
  /** Inside the ends when it is on one line, as in `{ a }`. */
  readonly pad?: string | undefined;
};

const widthMax = 100;

/** `column`: where the first line begins. */
export function printCode(code: Code, indent = 0, column = indent, step = 2): string {
  const line = inline(code);
  if (typeof code === 'string' || column + line.length < widthMax) return line;
  const inner = indent + step;
  const rows = code.items.map(
    (item) => `${' '.repeat(inner)}${printCode(item, inner, inner, step)},`,
  );
  return [code.open, ...rows, `${' '.repeat(indent)}${code.close}`].join('\n');
}

/** `name: list` keeps its shape when the list takes several lines. */
export function prefixed(prefix: string, code: Code): Code {
  return typeof code === 'string' ? prefix + code : { ...code, open: prefix + code.open };
}

function inline(code: Code): string {
  if (typeof code === 'string') return code;
  const { open, close, items, pad = '' } = code;
  if (items.length === 0) return open + close;
  return `${open}${pad}${items.map(inline).join(', ')}${pad}${close}`;
}

/** Line ends inside an expression mean nothing outside its texts. */
export function flatExpression(text: string): string {
  const parts = text.match(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\/\*[^]*?\*\/|[^"'/]+|\//g) ?? [];
  return parts
    .map((part) => (/^["']/.test(part) ? part : part.replaceAll(/\s+/g, ' ')))
    .join('')
    .trim();
}
