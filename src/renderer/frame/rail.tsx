/** The way to every view: by pointer, by Tab, by its number. */
import { Tooltip } from '@mantine/core';
import { useT } from '../i18n/index.ts';
import { Icon } from '../ui/icon.tsx';
import { href, useRoute } from '../ui/route.ts';
import styles from './rail.module.css';
import { homeView, type ViewEntry, views } from './views.ts';

export function Rail() {
  const t = useT();
  return (
    <nav className={styles.rail} aria-label={t('frame.views')}>
      <a className={styles.logo} href={href('home')} aria-label="Rivulet">
        <svg viewBox="0 0 32 32" width="28" height="28" aria-hidden="true">
          <g fill="none" stroke="currentColor" strokeWidth="3" strokeLinecap="round">
            <path d="M5 9c5.500 0 5.500 4 11 4s5.500-4 11-4" />
            <path d="M5 16c5.500 0 5.500 4 11 4s5.500-4 11-4" opacity=".75" />
            <path d="M5 23c5.500 0 5.500 4 11 4s5.500-4 11-4" opacity=".5" />
          </g>
        </svg>
      </a>
      <ul className={styles.list}>
        {[homeView, ...views].map((view) => (
          <RailLink key={view.name} view={view} />
        ))}
      </ul>
    </nav>
  );
}

function RailLink({ view }: { readonly view: ViewEntry }) {
  const t = useT();
  const route = useRoute();
  const name = t(`frame.${view.name}`);
  return (
    <li>
      <Tooltip
        label={t('frame.shortcut', { name, key: view.shortcut ?? '' })}
        disabled={view.shortcut === null}
        position="right"
      >
        <a
          className={styles.link}
          href={href(view.name)}
          aria-current={route.view === view.name ? 'page' : undefined}
          aria-keyshortcuts={view.shortcut ?? undefined}
        >
          <Icon name={view.icon} size={20} />
          <span>{name}</span>
        </a>
      </Tooltip>
    </li>
  );
}
