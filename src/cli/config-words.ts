/** `a=1,b=[x,y]` as kafka-configs reads it: commas between brackets do not part; null: makes no sense. */
export function parseConfigWords(words: string): { readonly [name: string]: string } | null {
  const parts = words.match(/[^,=]+=(?:\[[^\]]*\]|[^,]*)/g) ?? [];
  if (parts.join(',') !== words) return null;
  return Object.fromEntries(
    parts.map((part) => {
      const at = part.indexOf('=');
      const value = part.slice(at + 1).replace(/^\[(.*)\]$/, '$1');
      return [part.slice(0, at).trim(), value.trim()];
    }),
  );
}
