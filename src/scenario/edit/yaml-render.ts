/** Values as YAML, in the style of scenario files. */
import { Document, isMap, isScalar, type Scalar, visit } from 'yaml';
import { isMapping } from './path.ts';

const widthMax = 100;

/** A scalar, or a short mapping: what fits behind its key. */
export function isInline(value: unknown): boolean {
  if (!isMapping(value) && !Array.isArray(value)) return true;
  return Object.keys(value).length === 0 || isShortForm(value);
}

/** Texts in two languages, positions, and pairs of names stand on one line when they fit. */
function isShortForm(value: unknown): boolean {
  const isSmall = JSON.stringify(value).length <= 80;
  if (Array.isArray(value)) return isSmall && value.every((item) => typeof item === 'string');
  if (!isMapping(value) || !isSmall) return false;
  const keys = Object.keys(value).sort().join();
  return keys === 'en,ko' || keys === 'x,y';
}

/** Without indentation and without the last line's end. `type`: how a text was quoted so far. */
export function render(value: unknown, column: number, type?: Scalar.Type | undefined): string {
  const document = new Document(value);
  visit(document, {
    Scalar: (key, node) => {
      if (key !== 'key' && typeof node.value === 'string') node.type = textType(node.value, type);
    },
    Map: (_, node) => {
      if (isShortForm(node.toJSON()) || (isMap(node) && node.items.length === 0)) node.flow = true;
    },
    Seq: (_, node) => {
      if (isShortForm(node.toJSON()) || node.items.length === 0) node.flow = true;
    },
  });
  const text = document.toString({ lineWidth: Math.max(40, widthMax - column), singleQuote: true });
  return text.replace(/\n$/, '');
}

function textType(text: string, before: Scalar.Type | undefined): Scalar.Type {
  if (text.includes('\n')) return 'BLOCK_LITERAL';
  if (before === 'QUOTE_SINGLE' || before === 'QUOTE_DOUBLE') return before;
  if (before === 'BLOCK_FOLDED' && text.length > 60) return before;
  return 'PLAIN';
}

/** What stands inside of braces or brackets. */
export function renderFlow(value: unknown): string {
  const document = new Document([value], { flow: true } as never);
  if (document.contents) (document.contents as { flow?: boolean }).flow = true;
  visit(document, {
    Collection: (_, node) => {
      node.flow = true;
    },
  });
  const text = document.toString({ lineWidth: 0, singleQuote: true }).trim();
  return text.slice(1, -1).trim();
}

/** The quotes of a text that is to be replaced. */
export function scalarType(node: unknown): Scalar.Type | undefined {
  return isScalar(node) ? (node.type as Scalar.Type | undefined) : undefined;
}

/** Every line but the first that is not empty moves to the column. */
export function indented(text: string, column: number, isFirstToo = true): string {
  const space = ' '.repeat(column);
  return text
    .split('\n')
    .map((line, at) => (line === '' || (at === 0 && !isFirstToo) ? line : space + line))
    .join('\n');
}
