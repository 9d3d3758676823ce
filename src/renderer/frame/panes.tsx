/** One view, or two side by side: each with its own route, scroll position and failures. */
import { ActionIcon, Tooltip } from '@mantine/core';
import { type ReactNode, useEffect, useRef } from 'react';
import { useConnection, useLive } from '../client/live.ts';
import { useT } from '../i18n/index.ts';
import { CopyLink } from '../ui/copy-link.tsx';
import { Icon } from '../ui/icon.tsx';
import {
  goTo,
  PaneContext,
  type PaneName,
  readAddress,
  setActivePane,
  useActivePane,
  useAddress,
  useRouteOf,
} from '../ui/route.ts';
import { EmptyState } from '../ui/states.tsx';
import { Divider } from './divider.tsx';
import { DropZones } from './drop-zones.tsx';
import { followLink } from './go.ts';
import { useLayout } from './layout-store.ts';
import styles from './panes.module.css';
import { placeOf } from './places.ts';
import { ViewGuard } from './view-guard.tsx';
import { useViewsAhead, ViewModule } from './view-module.tsx';

export function Panes() {
  const { beside } = useAddress();
  useViewsAhead();
  const share = useLayout((state) => state.share);
  const isSplit = beside !== null;
  const area = useRef<HTMLDivElement>(null);
  const columns = isSplit ? `minmax(0, ${share}fr) auto minmax(0, ${1 - share}fr)` : undefined;
  return (
    <div ref={area} className={styles.panes} style={{ gridTemplateColumns: columns }}>
      <Pane name="main" isSplit={isSplit} />
      {isSplit && (
        <>
          <Divider area={area} />
          <Pane name="beside" isSplit />
        </>
      )}
      <DropZones isSplit={isSplit} />
    </div>
  );
}

function Pane({ name, isSplit }: { readonly name: PaneName; readonly isSplit: boolean }) {
  const t = useT();
  const route = useRouteOf(name);
  const isActive = useActivePane() === name;
  const isStale = useConnection().phase === 'lost';
  const scroller = useRef<HTMLDivElement>(null);
  useEffect(() => {
    scroller.current?.scrollTo(0, 0);
  }, [route.view, route.item]);
  const label = t(name === 'main' && !isSplit ? 'frame.view' : `frame.pane-${name}`);
  return (
    <PaneContext value={name}>
      <section
        className={styles.pane}
        data-pane={name}
        data-active={(isSplit && isActive) || undefined}
        aria-label={label}
        tabIndex={-1}
        onPointerDownCapture={() => setActivePane(name)}
        onFocusCapture={() => setActivePane(name)}
        onClick={(event) => followLink(event, name)}
      >
        {isSplit && <PaneHead name={name} />}
        <div ref={scroller} className={styles.view} data-stale={isStale || undefined}>
          <Answered>
            <ViewGuard key={route.view}>
              <ViewModule name={route.view} />
            </ViewGuard>
          </Answered>
        </div>
      </section>
    </PaneContext>
  );
}

/** The cluster changes four times a second; the view, handed through, is not drawn for that. */
function Answered({ children }: { readonly children: ReactNode }) {
  const isOpen = useConnection().phase === 'open';
  const { status } = useLive('cluster', {});
  return status === 'loading' && !isOpen ? <NoAnswer /> : children;
}

/** Only where there are two: what it shows, and its end. */
function PaneHead({ name }: { readonly name: PaneName }) {
  const t = useT();
  const route = useRouteOf(name);
  const address = useAddress();
  const title = t(`frame.${route.view}`);
  const own = name === 'beside' ? (address.beside ?? '') : address.main;
  return (
    <div className={styles.head}>
      <Icon name={placeOf(route.view).icon} size={13} />
      <span className={styles.title}>{route.item ? `${title} · ${route.item}` : title}</span>
      <CopyLink to={own} />
      <Tooltip label={t('frame.closePane', { name: title })}>
        <ActionIcon
          variant="subtle"
          color="gray"
          size="sm"
          onClick={() => closePane(name)}
          aria-label={t('frame.closePane', { name: title })}
        >
          <Icon name="close" size={14} />
        </ActionIcon>
      </Tooltip>
    </div>
  );
}

/** What is left has the whole width. */
function closePane(name: PaneName): void {
  const { main, beside } = readAddress();
  if (beside === null) return;
  goTo({ main: name === 'main' ? beside : main, beside: null });
}

/** Shown only after a wait: a page that just opened is about to be answered. */
function NoAnswer() {
  const t = useT();
  const why = useConnection().isRefused ? 'refused' : 'noAnswer';
  return (
    <div className={styles.late}>
      <EmptyState icon="error" title={t(`frame.${why}Title`)}>
        {t(`frame.${why}Text`)}
      </EmptyState>
    </div>
  );
}
