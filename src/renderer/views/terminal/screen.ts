/**
 * The screens of terminals. A screen lives as long as its shell: it goes on taking output while
 * another view is shown, and comes back with everything on it.
 */
import { FitAddon } from '@xterm/addon-fit';
import { type ITheme, Terminal } from '@xterm/xterm';
import '@xterm/xterm/css/xterm.css';

/** The shell's end of a screen. */
export type ScreenSource = {
  /** Calls with output; `isStart`: what there was before, in place of all that is shown. */
  readonly watch: (listener: (text: string, isStart: boolean) => void) => () => void;
  readonly write: (text: string) => void;
  readonly resize: (columns: number, rows: number) => void;
  readonly acknowledge: (characterCount: number) => void;
};

export type Screen = {
  readonly terminal: Terminal;
  readonly element: HTMLElement;
  readonly fit: () => void;
};

type Kept = Screen & { readonly dispose: () => void };

const kept = new Map<string, Kept>();
const scrollbackLines = 5_000;

/** The screen of a terminal, made when it is first shown. */
export function screenOf(terminalId: string, source: ScreenSource, label: string): Screen {
  const found = kept.get(terminalId);
  if (found) return found;
  const made = makeScreen(source, label);
  kept.set(terminalId, made);
  return made;
}

/** Throws away the screens of terminals that are no longer there. */
export function keepOnly(terminalIds: readonly string[]): void {
  for (const [terminalId, { dispose }] of kept) {
    if (terminalIds.includes(terminalId)) continue;
    kept.delete(terminalId);
    dispose();
  }
}

/** The colours of the page as they are now. */
export function paintScreens(): void {
  for (const { terminal } of kept.values()) terminal.options.theme = themeNow();
}

function makeScreen(source: ScreenSource, label: string): Kept {
  const element = document.createElement('div');
  element.style.height = '100%';
  const terminal = new Terminal({
    fontFamily: cssValue('--font-mono'),
    fontSize: 13,
    lineHeight: 1.25,
    scrollback: scrollbackLines,
    cursorBlink: false,
    allowProposedApi: false,
    theme: themeNow(),
  });
  const fitAddon = new FitAddon();
  terminal.loadAddon(fitAddon);
  let isOpened = false;
  terminal.attachCustomKeyEventHandler((event) => handleKey(terminal, event));
  terminal.onData(source.write);
  terminal.onResize(({ cols, rows }) => source.resize(cols, rows));
  const stop = source.watch((text, isStart) => {
    if (isStart) terminal.reset();
    terminal.write(text, () => {
      if (!isStart) source.acknowledge(text.length);
    });
  });
  return {
    terminal,
    element,
    fit: () => {
      if (!isOpened) {
        isOpened = true;
        terminal.open(element);
        terminal.textarea?.setAttribute('aria-label', label);
      }
      fitAddon.fit();
    },
    dispose: () => {
      stop();
      terminal.dispose();
      element.remove();
    },
  };
}

/** Copy and paste as in other terminals; F6 leaves the shell, which takes Tab for itself. */
function handleKey(terminal: Terminal, event: KeyboardEvent): boolean {
  if (event.type !== 'keydown') return true;
  if (event.key === 'F6') {
    document.querySelector<HTMLElement>('[data-terminal-tab][aria-selected="true"]')?.focus();
    return false;
  }
  const isCopy = event.code === 'KeyC' && (event.ctrlKey || event.metaKey);
  if (isCopy && terminal.hasSelection()) {
    void navigator.clipboard.writeText(terminal.getSelection());
    event.preventDefault();
    return false;
  }
  // The browser pastes by itself when the shell does not take the key.
  return !(event.code === 'KeyV' && event.ctrlKey && event.shiftKey);
}

function cssValue(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

/** A token as the browser resolves it: `light-dark()` is not a colour that a canvas knows. */
function colorOf(name: string): string {
  const probe = document.createElement('span');
  probe.style.color = `var(${name})`;
  document.body.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}

function themeNow(): ITheme {
  return {
    background: colorOf('--surface'),
    foreground: colorOf('--text'),
    cursor: colorOf('--accent'),
    cursorAccent: colorOf('--surface'),
    selectionBackground: colorOf('--accent-soft'),
    black: colorOf('--text'),
    red: colorOf('--failure'),
    green: colorOf('--done'),
    yellow: colorOf('--attention'),
    blue: colorOf('--broker-1'),
    magenta: colorOf('--broker-4'),
    cyan: colorOf('--accent'),
    white: colorOf('--text-soft'),
    brightBlack: colorOf('--text-soft'),
    brightRed: colorOf('--failure'),
    brightGreen: colorOf('--done'),
    brightYellow: colorOf('--attention'),
    brightBlue: colorOf('--broker-1'),
    brightMagenta: colorOf('--broker-4'),
    brightCyan: colorOf('--accent'),
    brightWhite: colorOf('--text'),
  };
}
