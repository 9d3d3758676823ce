/**
 * Finding text in bytes without decoding them. Letter case is ignored by a regular expression over
 * the bytes as Latin-1, which a JavaScript engine searches as fast as memory allows.
 */

/** Answers the next place at or after `from` where the text stands; -1: none. */
export type Find = (from: number) => number;

/** Gets ready for one piece of bytes. */
export type ByteSearch = (bytes: Buffer) => Find;

/** For a text that is not empty. */
export function byteSearch(text: string, isCaseSensitive: boolean): ByteSearch {
  const hasCase = text.toLowerCase() !== text.toUpperCase();
  if (isCaseSensitive || !hasCase) {
    const needle = Buffer.from(text);
    return (bytes) => (from) => bytes.indexOf(needle, from);
  }
  const pattern = new RegExp([...text].map(eitherCase).join(''), 'g');
  return (bytes) => {
    const haystack = bytes.toString('latin1');
    return (from) => {
      pattern.lastIndex = from;
      return pattern.exec(haystack)?.index ?? -1;
    };
  };
}

/** A character as the bytes of its small and its capital form. */
function eitherCase(character: string): string {
  const forms = [character, character.toLowerCase(), character.toUpperCase()];
  // ß has a capital form of two letters: what is written is what is looked for.
  const single = forms.filter((form) => [...form].length === 1);
  const patterns = [...new Set(single.map((form) => escaped(Buffer.from(form))))];
  return patterns.length === 1 ? (patterns[0] as string) : `(?:${patterns.join('|')})`;
}

function escaped(bytes: Buffer): string {
  return [...bytes].map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('');
}
