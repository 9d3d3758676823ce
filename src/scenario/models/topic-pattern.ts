/** Matching of names: AMQP's binding keys, and the patterns of Redis. */

/** `*` is one word, `#` any number of words, also none; words are divided by dots. */
export function matchesBinding(pattern: string, routingKey: string): boolean {
  return matchesWords(pattern.split('.'), routingKey === '' ? [] : routingKey.split('.'));
}

function matchesWords(pattern: readonly string[], words: readonly string[]): boolean {
  const [first, ...restOfPattern] = pattern;
  if (first === undefined) return words.length === 0;
  if (first === '#') {
    return words.length === 0
      ? matchesWords(restOfPattern, words)
      : matchesWords(restOfPattern, words) || matchesWords(pattern, words.slice(1));
  }
  const [word, ...restOfWords] = words;
  if (word === undefined) return false;
  return (first === '*' || first === word) && matchesWords(restOfPattern, restOfWords);
}

/** `*` is any run of characters, `?` one of them. */
export function matchesGlob(pattern: string, channel: string): boolean {
  const escaped = pattern.replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`);
  const source = escaped.replaceAll('*', '.*').replaceAll('?', '.');
  return new RegExp(`^${source}$`, 's').test(channel);
}
