/** What a setting does, in the language of the screen where that is known. */
import type { ConfigEntry } from '../../../main/contract/index.ts';
import { koreanConfigHelp } from '../../i18n/config-help.ts';
import { useLanguage } from '../../i18n/index.ts';

export function useHelp({ name, documentation }: ConfigEntry): string {
  const language = useLanguage();
  const korean = language === 'ko' ? koreanConfigHelp[name] : undefined;
  return korean ?? documentation;
}
