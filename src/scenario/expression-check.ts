/** JSONata expressions: whether they can be read, and what they name. */
import jsonata from 'jsonata';
import type { Fault } from './faults.ts';

/** Longer ones would keep the parser busy. */
const lengthMax = 100_000;

/** A `$name` in an expression. */
export type Mention = { readonly name: string; readonly at: number; readonly isCalled: boolean };

type Read = { readonly mentions: readonly Mention[] } | { readonly fault: Omit<Fault, 'path'> };

/** While somebody draws, a scenario is checked again and again, and hardly any of it is new. */
const known = new Map<string, Read>();
const knownMax = 5000;

/** The names that an expression takes from outside; or why it cannot be read. */
export function readExpression(text: string): Read {
  const before = known.get(text);
  if (before) return before;
  const read = parse(text);
  if (known.size >= knownMax) known.clear();
  known.set(text, read);
  return read;
}

function parse(text: string): Read {
  const expected = 'a JSONata expression';
  if (text.length > lengthMax) {
    return { fault: { expected, found: `${text.length} characters` } };
  }
  try {
    return { mentions: mentionsIn(jsonata(text).ast()) };
  } catch (error) {
    const { message, position, token } = error as JsonataError;
    if (position === undefined) return { fault: { expected, found: message } };
    // The position is that after the token.
    const isAtEnd = token === undefined || token === '(end)';
    const start = Math.max(position - (isAtEnd ? 1 : String(token).length), 0);
    const at = text[start - 1] === '$' ? start - 1 : start;
    return { fault: { expected, found: `${message} (at character ${position})`, at } };
  }
}

type JsonataError = {
  readonly message: string;
  readonly position?: number;
  readonly token?: unknown;
};

function mentionsIn(root: unknown): readonly Mention[] {
  const mentions: Mention[] = [];
  const own = new Set<string>();
  const seen = new WeakSet<object>();
  const walk = (node: unknown, isCalled: boolean) => {
    if (typeof node !== 'object' || node === null || seen.has(node)) return;
    seen.add(node);
    const { type, value, position, lhs, procedure, focus, index } = node as AstNode;
    // `$` and `$$` are the context and the whole event.
    if (type === 'variable' && typeof value === 'string' && value !== '' && value !== '$') {
      mentions.push({ name: value, at: (position ?? 0) - value.length - 1, isCalled });
    }
    if (type === 'bind') addName(own, lhs);
    if (type === 'lambda') for (const it of (node as AstNode).arguments ?? []) addName(own, it);
    // `items@$item#$number`.
    for (const name of [focus, index]) if (typeof name === 'string') own.add(name);
    for (const inner of Object.values(node)) {
      walk(inner, inner === procedure && type === 'function');
    }
  };
  walk(root, false);
  return mentions.filter(({ name }) => !own.has(name));
}

function addName(names: Set<string>, node: AstNode | undefined): void {
  if (node?.type === 'variable' && typeof node.value === 'string') names.add(node.value);
}

type AstNode = {
  readonly type?: string;
  readonly value?: unknown;
  readonly position?: number;
  readonly lhs?: AstNode;
  readonly arguments?: readonly AstNode[];
  readonly procedure?: AstNode;
  readonly focus?: unknown;
  readonly index?: unknown;
};
