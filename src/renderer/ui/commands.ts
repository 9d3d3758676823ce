/** What can be done, for the palette: each view names its own while it is open. */
import type { IconName } from './icon.tsx';
import { createRegistry, useRegistered } from './registry.ts';

export type Command = {
  /** The same from start to start: it is what is remembered as used lately. */
  readonly id: string;
  /** A verb with its object: "Create topic". */
  readonly label: string;
  /** What it belongs to, shown beside it: "Topics". */
  readonly group?: string | undefined;
  readonly icon?: IconName | undefined;
  /** Further words that find it. */
  readonly keywords?: readonly string[] | undefined;
  /** Shown beside it; `useShortcuts` is what listens. */
  readonly keys?: string | undefined;
  readonly perform: () => unknown;
  /** Where it leads, when it leads somewhere: it can then be opened beside. */
  readonly href?: string | undefined;
};

export const commandRegistry = createRegistry<Command>();

export function useCommands(commands: readonly Command[]): void {
  useRegistered(commandRegistry, commands);
}
