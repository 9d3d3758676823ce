/** Where the window was, kept between two starts and corrected to screens that are there. */
import { readFileSync, writeFileSync } from 'node:fs';

export type Rectangle = {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
};

export type WindowState = {
  /** Null: the system chooses the place. */
  readonly at: { readonly x: number; readonly y: number } | null;
  readonly width: number;
  readonly height: number;
  readonly isMaximized: boolean;
};

/** What a window is asked for; Electron's has it. */
export type TrackedWindow = {
  getNormalBounds: () => Rectangle;
  isMaximized: () => boolean;
  on: (event: 'resize' | 'move' | 'close', listener: () => void) => unknown;
};

export const sizeMin = { width: 1024, height: 640 } as const;
const stateDefault: WindowState = { at: null, width: 1280, height: 800, isMaximized: false };
/** So much of it must be on a screen that one can take hold of it. */
const graspPx = 80;
const saveDelayMs = 500;

/** The kept state; a place on a screen that was unplugged is forgotten, a size too large is cut. */
export function fitWindow(kept: WindowState, workAreas: readonly Rectangle[]): WindowState {
  const { at } = kept;
  const area = at === null ? workAreas[0] : workAreas.find((each) => isGraspable(at, kept, each));
  const largest = area ?? workAreas[0];
  const width = Math.min(Math.max(kept.width, sizeMin.width), largest?.width ?? kept.width);
  const height = Math.min(Math.max(kept.height, sizeMin.height), largest?.height ?? kept.height);
  return { at: area ? at : null, width, height, isMaximized: kept.isMaximized };
}

/** What was kept, or the default: a broken file is no reason not to start. */
export function readWindowState(file: string): WindowState {
  try {
    const { at, width, height, isMaximized } = JSON.parse(readFileSync(file, 'utf8'));
    const numbers = [width, height, ...(at === null ? [] : [at?.x, at?.y])];
    if (!numbers.every((value) => Number.isInteger(value))) return stateDefault;
    return { at, width, height, isMaximized: isMaximized === true };
  } catch {
    return stateDefault;
  }
}

/** Keeps the state of the window in the file, a moment after each change and at its end. */
export function trackWindow(window: TrackedWindow, file: string): void {
  let timer: NodeJS.Timeout | null = null;
  const save = () => {
    if (timer) clearTimeout(timer);
    timer = null;
    const { x, y, width, height } = window.getNormalBounds();
    const state: WindowState = {
      at: { x, y },
      width,
      height,
      isMaximized: window.isMaximized(),
    };
    try {
      writeFileSync(file, JSON.stringify(state));
    } catch (error) {
      console.error('the place of the window was not kept', error);
    }
  };
  const soon = () => {
    timer ??= setTimeout(save, saveDelayMs);
  };
  window.on('resize', soon);
  window.on('move', soon);
  window.on('close', save);
}

function isGraspable(
  at: { readonly x: number; readonly y: number },
  { width }: { readonly width: number },
  area: Rectangle,
): boolean {
  const overlap = Math.min(at.x + width, area.x + area.width) - Math.max(at.x, area.x);
  return overlap >= graspPx && at.y >= area.y && at.y <= area.y + area.height - graspPx;
}
