/** Keys as text (`n`, `mod+k`, `shift+enter`, `g t`) and the presses that mean them. */

export type Press = {
  readonly key: string;
  /** The place of the key, which tells the letter whatever alphabet is switched on. */
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
};

/** One press in the form in which shortcuts are written; `isMac`: mod is the command key. */
export function pressText(press: Press, isMac: boolean): string {
  const name = keyName(press);
  const isMod = isMac ? press.metaKey : press.ctrlKey;
  const isCtrl = isMac && press.ctrlKey;
  // Shift is part of what it types: `?` is `?` on every keyboard.
  const isShift = press.shiftKey && (name.length > 1 || /[a-z]/.test(name));
  return [isMod && 'mod', isCtrl && 'ctrl', press.altKey && 'alt', isShift && 'shift', name]
    .filter(Boolean)
    .join('+');
}

function keyName({ key, code }: Press): string {
  const letter = /^Key([A-Z])$/.exec(code)?.[1];
  if (letter && !/^[a-z]$/i.test(key)) return letter.toLowerCase();
  return key === ' ' ? 'space' : key.toLowerCase();
}

const modifiers = new Set(['shift', 'control', 'alt', 'meta', 'capslock']);

/** Pressed on its way to something else. */
export function isModifier(press: Press): boolean {
  return modifiers.has(press.key.toLowerCase());
}

/** Where the presses so far lead: to one shortcut, further on, or nowhere. */
export function matchPresses<Item extends { readonly keys: string }>(
  items: readonly Item[],
  presses: readonly string[],
): { readonly found: Item | null; readonly isPrefix: boolean } {
  const text = presses.join(' ');
  // Later ones are of the inner place: a view's own goes before the frame's.
  const found = items.findLast(({ keys }) => keys === text) ?? null;
  return { found, isPrefix: items.some(({ keys }) => keys.startsWith(`${text} `)) };
}

const symbols: { readonly [name: string]: string } = {
  enter: '↵',
  escape: 'Esc',
  arrowup: '↑',
  arrowdown: '↓',
  arrowleft: '←',
  arrowright: '→',
  space: 'Space',
};

/** What a person reads on the keys: one list per press. */
export function keyCaps(keys: string, isMac: boolean): readonly (readonly string[])[] {
  return keys.split(' ').map((press) => press.split(/\+(?=.)/).map((part) => capOf(part, isMac)));
}

function capOf(part: string, isMac: boolean): string {
  if (part === 'mod') return isMac ? '⌘' : 'Ctrl';
  if (part === 'alt') return isMac ? '⌥' : 'Alt';
  if (part === 'shift') return isMac ? '⇧' : 'Shift';
  if (part === 'ctrl') return 'Ctrl';
  return symbols[part] ?? (part.length === 1 ? part.toUpperCase() : capitalized(part));
}

function capitalized(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
