/** The words of the product in English and Korean, and numbers and times in the same language. */
import i18next from 'i18next';
import { useMemo } from 'react';
import { initReactI18next, useTranslation } from 'react-i18next';
import type { Language } from '../../main/contract/index.ts';
import { withGroupedCounts } from './counts.ts';
import { createFormat, type Format } from './format.ts';
import { type KeyOf, pickLanguage } from './table.ts';
import { tables } from './tables/index.ts';

export type Key = KeyOf<typeof tables>;
export type Values = { readonly [name: string]: string | number };
export type Translate = (key: Key, values?: Values) => string;

export async function startI18n(language: Language): Promise<void> {
  await i18next.use(initReactI18next).init({
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

export function useT(): Translate {
  const { t } = useTranslation();
  const language = useLanguage();
  return useMemo(
    () => withGroupedCounts(t as unknown as Parameters<typeof withGroupedCounts>[0], language),
    [t, language],
  );
}

export function useLanguage(): Language {
  return useTranslation().i18n.language === 'ko' ? 'ko' : 'en';
}

export function useFormat(): Format {
  const language = useLanguage();
  return useMemo(() => createFormat(language), [language]);
}

/** Screen readers, hyphenation and font choice go by the document's language. */
function applyLanguage(language: Language): void {
  document.documentElement.lang = language;
}
