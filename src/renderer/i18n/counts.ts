/** Counts within words are grouped like every other number; the plural goes by the number itself. */
import type { Format } from './format.ts';
import type { Translate, Values } from './index.ts';

/** `replace` is what is written where the words name a value, in place of the options. */
export type Lookup = (
  key: string,
  options?: { readonly [name: string]: string | number | Values },
) => string;

export function withGroupedCounts(lookup: Lookup, { number }: Format): Translate {
  return (key, values) => {
    const count = values?.['count'];
    if (typeof count !== 'number') return lookup(key, values);
    return lookup(key, { count, replace: { ...values, count: number(count) } });
  };
}
