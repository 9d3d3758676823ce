/** Counts within words are grouped like every other number; the plural goes by the number itself. */
import type { Language } from '../../main/contract/index.ts';
import { createFormat } from './format.ts';
import type { Translate, Values } from './index.ts';

/** `replace` is what is written where the words name a value, in place of the options. */
type Lookup = (
  key: string,
  options?: { readonly [name: string]: string | number | Values },
) => string;

export function withGroupedCounts(lookup: Lookup, language: Language): Translate {
  const { number } = createFormat(language);
  return (key, values) => {
    const count = values?.['count'];
    if (typeof count !== 'number') return lookup(key, values);
    return lookup(key, { count, replace: { ...values, count: number(count) } });
  };
}
