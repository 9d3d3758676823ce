/** The bottom drawer: any view can put something into it, and it stays when the view changes. */
import type { ReactNode } from 'react';
import { create } from 'zustand';

export type DrawerItem = {
  readonly id: string;
  readonly title: string;
  readonly content: ReactNode;
};

type DrawerState = {
  readonly isOpen: boolean;
  /** `timeline` or an item's id. */
  readonly tab: string;
  readonly items: readonly DrawerItem[];
  readonly heightPx: number;
};

export const useDrawer = create<DrawerState>(() => ({
  isOpen: false,
  tab: 'timeline',
  items: [],
  heightPx: 260,
}));

/** An item of the same id is replaced. */
export function openInDrawer(item: DrawerItem): void {
  useDrawer.setState(({ items }) => ({
    items: items.some(({ id }) => id === item.id)
      ? items.map((other) => (other.id === item.id ? item : other))
      : [...items, item],
    tab: item.id,
    isOpen: true,
  }));
}

/** Draws an item anew where it is still there; nothing comes to the front. */
export function replaceInDrawer(item: DrawerItem): void {
  useDrawer.setState(({ items }) => ({
    items: items.map((other) => (other.id === item.id ? item : other)),
  }));
}

export function closeDrawerItem(id: string): void {
  useDrawer.setState(({ items, tab, isOpen }) => {
    const left = items.filter((item) => item.id !== id);
    if (tab !== id) return { items: left };
    return { items: left, tab: left.at(-1)?.id ?? 'timeline', isOpen: isOpen && left.length > 0 };
  });
}

export function toggleDrawer(): void {
  useDrawer.setState(({ isOpen }) => ({ isOpen: !isOpen }));
}

export function showDrawerTab(tab: string): void {
  useDrawer.setState({ tab, isOpen: true });
}
