/** The words on the screen, from the renderer's own tables: tests find things as people do. */
import type { Key, Values } from '../../src/renderer/i18n/index.ts';
import { pickLanguage } from '../../src/renderer/i18n/table.ts';
import { tables } from '../../src/renderer/i18n/tables/index.ts';

export type Language = 'en' | 'ko';

export type Say = (key: Key, values?: Values) => string;

export function wordsIn(language: Language): Say {
  const words = pickLanguage(tables, language === 'ko' ? 1 : 0);
  return (key, values = {}) => {
    const [area = '', name = ''] = key.split('.');
    const text = words[area]?.[name] ?? words[area]?.[`${name}_other`];
    if (text === undefined) throw new Error(`There are no words for ${key}.`);
    const shown = (name: string) => {
      const value = values[name];
      return name === 'count' && typeof value === 'number'
        ? value.toLocaleString('en')
        : String(value);
    };
    return text.replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => shown(name));
  };
}
