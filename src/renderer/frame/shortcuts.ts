/** Keys that work in every view: 1..6 for views, Ctrl J for the drawer. Ctrl K is the palette's. */
import { useHotkeys } from '@mantine/hooks';
import { toggleDrawer } from '../ui/drawer-store.ts';
import { href, navigate } from '../ui/route.ts';
import { views } from './views.ts';

export function useShortcuts(): void {
  useHotkeys(
    views.flatMap(({ name, shortcut }) =>
      shortcut === null ? [] : [[shortcut, () => navigate(href(name))] as const],
    ) as Parameters<typeof useHotkeys>[0],
  );
  useHotkeys([['mod+J', toggleDrawer]], []);
}
