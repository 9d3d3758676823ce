/** Of very many lines, those that are on the screen. */
import { type RefObject, useEffect, useMemo, useState } from 'react';
import { linesBetween, type Line } from './lines.ts';

const marginPx = 400;

/** `topPx` is where the first line begins inside of what scrolls. */
export function useWindow(
  scroller: RefObject<HTMLElement | null>,
  lines: readonly Line[],
  topPx: number,
) {
  const [view, setView] = useState({ fromPx: 0, toPx: 2000 });
  useEffect(() => {
    const box = scroller.current;
    if (!box) return;
    const read = () => {
      // In steps, so that scrolling by a line renders nothing.
      const fromPx = Math.floor(Math.max(0, box.scrollTop - topPx - marginPx) / 200) * 200;
      const toPx = fromPx + Math.ceil((box.clientHeight + marginPx * 2) / 200 + 1) * 200;
      setView((old) => (old.fromPx === fromPx && old.toPx === toPx ? old : { fromPx, toPx }));
    };
    read();
    box.addEventListener('scroll', read, { passive: true });
    const observer = new ResizeObserver(read);
    observer.observe(box);
    return () => {
      box.removeEventListener('scroll', read);
      observer.disconnect();
    };
  }, [scroller, topPx]);
  return useMemo(() => linesBetween(lines, view.fromPx, view.toPx), [lines, view]);
}
