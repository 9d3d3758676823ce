/** Light colours for code: comments, texts, numbers, words of the language; nothing finer. */
import type { Language } from './snippet.ts';

export type Piece = {
  readonly kind: 'plain' | 'comment' | 'text' | 'number' | 'word';
  readonly text: string;
};

const words: { readonly [Name in Language]: string } = {
  java: 'import public class static void throws try var new while true for private final this return',
  kotlin: 'import fun val var for in while true use',
  js: 'import from const let await async new of for return',
  python: 'from import def or if is None while True try finally continue as return',
  go: 'package import func if err nil defer for range return',
  csharp: 'using var new await while true',
  rust: 'use let async fn match loop await Ok Err Some None mut',
  sh: 'echo',
};

const hashComment: readonly Language[] = ['python', 'sh'];

export function highlight(code: string, language: Language): readonly Piece[] {
  const comment = hashComment.includes(language) ? '#[^\\n]*' : '\\/\\/[^\\n]*';
  // A quote of Rust's lifetimes or of a shell's word never opens a text over lines.
  const text = `[$f]?"(?:[^"\\\\\\n]|\\\\.)*"|'(?:[^'\\\\\\n]|\\\\.)*'`;
  const pattern = new RegExp(`(${comment})|(${text})|\\b(\\d[\\d_.]*)\\b|\\b([A-Za-z_]+)\\b`, 'g');
  const known = new Set(words[language].split(' '));
  const pieces: Piece[] = [];
  let end = 0;
  const add = (kind: Piece['kind'], piece: string) => {
    const last = pieces.at(-1);
    if (last?.kind === kind) pieces[pieces.length - 1] = { kind, text: last.text + piece };
    else if (piece !== '') pieces.push({ kind, text: piece });
  };
  for (const found of code.matchAll(pattern)) {
    add('plain', code.slice(end, found.index));
    const [whole, isComment, isText, isNumber] = found;
    if (isComment !== undefined) add('comment', whole);
    else if (isText !== undefined) add('text', whole);
    else if (isNumber !== undefined) add('number', whole);
    else add(known.has(whole) ? 'word' : 'plain', whole);
    end = found.index + whole.length;
  }
  add('plain', code.slice(end));
  return pieces;
}
