import { describe, expect, test } from 'vitest';
import { keyCaps, matchPresses, type Press, pressText } from '../../../src/renderer/ui/keys.ts';

const press = (key: string, more: Partial<Press> = {}): Press => ({
  key,
  code: /^[a-z]$/i.test(key) ? `Key${key.toUpperCase()}` : '',
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...more,
});

describe('a press', () => {
  test('is written as shortcuts are', () => {
    expect(pressText(press('n'), false)).toBe('n');
    expect(pressText(press('K', { ctrlKey: true }), false)).toBe('mod+k');
    expect(pressText(press('k', { metaKey: true }), true)).toBe('mod+k');
    expect(pressText(press('k', { ctrlKey: true }), true)).toBe('ctrl+k');
    expect(pressText(press('P', { shiftKey: true }), false)).toBe('shift+p');
    expect(pressText(press('Enter', { shiftKey: true }), false)).toBe('shift+enter');
    expect(pressText(press('\\', { ctrlKey: true }), false)).toBe('mod+\\');
  });

  test('of a sign is the sign, whatever it takes to type it', () => {
    expect(pressText(press('?', { shiftKey: true }), false)).toBe('?');
  });

  test('is the same letter while another alphabet is switched on', () => {
    expect(pressText(press('ㅅ', { code: 'KeyT' }), false)).toBe('t');
    expect(pressText(press('л', { code: 'KeyK', ctrlKey: true }), false)).toBe('mod+k');
  });
});

describe('presses', () => {
  const items = [{ keys: 'g t' }, { keys: 'n', of: 'frame' }, { keys: 'n', of: 'view' }];

  test('lead to a shortcut, or on to one', () => {
    expect(matchPresses(items, ['g'])).toEqual({ found: null, isPrefix: true });
    expect(matchPresses(items, ['g', 't']).found).toEqual({ keys: 'g t' });
    expect(matchPresses(items, ['x'])).toEqual({ found: null, isPrefix: false });
  });

  test('lead to the view before the frame', () => {
    expect(matchPresses(items, ['n']).found).toEqual({ keys: 'n', of: 'view' });
  });
});

test('shortcuts are shown as they stand on the keys', () => {
  expect(keyCaps('mod+k', false)).toEqual([['Ctrl', 'K']]);
  expect(keyCaps('mod+k', true)).toEqual([['⌘', 'K']]);
  expect(keyCaps('g t', false)).toEqual([['G'], ['T']]);
  expect(keyCaps('mod++', false)).toEqual([['Ctrl', '+']]);
});
