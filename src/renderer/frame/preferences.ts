/**
 * Language and theme: kept in the application's settings, applied wherever they change, and
 * remembered by the browser so that the next start does not flash in the wrong one.
 */
import { useMantineColorScheme } from '@mantine/core';
import { useEffect } from 'react';
import { api } from '../client/connection.ts';
import { useLive } from '../client/live.ts';
import { setLanguage, systemLanguage } from '../i18n/index.ts';
import {
  type Language,
  type Settings,
  settingsDefault,
  type SettingsPatch,
} from '../../main/contract/index.ts';

const languageKey = 'rivulet.language';

export function rememberedLanguage(): Language {
  const remembered = window.localStorage.getItem(languageKey);
  return remembered === 'ko' || remembered === 'en' ? remembered : systemLanguage();
}

/** The settings, with defaults until they have arrived. */
export function useSettings(): { readonly settings: Settings; readonly isKnown: boolean } {
  const { value } = useLive('settings', {});
  return { settings: value ?? settingsDefault, isKnown: value !== undefined };
}

export function useApplySettings(): void {
  const { settings, isKnown } = useSettings();
  const { setColorScheme } = useMantineColorScheme();
  const { language, theme } = settings;
  useEffect(() => {
    if (!isKnown) return;
    if (language === 'system') window.localStorage.removeItem(languageKey);
    else window.localStorage.setItem(languageKey, language);
    setLanguage(language === 'system' ? systemLanguage() : language);
  }, [isKnown, language]);
  useEffect(() => {
    if (isKnown) setColorScheme(theme === 'system' ? 'auto' : theme);
  }, [isKnown, theme, setColorScheme]);
}

/** A setting that cannot be stored now is asked again at the next start: nothing else is lost. */
export async function saveSettings(patch: SettingsPatch): Promise<void> {
  try {
    await api['settings.set'](patch);
  } catch {
    return;
  }
}
