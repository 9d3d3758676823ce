/** The words of the product in English and Korean, and numbers and times in the same language. */
import i18next from 'i18next';
import { useSyncExternalStore } from 'react';
import type { Language } from '../../main/contract/index.ts';
import { type Lookup, withGroupedCounts } from './counts.ts';
import { createFormat, type Format } from './format.ts';
import { type KeyOf, pickLanguage } from './table.ts';
import { tables } from './tables/index.ts';

export type Key = KeyOf<typeof tables>;
export type Values = { readonly [name: string]: string | number };
export type Translate = (key: Key, values?: Values) => string;

export async function startI18n(language: Language): Promise<void> {
  await i18next.init({
    lng: language,
    fallbackLng: 'en',
    resources: {
      en: { translation: pickLanguage(tables, 0) },
      ko: { translation: pickLanguage(tables, 1) },
    },
    interpolation: { escapeValue: false },
    returnNull: false,
  });
  applyLanguage(language);
}

export function setLanguage(language: Language): void {
  if (i18next.language !== language) void i18next.changeLanguage(language);
  applyLanguage(language);
}

/** The language that the system asks for: Korean when it does, else English. */
export function systemLanguage(): Language {
  return navigator.language.toLowerCase().startsWith('ko') ? 'ko' : 'en';
}

/** One for each language: every cell of a table asks for it. */
const spoken = new Map<Language, { readonly t: Translate; readonly format: Format }>();

function speak(language: Language) {
  let own = spoken.get(language);
  if (!own) {
    const lookup = i18next.getFixedT(language) as unknown as Lookup;
    const format = createFormat(language);
    own = { t: withGroupedCounts(lookup, format), format };
    spoken.set(language, own);
  }
  return own;
}

function onLanguage(listener: () => void): () => void {
  i18next.on('languageChanged', listener);
  return () => i18next.off('languageChanged', listener);
}

export function useLanguage(): Language {
  return useSyncExternalStore(onLanguage, () => (i18next.language === 'ko' ? 'ko' : 'en'));
}

export function useT(): Translate {
  return speak(useLanguage()).t;
}

export function useFormat(): Format {
  return speak(useLanguage()).format;
}

/** Screen readers, hyphenation and font choice go by the document's language. */
function applyLanguage(language: Language): void {
  document.documentElement.lang = language;
}
