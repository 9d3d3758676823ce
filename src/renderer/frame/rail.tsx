/** The way to every view: by pointer, by Tab, by its keys. Dragged aside, a view opens beside. */
import { ActionIcon, Tooltip } from '@mantine/core';
import { useState } from 'react';
import { useT } from '../i18n/index.ts';
import { Icon } from '../ui/icon.tsx';
import { LinkMenu, type MenuPlace, menuPlaceOf } from '../ui/link-menu.tsx';
import { href, useActivePane, useRouteOf } from '../ui/route.ts';
import { followLink } from './go.ts';
import { type Place, sections } from './places.ts';
import { useLayout } from './layout-store.ts';
import styles from './rail.module.css';
import { views } from './views.ts';

export function Rail() {
  const t = useT();
  const isNarrow = useLayout((state) => state.isRailNarrow);
  const toggleLabel = t(isNarrow ? 'frame.railWiden' : 'frame.railNarrow');
  const known = sections
    .map((places) => places.filter(({ name }) => views.some((view) => view.name === name)))
    .filter((places) => places.length > 0);
  return (
    <nav
      className={styles.rail}
      data-narrow={isNarrow || undefined}
      aria-label={t('frame.views')}
      onClick={(event) => followLink(event)}
    >
      <a className={styles.logo} href={href('home')} aria-label="Rivulet">
        <svg viewBox="0 0 32 32" width="24" height="24" aria-hidden="true">
          <g fill="none" stroke="currentColor" strokeWidth="3" strokeLinecap="round">
            <path d="M5 9c5.500 0 5.500 4 11 4s5.500-4 11-4" />
            <path d="M5 16c5.500 0 5.500 4 11 4s5.500-4 11-4" opacity=".75" />
            <path d="M5 23c5.500 0 5.500 4 11 4s5.500-4 11-4" opacity=".5" />
          </g>
        </svg>
        {!isNarrow && <span>Rivulet</span>}
      </a>
      {known.map((places) => (
        <ul key={places[0]?.name} className={styles.list}>
          {places.map((place) => (
            <RailLink key={place.name} place={place} isNarrow={isNarrow} />
          ))}
        </ul>
      ))}
      <div className={styles.foot}>
        <Tooltip label={toggleLabel} position="right">
          <ActionIcon
            variant="subtle"
            color="gray"
            size="sm"
            onClick={() => useLayout.setState({ isRailNarrow: !isNarrow })}
            aria-label={toggleLabel}
          >
            <Icon name={isNarrow ? 'chevronRight' : 'chevronLeft'} size={14} />
          </ActionIcon>
        </Tooltip>
      </div>
    </nav>
  );
}

function RailLink({ place, isNarrow }: { readonly place: Place; readonly isNarrow: boolean }) {
  const t = useT();
  const route = useRouteOf(useActivePane());
  const [menuAt, setMenuAt] = useState<MenuPlace | null>(null);
  const name = t(`frame.${place.name}`);
  const target = href(place.name);
  const keys = [place.digit, `g ${place.letter}`].filter((key) => key !== null);
  return (
    <li>
      <Tooltip label={t('frame.shortcut', { name, key: keys.join(' · ') })} position="right">
        <a
          className={styles.link}
          href={target}
          aria-current={route.view === place.name ? 'page' : undefined}
          aria-keyshortcuts={place.digit ?? undefined}
          aria-label={isNarrow ? name : undefined}
          onContextMenu={(event) => {
            event.preventDefault();
            setMenuAt(menuPlaceOf(event));
          }}
        >
          <Icon name={place.icon} size={17} />
          {!isNarrow && <span className={styles.name}>{name}</span>}
        </a>
      </Tooltip>
      {menuAt && (
        <LinkMenu at={menuAt} href={target} actions={[]} onClose={() => setMenuAt(null)} />
      )}
    </li>
  );
}
