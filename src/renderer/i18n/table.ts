/** A table of words: key -> [English, Korean]. Both languages side by side are complete by form. */
export type Words = { readonly [key: string]: readonly [en: string, ko: string] };

type WithoutPlural<Key extends string> = Key extends `${infer Stem}_one` | `${infer Stem}_other`
  ? Stem
  : Key;

/** `area.key` of every word, plural endings taken off. */
export type KeyOf<Tables extends { readonly [area: string]: Words }> = {
  readonly [Area in keyof Tables & string]: `${Area}.${WithoutPlural<keyof Tables[Area] & string>}`;
}[keyof Tables & string];

/** One language out of all tables, as i18next takes it. */
export function pickLanguage(
  tables: { readonly [area: string]: Words },
  column: 0 | 1,
): Record<string, Record<string, string>> {
  return Object.fromEntries(
    Object.entries(tables).map(([area, words]) => [
      area,
      Object.fromEntries(Object.entries(words).map(([key, pair]) => [key, pair[column]])),
    ]),
  );
}
