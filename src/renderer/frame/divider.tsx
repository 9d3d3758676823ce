/** Between two panes: dragged, or moved by the arrow keys; a double click makes both equal. */
import type { PointerEvent as ReactPointerEvent, RefObject } from 'react';
import { useT } from '../i18n/index.ts';
import styles from './divider.module.css';
import { setShare, shareMax, shareMin, useLayout } from './layout-store.ts';

const step = 0.05;

export function Divider({ area }: { readonly area: RefObject<HTMLElement | null> }) {
  const t = useT();
  const share = useLayout((state) => state.share);
  function startDrag(event: ReactPointerEvent<HTMLElement>): void {
    event.preventDefault();
    const handle = event.currentTarget;
    handle.setPointerCapture(event.pointerId);
    const move = (moved: PointerEvent) => {
      const box = area.current?.getBoundingClientRect();
      if (box) setShare((moved.clientX - box.left) / box.width);
    };
    handle.addEventListener('pointermove', move);
    handle.addEventListener(
      'lostpointercapture',
      () => {
        handle.removeEventListener('pointermove', move);
      },
      { once: true },
    );
  }
  return (
    <div
      className={styles.divider}
      role="separator"
      aria-orientation="vertical"
      aria-label={t('frame.divider')}
      aria-valuemin={Math.round(shareMin * 100)}
      aria-valuemax={Math.round(shareMax * 100)}
      aria-valuenow={Math.round(share * 100)}
      tabIndex={0}
      onPointerDown={startDrag}
      onDoubleClick={() => setShare(0.5)}
      onKeyDown={(event) => {
        if (event.key === 'ArrowLeft') setShare(share - step);
        else if (event.key === 'ArrowRight') setShare(share + step);
        else return;
        event.preventDefault();
      }}
    />
  );
}
