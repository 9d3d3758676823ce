/** Where the columns of brokers have their middle, for what is drawn from one to another. */
import { useLayoutEffect, useRef, useState } from 'react';

export function useCenters(brokerCount: number) {
  const band = useRef<HTMLTableCellElement & HTMLDivElement>(null);
  const [centers, setCenters] = useState<ReadonlyMap<number, number>>(new Map());
  useLayoutEffect(() => {
    const element = band.current;
    const root = element?.closest('[data-map]');
    if (!element || !root) return;
    const read = () => {
      const { left } = element.getBoundingClientRect();
      const next = new Map<number, number>();
      for (const place of root.querySelectorAll<HTMLElement>('[data-place]')) {
        const box = place.getBoundingClientRect();
        next.set(Number(place.dataset['place']), box.left - left + box.width / 2);
      }
      setCenters((old) => (isSame(old, next) ? old : next));
    };
    read();
    const observer = new ResizeObserver(read);
    observer.observe(element);
    return () => observer.disconnect();
  }, [brokerCount]);
  return { band, centers };
}

function isSame(left: ReadonlyMap<number, number>, right: ReadonlyMap<number, number>): boolean {
  return left.size === right.size && [...left].every(([id, x]) => right.get(id) === x);
}
