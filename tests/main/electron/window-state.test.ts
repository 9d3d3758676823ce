import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  fitWindow,
  readWindowState,
  trackWindow,
  type WindowState,
} from '../../../src/main/electron/window-state.ts';
import { temporaryDir } from '../temporary-dir.ts';

const screen = { x: 0, y: 0, width: 1920, height: 1040 };
const right = { x: 1920, y: 0, width: 2560, height: 1400 };
const kept: WindowState = {
  at: { x: 2000, y: 100 },
  width: 1400,
  height: 900,
  isMaximized: true,
};

describe('the place of the window', () => {
  it('is the kept one while its screen is there', () => {
    expect(fitWindow(kept, [screen, right])).toEqual(kept);
  });

  it('is forgotten with its screen; its size is cut to one that is there', () => {
    expect(fitWindow({ ...kept, width: 2400, height: 1300 }, [screen])).toEqual({
      at: null,
      width: 1920,
      height: 1040,
      isMaximized: true,
    });
  });

  it('is forgotten when nobody could take hold of it', () => {
    expect(fitWindow({ ...kept, at: { x: 1900, y: 10 } }, [screen]).at).toBe(null);
    expect(fitWindow({ ...kept, at: { x: 10, y: -50 } }, [screen]).at).toBe(null);
    expect(fitWindow({ ...kept, at: { x: -1300, y: 10 } }, [screen]).at).toEqual({
      x: -1300,
      y: 10,
    });
  });

  it('is never smaller than a window may be', () => {
    const { width, height } = fitWindow({ ...kept, width: 10, height: 10 }, [screen, right]);
    expect([width, height]).toEqual([1024, 640]);
  });

  it.each([
    '',
    '{',
    '{"at":null,"width":"x","height":1}',
    '{"at":{},"width":1,"height":1}',
    'null',
  ])('is the default when the file says %j', (text) => {
    const file = join(temporaryDir(), 'window.json');
    writeFileSync(file, text);
    expect(readWindowState(file)).toMatchObject({ at: null, width: 1280, height: 800 });
  });

  it('is kept when the window closes', () => {
    const file = join(temporaryDir(), 'window.json');
    const listeners = new Map<string, () => void>();
    trackWindow(
      {
        getNormalBounds: () => ({ x: 5, y: 6, width: 1100, height: 700 }),
        isMaximized: () => false,
        on: (event, listener) => listeners.set(event, listener),
      },
      file,
    );
    listeners.get('move')?.();
    listeners.get('close')?.();
    const state = { at: { x: 5, y: 6 }, width: 1100, height: 700, isMaximized: false };
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(state);
    expect(readWindowState(file)).toEqual(state);
  });
});
