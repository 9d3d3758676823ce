import { describe, expect, test } from 'vitest';
import { createFormat } from '../../../src/renderer/i18n/format.ts';

const en = createFormat('en');
const ko = createFormat('ko');

describe('format', () => {
  test('writes sizes in the unit that fits', () => {
    expect(en.bytes(0)).toBe('0 B');
    expect(en.bytes(999)).toBe('999 B');
    expect(en.bytes(1_048_588)).toBe('1 MB');
    expect(en.bytes(58_250_000)).toBe('58.3 MB');
  });

  test('writes spans in one or two units', () => {
    expect(en.span(12)).toBe('12 ms');
    expect(en.span(1234)).toBe('1.2 s');
    expect(en.span(59_900)).toBe('59 s');
    expect(en.span(65_000)).toBe('1 min 5 s');
    expect(en.span(7_500_000)).toBe('2 h 5 min');
    expect(en.span(604_800_000)).toBe('7 d');
  });

  test('writes spans in Korean', () => {
    expect(ko.span(400)).toBe('400밀리초');
    expect(ko.span(3_600_000)).toBe('1시간');
    expect(ko.span(604_800_000)).toBe('7일');
  });

  test('keeps a decimal of small rates only', () => {
    expect(en.rate(5.14)).toBe('5.1');
    expect(en.rate(1234.5)).toBe('1,235');
  });

  test('writes shares as each language does', () => {
    expect(en.percent(0.974)).toBe('97 %');
    expect(ko.percent(0.974)).toBe('97%');
    expect(en.percent(0.0342, 1)).toBe('3.4 %');
    expect(ko.percent(12.5)).toBe('1,250%');
  });

  test('never writes a negative span', () => {
    expect(en.span(-40)).toBe('0 ms');
  });
});
