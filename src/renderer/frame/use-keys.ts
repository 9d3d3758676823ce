/** One listener for all keys: it follows what is pressed through the registered shortcuts. */
import { useEffect } from 'react';
import { isModifier, matchPresses, pressText } from '../ui/keys.ts';
import { isMac } from '../ui/platform.ts';
import { currentPane } from '../ui/route.ts';
import { type Shortcut, shortcutRegistry } from '../ui/shortcuts.ts';

/** The second key of two comes within this, or the first is forgotten. */
const chordMs = 1500;

export function useKeys(): void {
  useEffect(() => {
    let presses: readonly string[] = [];
    let timer: ReturnType<typeof setTimeout> | undefined;
    const forget = () => {
      clearTimeout(timer);
      presses = [];
    };
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing || isModifier(event)) return;
      const press = pressText(event, isMac);
      if (!isOurs(event, press)) return forget();
      const shortcuts = usableShortcuts();
      const chord = [...presses, press];
      const { found, isPrefix } = matchPresses(shortcuts, chord);
      // The first key may have been pressed for nothing: the second counts alone then.
      const single = found || isPrefix ? found : matchPresses(shortcuts, [press]).found;
      forget();
      if (single) {
        event.preventDefault();
        single.perform();
      } else if (isPrefix) {
        presses = chord;
        timer = setTimeout(forget, chordMs);
      }
    };
    window.addEventListener('keydown', onKeyDown);
    return () => {
      forget();
      window.removeEventListener('keydown', onKeyDown);
    };
  }, []);
}

/** The frame's first, then those of the pane in use. */
export function usableShortcuts(): readonly Shortcut[] {
  const pane = currentPane();
  const lists = shortcutRegistry.read();
  const global = lists.filter((list) => list.pane === null);
  const own = lists.filter((list) => list.pane === pane);
  return [...global, ...own].flatMap(({ items }) => items);
}

/** Not what is typed into a field, meant for a shell, or pressed in an open dialog. */
function isOurs(event: KeyboardEvent, press: string): boolean {
  if (document.querySelector('dialog[open], [role="dialog"][aria-modal="true"]')) return false;
  const target = event.target instanceof Element ? event.target : null;
  if (target?.closest('.xterm')) return false;
  const isField = target?.closest('input, textarea, select, [contenteditable="true"]') ?? null;
  return isField === null || /(mod|alt)\+/.test(press) || /^f\d+$/.test(press);
}
