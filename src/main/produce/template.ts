/**
 * Templates: text with `{{placeholders}}`, made ready once and filled in for each message. In a
 * text that is JSON a placeholder between quotes becomes part of the string, one on its own a JSON
 * value: `"name": "{{person.fullName}}", "count": {{number.int(1, 9)}}`.
 */
import { ContractError } from '../contract/errors.ts';
import { type Fill, fillOf, type FillState } from './placeholders.ts';

export type Template = (state: FillState) => string;

type Part =
  | string
  | { readonly fill: Fill; readonly isJson: boolean; readonly isInString: boolean };

const opening = '{{';
const closing = '}}';

/** Throws `template-invalid` for what is no placeholder. */
export function compileTemplate(text: string): Template {
  const parts = partsOf(text, looksLikeJson(text));
  const [only] = parts;
  if (parts.length === 0) return () => '';
  if (parts.length === 1 && typeof only === 'string') return () => only;
  return (state) => {
    let filled = '';
    for (const part of parts) {
      filled += typeof part === 'string' ? part : write(part.fill(state), part);
    }
    return filled;
  };
}

function partsOf(text: string, isJson: boolean): readonly Part[] {
  const parts: Part[] = [];
  let position = 0;
  let isInString = false;
  while (position < text.length) {
    const start = text.indexOf(opening, position);
    const plain = text.slice(position, start < 0 ? text.length : start);
    if (plain !== '') parts.push(plain);
    if (start < 0) break;
    isInString = endsInString(plain, isInString);
    const end = endOf(text, start + opening.length);
    if (end < 0) throw invalid(text.slice(start, start + 40), 'the closing }} is missing');
    const expression = text.slice(start + opening.length, end).trim();
    parts.push({ fill: fillOrThrow(expression), isJson, isInString });
    position = end + closing.length;
  }
  return parts;
}

/** The closing braces, not those of an object among the arguments. */
function endOf(text: string, from: number): number {
  let depth = 0;
  let quote = '';
  for (let position = from; position < text.length; position += 1) {
    const char = text[position] ?? '';
    if (quote !== '') {
      if (char === '\\') position += 1;
      else if (char === quote) quote = '';
    } else if (char === '"' || char === "'") quote = char;
    else if (char === '(' || char === '[' || (char === '{' && depth > 0)) depth += 1;
    else if (depth > 0 && (char === ')' || char === ']' || char === '}')) depth -= 1;
    else if (depth === 0 && text.startsWith(closing, position)) return position;
  }
  return -1;
}

function fillOrThrow(expression: string): Fill {
  try {
    return fillOf(expression);
  } catch (error) {
    throw invalid(`{{${expression}}}`, error instanceof Error ? error.message : String(error));
  }
}

function write(value: unknown, { isJson, isInString }: Exclude<Part, string>): string {
  if (isJson && !isInString) return JSON.stringify(value ?? null) ?? 'null';
  const text = asText(value);
  return isJson ? JSON.stringify(text).slice(1, -1) : text;
}

function asText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value instanceof Date) return value.toISOString();
  if (value === null || value === undefined) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function looksLikeJson(text: string): boolean {
  const [first] = text.trimStart();
  return (first === '{' && !text.trimStart().startsWith(opening)) || first === '[' || first === '"';
}

function endsInString(text: string, isInString: boolean): boolean {
  let isIn = isInString;
  for (let position = 0; position < text.length; position += 1) {
    if (text[position] === '\\') position += 1;
    else if (text[position] === '"') isIn = !isIn;
  }
  return isIn;
}

function invalid(placeholder: string, reason: string): ContractError<'template-invalid'> {
  return new ContractError(
    'template-invalid',
    { placeholder, reason },
    `${placeholder}: ${reason}.`,
  );
}
