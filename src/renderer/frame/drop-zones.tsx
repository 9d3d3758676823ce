/** While a link is dragged: the halves in which it can be dropped. */
import { type DragEvent, useEffect, useState } from 'react';
import { useT } from '../i18n/index.ts';
import { type PaneName, goTo, readAddress } from '../ui/route.ts';
import styles from './drop-zones.module.css';

export function DropZones({ isSplit }: { readonly isSplit: boolean }) {
  const t = useT();
  const target = useDraggedLink();
  const [over, setOver] = useState<PaneName | null>(null);
  if (target === null) return null;
  const zone = (side: PaneName) => (
    <div
      className={styles.zone}
      data-side={side}
      data-over={over === side || undefined}
      onDragOver={(event: DragEvent) => {
        event.preventDefault();
        setOver(side);
      }}
      onDragLeave={() => setOver(null)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(null);
        drop(target, side, isSplit);
      }}
    >
      <span>{t(`frame.drop-${side}`)}</span>
    </div>
  );
  return (
    <div className={styles.zones}>
      {zone('main')}
      {zone('beside')}
    </div>
  );
}

/** With one view it moves aside; with two the one in this half gives way. */
function drop(target: string, side: PaneName, isSplit: boolean): void {
  const { main, beside } = readAddress();
  if (side === 'beside') goTo({ main, beside: target });
  else goTo({ main: target, beside: isSplit ? beside : main });
}

/** Where the link leads that is on its way. */
function useDraggedLink(): string | null {
  const [target, setTarget] = useState<string | null>(null);
  useEffect(() => {
    const start = (event: Event) => {
      const link = event.target instanceof HTMLAnchorElement ? event.target : null;
      const to = link?.getAttribute('href') ?? '';
      // After the browser has taken its picture of the link: what changes before ends the drag.
      if (to.startsWith('#/')) setTimeout(() => setTarget(to), 0);
    };
    const end = () => setTimeout(() => setTarget(null), 0);
    document.addEventListener('dragstart', start);
    document.addEventListener('dragend', end);
    document.addEventListener('drop', end);
    return () => {
      document.removeEventListener('dragstart', start);
      document.removeEventListener('dragend', end);
      document.removeEventListener('drop', end);
    };
  }, []);
  return target;
}
