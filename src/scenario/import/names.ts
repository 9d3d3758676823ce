/** Names of other people's things as names of a scenario. */

/** `Order Service (EU)` -> `order-service-eu`; never empty, never one of `taken`. */
export function plainNameOf(text: string, taken: ReadonlySet<string>, fallback: string): string {
  const plain = text
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^[^a-z]+|-+$/g, '')
    .slice(0, 60);
  const name = plain === '' ? fallback : plain;
  for (let number = 1; ; number += 1) {
    const candidate = number === 1 ? name : `${name}-${number}`;
    if (!taken.has(candidate)) return candidate;
  }
}

/** A topic's name as Kafka takes it; `{userId}` and the like become words. */
export function topicNameOf(address: string): string {
  const name = address.replaceAll(/[^a-zA-Z0-9._-]+/g, '-').replaceAll(/^-+|-+$/g, '');
  return name === '' ? 'topic' : name.slice(0, 249);
}
