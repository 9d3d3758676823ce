/** Kafka documents its configs in HTML; a view shows them as text. */

const entities: { readonly [name: string]: string } = {
  lt: '<',
  gt: '>',
  amp: '&',
  quot: '"',
  nbsp: ' ',
};

/** Without tags, with the items of a list in one line. */
export function plainText(html: string): string {
  return (
    html
      .replace(/<li>\s*/gi, ' · ')
      .replace(/<(?:br|p|\/p|ul|\/ul|ol|\/ol)\s*\/?>/gi, ' ')
      .replace(/<\/?[a-z][^<>]*>/gi, '')
      // As browsers do: Kafka forgets the semicolon at places.
      .replace(/&(lt|gt|amp|quot|nbsp)(?:;|\b)/g, (whole, name: string) => entities[name] ?? whole)
      .replace(/\s+/g, ' ')
      .trim()
  );
}
