/** Lists that components put on the table while they are mounted. */
import { useContext, useEffect, useRef } from 'react';
import { PaneContext, type PaneName } from './route.ts';

export type Registered<Item> = { readonly pane: PaneName | null; readonly items: readonly Item[] };

export type Registry<Item> = {
  /** All lists that are there now, in the order in which they came. */
  readonly read: () => readonly Registered<Item>[];
  readonly add: (read: () => Registered<Item>) => () => void;
};

export function createRegistry<Item>(): Registry<Item> {
  const readers = new Set<() => Registered<Item>>();
  return {
    read: () => [...readers].map((read) => read()),
    add: (read) => {
      readers.add(read);
      return () => void readers.delete(read);
    },
  };
}

/** The list may be new at each render: only who asks reads it. `isGlobal`: of no pane. */
export function useRegistered<Item>(
  registry: Registry<Item>,
  items: readonly Item[],
  isGlobal = false,
): void {
  const pane = useContext(PaneContext);
  const latest = useRef(items);
  useEffect(() => {
    latest.current = items;
  });
  useEffect(
    () => registry.add(() => ({ pane: isGlobal ? null : pane, items: latest.current })),
    [registry, pane, isGlobal],
  );
}
