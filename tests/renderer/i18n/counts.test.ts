import i18next from 'i18next';
import { describe, expect, test } from 'vitest';
import { withGroupedCounts } from '../../../src/renderer/i18n/counts.ts';
import { createFormat } from '../../../src/renderer/i18n/format.ts';
import type { Translate } from '../../../src/renderer/i18n/index.ts';
import { pickLanguage } from '../../../src/renderer/i18n/table.ts';

const words = {
  a: {
    rows_one: ['{{count}} row of {{name}}', '{{name}}의 행 {{count}}개'],
    rows_other: ['{{count}} rows of {{name}}', '{{name}}의 행 {{count}}개'],
    port: ['port {{port}}', '포트 {{port}}'],
    left: ['{{count}} left', '{{count}}개 남음'],
  },
} as const;

async function translateIn(language: 'en' | 'ko'): Promise<Translate> {
  const instance = i18next.createInstance();
  await instance.init({
    lng: language,
    resources: { [language]: { translation: pickLanguage(words, language === 'ko' ? 1 : 0) } },
    interpolation: { escapeValue: false },
  });
  return withGroupedCounts(
    instance.t as unknown as Parameters<typeof withGroupedCounts>[0],
    createFormat(language),
  );
}

const key = (name: string) => `a.${name}` as Parameters<Translate>[0];

describe('counts in words', () => {
  test('are grouped, and choose the plural by the number', async () => {
    const en = await translateIn('en');
    expect(en(key('rows'), { count: 1, name: 'x' })).toBe('1 row of x');
    expect(en(key('rows'), { count: 999, name: 'x' })).toBe('999 rows of x');
    expect(en(key('rows'), { count: 1_000, name: 'x' })).toBe('1,000 rows of x');
    expect(en(key('left'), { count: 1_234_567 })).toBe('1,234,567 left');
    const ko = await translateIn('ko');
    expect(ko(key('rows'), { count: 12_000, name: 'x' })).toBe('x의 행 12,000개');
  });

  test('that were grouped before are left as they are, like other numbers', async () => {
    const en = await translateIn('en');
    expect(en(key('left'), { count: '1,000' })).toBe('1,000 left');
    expect(en(key('port'), { port: 9092 })).toBe('port 9092');
  });
});
