/** The bottom drawer: one line when closed; timeline and what a view put there when open. */
import { ActionIcon, Tooltip } from '@mantine/core';
import { type KeyboardEvent, type PointerEvent as ReactPointerEvent, useId } from 'react';
import { useT } from '../i18n/index.ts';
import {
  closeDrawerItem,
  type DrawerItem,
  showDrawerTab,
  toggleDrawer,
  useDrawer,
} from '../ui/drawer-store.ts';
import { Icon } from '../ui/icon.tsx';
import { useToasts } from '../ui/toasts.ts';
import styles from './drawer.module.css';
import { followLink } from './go.ts';
import { TaskTray } from './task-tray.tsx';
import { EntryLine, Timeline } from './timeline.tsx';
import { ToastStrip } from './toast-strip.tsx';
import { useTimeline } from './use-timeline.ts';

const heightMinPx = 120;
const heightStepPx = 40;

export function Drawer() {
  const t = useT();
  const { isOpen, tab, items, heightPx } = useDrawer();
  const shown = items.find((item) => item.id === tab);
  const timeline = useTimeline();
  const panelId = useId();
  const toasts = useToasts();
  const toast = toasts[0];
  const newest = timeline.entries[0];
  return (
    // Links in it lead the pane in use.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
    <aside
      className={styles.drawer}
      aria-label={t('frame.drawer')}
      onClick={(event) => followLink(event)}
    >
      {isOpen && <ResizeHandle />}
      <div className={styles.bar}>
        <div className={styles.tabs}>
          <button
            type="button"
            className={styles.tab}
            aria-expanded={isOpen && tab === 'timeline'}
            aria-controls={panelId}
            onClick={() =>
              isOpen && tab === 'timeline' ? toggleDrawer() : showDrawerTab('timeline')
            }
          >
            <Icon name="clock" size={14} />
            {t('frame.timeline')}
            {timeline.unreadCount > 0 && (
              <span
                className={styles.unread}
                title={t('frame.timelineUnread', { count: timeline.unreadCount })}
              >
                {timeline.unreadCount}
              </span>
            )}
          </button>
          {items.map((item) => (
            <ItemTab
              key={item.id}
              item={item}
              isShown={isOpen && tab === item.id}
              panelId={panelId}
            />
          ))}
        </div>
        <div className={styles.newest} aria-live="polite">
          {toast && <ToastStrip key={toast.id} toast={toast} moreCount={toasts.length - 1} />}
          {!toast && !isOpen && newest && <EntryLine key={newest.id} entry={newest} />}
        </div>
        <TaskTray />
        <Tooltip label={t(isOpen ? 'frame.drawerClose' : 'frame.drawerOpen')}>
          <ActionIcon
            variant="subtle"
            color="gray"
            size="sm"
            onClick={toggleDrawer}
            aria-label={t(isOpen ? 'frame.drawerClose' : 'frame.drawerOpen')}
          >
            <Icon name={isOpen ? 'chevronDown' : 'chevronUp'} />
          </ActionIcon>
        </Tooltip>
      </div>
      {/* Focusable, so that the keyboard can scroll it. */}
      <div
        id={panelId}
        className={styles.panel}
        style={{ height: isOpen ? heightPx : 0 }}
        hidden={!isOpen}
        role="region"
        aria-label={shown?.title ?? t('frame.timeline')}
        tabIndex={0}
      >
        {shown ? shown.content : <Timeline {...timeline} />}
      </div>
    </aside>
  );
}

function ItemTab(props: {
  readonly item: DrawerItem;
  readonly isShown: boolean;
  readonly panelId: string;
}) {
  const t = useT();
  const { id, title } = props.item;
  return (
    <span className={styles.itemTab}>
      <button
        type="button"
        className={styles.tab}
        aria-expanded={props.isShown}
        aria-controls={props.panelId}
        onClick={() => (props.isShown ? toggleDrawer() : showDrawerTab(id))}
      >
        {title}
      </button>
      <ActionIcon
        variant="subtle"
        color="gray"
        size="xs"
        onClick={() => closeDrawerItem(id)}
        aria-label={t('frame.drawerCloseItem', { title })}
      >
        <Icon name="close" size={13} />
      </ActionIcon>
    </span>
  );
}

function ResizeHandle() {
  const t = useT();
  const heightPx = useDrawer((state) => state.heightPx);
  return (
    <div
      className={styles.handle}
      role="separator"
      aria-orientation="horizontal"
      aria-label={t('frame.drawerResize')}
      aria-valuenow={heightPx}
      aria-valuemin={heightMinPx}
      aria-valuemax={heightMax()}
      tabIndex={0}
      onPointerDown={startDrag}
      onKeyDown={(event: KeyboardEvent) => {
        if (event.key === 'ArrowUp') setHeight(heightPx + heightStepPx);
        if (event.key === 'ArrowDown') setHeight(heightPx - heightStepPx);
      }}
    />
  );
}

function startDrag(event: ReactPointerEvent): void {
  event.preventDefault();
  const startY = event.clientY;
  const startPx = useDrawer.getState().heightPx;
  const move = (moved: PointerEvent) => setHeight(startPx + startY - moved.clientY);
  const end = () => {
    window.removeEventListener('pointermove', move);
    window.removeEventListener('pointerup', end);
  };
  window.addEventListener('pointermove', move);
  window.addEventListener('pointerup', end);
}

function heightMax(): number {
  return Math.round(window.innerHeight * 0.7);
}

function setHeight(px: number): void {
  useDrawer.setState({ heightPx: Math.min(heightMax(), Math.max(heightMinPx, px)) });
}
