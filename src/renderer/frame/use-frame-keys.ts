/** The keys of the frame: to each view, over both panes, and to what is the same everywhere. */
import { useT } from '../i18n/index.ts';
import { toggleDrawer } from '../ui/drawer-store.ts';
import { setPresenting, useIsPresenting } from '../ui/presentation.ts';
import {
  currentPane,
  goTo,
  href,
  navigate,
  openBeside,
  type PaneName,
  readAddress,
  setActivePane,
} from '../ui/route.ts';
import { type Shortcut, useGlobalShortcuts } from '../ui/shortcuts.ts';
import { useLayout } from './layout-store.ts';
import { openPalette } from './palette/palette-store.ts';
import { places } from './places.ts';
import { openShortcutsHelp } from './shortcuts-help.tsx';
import { views } from './views.ts';

export function useFrameKeys(): void {
  const t = useT();
  const isPresenting = useIsPresenting();
  const known = places.filter(({ name }) => views.some((view) => view.name === name));
  const goKeys = known.map(
    (place): Shortcut => ({
      keys: `g ${place.letter}`,
      label: t(`frame.${place.name}`),
      perform: () => navigate(href(place.name)),
    }),
  );
  const digits = known.flatMap((place): readonly Shortcut[] =>
    place.digit === null
      ? []
      : [
          {
            keys: place.digit,
            label: t(`frame.${place.name}`),
            perform: () => navigate(href(place.name)),
          },
        ],
  );
  useGlobalShortcuts([
    { keys: 'mod+k', label: t('frame.palette'), perform: () => openPalette() },
    { keys: '?', label: t('frame.shortcuts'), perform: openShortcutsHelp },
    { keys: 'mod+j', label: t('frame.drawer'), perform: toggleDrawer },
    { keys: 'mod+\\', label: t('frame.split'), perform: toggleSplit },
    { keys: 'f6', label: t('frame.otherPane'), perform: focusOtherPane },
    { keys: 'mod+b', label: t('frame.railNarrow'), perform: toggleRail },
    { keys: 'shift+p', label: t('frame.present'), perform: () => setPresenting(!isPresenting) },
    ...(isPresenting
      ? [{ keys: 'escape', label: t('frame.presentEnd'), perform: () => setPresenting(false) }]
      : []),
    ...digits,
    ...goKeys,
  ]);
}

/** The second pane opens on what the first shows; the one in use stays. */
export function toggleSplit(): void {
  const { main, beside } = readAddress();
  if (beside === null) openBeside(main);
  else goTo({ main: currentPane() === 'beside' ? beside : main, beside: null });
}

function toggleRail(): void {
  useLayout.setState(({ isRailNarrow }) => ({ isRailNarrow: !isRailNarrow }));
}

function focusOtherPane(): void {
  const other: PaneName = currentPane() === 'main' ? 'beside' : 'main';
  const pane = document.querySelector<HTMLElement>(`[data-pane="${other}"]`);
  if (!pane) return;
  setActivePane(other);
  pane.focus();
}
