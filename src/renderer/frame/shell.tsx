/** The frame around the views: rail, top bar, panes, drawer; what it says when the line is cut. */
import { useEffect } from 'react';
import { useConnection, useLive } from '../client/live.ts';
import { useT } from '../i18n/index.ts';
import { Icon } from '../ui/icon.tsx';
import { useIsPresenting } from '../ui/presentation.ts';
import { href, navigate, parseRoute, readAddress, useActivePane, useRouteOf } from '../ui/route.ts';
import { Time } from '../ui/time.tsx';
import { Drawer } from './drawer.tsx';
import { followLink } from './go.ts';
import { Palette } from './palette/index.tsx';
import { Panes } from './panes.tsx';
import { saveSettings, useApplySettings, useSettings } from './preferences.ts';
import { PresentationEnd } from './presentation-end.tsx';
import { Rail } from './rail.tsx';
import styles from './shell.module.css';
import { ShortcutsHelp } from './shortcuts-help.tsx';
import { TopBar } from './top-bar.tsx';
import { useFrameKeys } from './use-frame-keys.ts';
import { useKeys } from './use-keys.ts';

export function Shell() {
  useApplySettings();
  useKeys();
  useFrameKeys();
  useFirstView();
  useTitle();
  const t = useT();
  const isPresenting = useIsPresenting();
  return (
    <div className={styles.shell} data-presenting={isPresenting || undefined}>
      {!isPresenting && (
        <>
          <a className={styles.skip} href="#main" onClick={skipToMain}>
            {t('frame.skip')}
          </a>
          <Rail />
          <TopBar />
        </>
      )}
      <main id="main" tabIndex={-1} className={styles.main}>
        <Banners />
        <Panes />
        {isPresenting && <PresentationEnd />}
      </main>
      {!isPresenting && <Drawer />}
      <Palette />
      <ShortcutsHelp />
    </div>
  );
}

/** What is wrong with all that a view shows. */
function Banners() {
  const t = useT();
  const { view } = useRouteOf(useActivePane());
  const phase = useLive('cluster', {}).value?.phase;
  const connection = useConnection();
  const { lostAtMs } = connection;
  const tellsItself = view === 'cluster' || view === 'home';
  return (
    // Links in it lead the pane in use.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
    <div role="status" onClick={(event) => followLink(event)}>
      {connection.phase === 'lost' && lostAtMs !== null && (
        <p className={styles.banner}>
          <Icon name="warning" />
          {t(connection.isRefused ? 'frame.refusedBanner' : 'frame.lost')}
          <Time atMs={lostAtMs} isAbsoluteShown />
        </p>
      )}
      {connection.phase === 'open' &&
        !tellsItself &&
        (phase === 'stopped' || phase === 'unreachable') && (
          <p className={styles.banner}>
            <Icon name="warning" />
            {t(`frame.${phase}Banner`)}
            <a href={href('cluster')}>{t('frame.toCluster')}</a>
          </p>
        )}
    </div>
  );
}

function useTitle(): void {
  const t = useT();
  const { view, item } = useRouteOf(useActivePane());
  const name = t(`frame.${view}`);
  useEffect(() => {
    document.title = `${item === null ? name : `${item} · ${name}`} · Rivulet`;
  }, [name, item]);
}

/** A start without an address opens the first steps, later what was open last. */
function useFirstView(): void {
  const { settings, isKnown } = useSettings();
  const { view } = useRouteOf('main');
  useEffect(() => {
    if (!isKnown) return;
    if (parseRoute(readAddress().main) === null) {
      const last = parseRoute(`#/${settings.lastView}`)?.view ?? 'cluster';
      navigate(href(settings.isFirstMessageDone ? last : 'home'), true);
    } else if (view !== 'home' && view !== settings.lastView) {
      void saveSettings({ lastView: view });
    }
  }, [isKnown, view, settings.lastView, settings.isFirstMessageDone]);
}

function skipToMain(event: { preventDefault: () => void }): void {
  event.preventDefault();
  document.getElementById('main')?.focus();
}
