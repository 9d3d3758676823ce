/** Numbers, sizes, spans and times as people of each language write them. */
import type { Language } from '../../main/contract/index.ts';

export type Format = {
  readonly number: (value: number) => string;
  /** Short: 12.3K. */
  readonly compact: (value: number) => string;
  readonly bytes: (value: number) => string;
  /** A rate with at most one decimal, without its unit. */
  readonly rate: (value: number) => string;
  /** A share of one, in hundredths: whole ones, or with a decimal. */
  readonly percent: (share: number, decimals?: 0 | 1) => string;
  /** 1.2 s, 3 min, 2 h 5 min. */
  readonly span: (ms: number) => string;
  /** How long ago: "3 min ago"; of a moment to come: "in 3 min". */
  readonly ago: (ms: number) => string;
  /** Hour and minute. */
  readonly clock: (atMs: number) => string;
  /** Day, hour and minute. */
  readonly dayClock: (atMs: number) => string;
  readonly time: (atMs: number) => string;
  /** With milliseconds. */
  readonly timeExact: (atMs: number) => string;
  readonly dateTime: (atMs: number) => string;
};

const units = {
  en: { ms: ' ms', s: ' s', min: ' min', h: ' h', d: ' d' },
  ko: { ms: '밀리초', s: '초', min: '분', h: '시간', d: '일' },
} as const;

const percentSigns = { en: ' %', ko: '%' } as const;

const byteUnits = ['B', 'KB', 'MB', 'GB', 'TB'] as const;

export function createFormat(language: Language): Format {
  const locale = language === 'ko' ? 'ko-KR' : 'en-GB';
  const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  const oneDecimal = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  const compact = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });
  const hourMinute = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
  const clock = new Intl.DateTimeFormat(locale, hourMinute);
  const dayClock = new Intl.DateTimeFormat(locale, {
    ...hourMinute,
    month: 'short',
    day: 'numeric',
  });
  const time = new Intl.DateTimeFormat(locale, { ...hourMinute, second: '2-digit' });
  const timeExact = new Intl.DateTimeFormat(locale, {
    ...hourMinute,
    second: '2-digit',
    fractionalSecondDigits: 3,
  });
  const dateTime = new Intl.DateTimeFormat(locale, {
    hourCycle: 'h23',
    dateStyle: 'medium',
    timeStyle: 'medium',
  });
  return {
    number: (value) => whole.format(value),
    compact: (value) => compact.format(value),
    bytes: (value) => formatBytes(value, oneDecimal),
    rate: (value) => (value >= 100 ? whole : oneDecimal).format(value),
    percent: (share, decimals = 0) =>
      `${(decimals === 0 ? whole : oneDecimal).format(share * 100)}${percentSigns[language]}`,
    span: (ms) => formatSpan(ms, units[language], oneDecimal),
    ago: (ms) => formatAgo(ms, language),
    clock: (atMs) => clock.format(atMs),
    dayClock: (atMs) => dayClock.format(atMs),
    time: (atMs) => time.format(atMs),
    timeExact: (atMs) => timeExact.format(atMs),
    dateTime: (atMs) => dateTime.format(atMs),
  };
}

function formatBytes(value: number, decimals: Intl.NumberFormat): string {
  let rest = value;
  let unit = 0;
  while (rest >= 1000 && unit < byteUnits.length - 1) {
    rest /= 1000;
    unit += 1;
  }
  return `${unit === 0 ? Math.round(rest) : decimals.format(rest)} ${byteUnits[unit]}`;
}

/** A few seconds are now: nobody reads faster. */
const nowMs = 3_000;

function formatAgo(ms: number, language: Language): string {
  const isKorean = language === 'ko';
  if (Math.abs(ms) < nowMs) return isKorean ? '방금' : 'just now';
  const { count, unit } = coarse(Math.abs(ms));
  const span = `${count}${units[language][unit]}`;
  if (ms < 0) return isKorean ? `${span} 뒤` : `in ${span}`;
  return isKorean ? `${span} 전` : `${span} ago`;
}

function coarse(ms: number): { readonly count: number; readonly unit: 's' | 'min' | 'h' | 'd' } {
  const s = Math.floor(ms / 1000);
  if (s < 60) return { count: s, unit: 's' };
  const min = Math.floor(s / 60);
  if (min < 60) return { count: min, unit: 'min' };
  const h = Math.floor(min / 60);
  return h < 48 ? { count: h, unit: 'h' } : { count: Math.floor(h / 24), unit: 'd' };
}

type Units = (typeof units)[Language];

function formatSpan(ms: number, unit: Units, decimals: Intl.NumberFormat): string {
  if (ms < 1000) return `${Math.max(0, Math.round(ms))}${unit.ms}`;
  const s = ms / 1000;
  if (s < 10) return `${decimals.format(s)}${unit.s}`;
  if (s < 60) return `${Math.floor(s)}${unit.s}`;
  const min = Math.floor(s / 60);
  if (min < 60) return two(min, unit.min, min < 10 ? Math.floor(s % 60) : 0, unit.s);
  const h = Math.floor(min / 60);
  if (h < 24) return two(h, unit.h, min % 60, unit.min);
  return two(Math.floor(h / 24), unit.d, h % 24, unit.h);
}

function two(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small > 0 ? `${large}${largeUnit} ${small}${smallUnit}` : `${large}${largeUnit}`;
}
