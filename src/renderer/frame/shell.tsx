/** The frame around every view: rail, top bar, main, drawer; what it does when the line is cut. */
import { Suspense, useEffect, useRef } from 'react';
import { useConnection, useLive } from '../client/live.ts';
import { useFormat, useT } from '../i18n/index.ts';
import { Icon } from '../ui/icon.tsx';
import { href, navigate, parseRoute, useRoute } from '../ui/route.ts';
import { EmptyState, SkeletonRows } from '../ui/states.tsx';
import { Drawer } from './drawer.tsx';
import { Palette } from './palette.tsx';
import { saveSettings, useApplySettings, useSettings } from './preferences.ts';
import { Rail } from './rail.tsx';
import styles from './shell.module.css';
import { useShortcuts } from './shortcuts.ts';
import { TopBar } from './top-bar.tsx';
import { viewNamed } from './views.ts';

export function Shell() {
  useApplySettings();
  useShortcuts();
  useFirstView();
  const t = useT();
  return (
    <div className={styles.shell}>
      <a className={styles.skip} href="#main" onClick={skipToMain}>
        {t('frame.skip')}
      </a>
      <Rail />
      <TopBar />
      <Main />
      <Drawer />
      <Palette />
    </div>
  );
}

function Main() {
  const t = useT();
  const route = useRoute();
  const connection = useConnection();
  const { status } = useLive('cluster', {});
  const main = useRef<HTMLElement>(null);
  const { Component } = viewNamed(route.view);
  const name = t(`frame.${route.view}`);
  useEffect(() => {
    document.title = `${route.item === null ? name : `${route.item} · ${name}`} · Rivulet`;
  }, [name, route.item]);
  useEffect(() => {
    main.current?.scrollTo(0, 0);
  }, [route.view, route.item]);

  const hasNothing = status === 'loading' && connection.phase !== 'open';
  return (
    <main
      ref={main}
      id="main"
      tabIndex={-1}
      className={styles.main}
      data-stale={connection.phase === 'lost' || undefined}
    >
      <Banners />
      <div className={styles.view}>
        {hasNothing ? (
          <NoAnswer />
        ) : (
          <Suspense fallback={<SkeletonRows />}>
            <Component key={route.view} />
          </Suspense>
        )}
      </div>
    </main>
  );
}

/** What is wrong with all that a view shows. */
function Banners() {
  const t = useT();
  const { view } = useRoute();
  const phase = useLive('cluster', {}).value?.phase;
  const format = useFormat();
  const connection = useConnection();
  const { lostAtMs } = connection;
  const tellsItself = view === 'cluster' || view === 'home';
  return (
    <div role="status">
      {connection.phase === 'lost' && lostAtMs !== null && (
        <p className={styles.banner}>
          <Icon name="warning" />
          {t('frame.lost', { time: format.time(lostAtMs) })}
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

/** Shown only after a wait: a page that just opened is about to be answered. */
function NoAnswer() {
  const t = useT();
  return (
    <div className={styles.late}>
      <EmptyState icon="error" title={t('frame.noAnswerTitle')}>
        {t('frame.noAnswerText')}
      </EmptyState>
    </div>
  );
}

/** A start without an address opens the first steps, later what was open last. */
function useFirstView(): void {
  const { settings, isKnown } = useSettings();
  const { view } = useRoute();
  useEffect(() => {
    if (!isKnown) return;
    if (parseRoute(window.location.hash) === null) {
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
