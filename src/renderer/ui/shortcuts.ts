/** Keys that do something: each view names its own while it is open; `?` lists them. */
import { createRegistry, useRegistered } from './registry.ts';

export type Shortcut = {
  /** `n`, `mod+k`, `shift+enter`, or one after the other: `g t`. */
  readonly keys: string;
  /** What it does, as in a menu. */
  readonly label: string;
  readonly perform: () => unknown;
};

export const shortcutRegistry = createRegistry<Shortcut>();

/** Of the view in this pane: they work while the pane is the one in use. */
export function useShortcuts(shortcuts: readonly Shortcut[]): void {
  useRegistered(shortcutRegistry, shortcuts);
}

/** Of the frame: they work everywhere. */
export function useGlobalShortcuts(shortcuts: readonly Shortcut[]): void {
  useRegistered(shortcutRegistry, shortcuts, true);
}
