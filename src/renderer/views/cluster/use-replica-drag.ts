/** A replica that is pulled from the column of one broker into that of another. */
import { type PointerEvent, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { PartitionName } from '../../../main/contract/index.ts';

type Dragged = PartitionName & {
  readonly from: number;
  readonly x: number;
  readonly y: number;
  readonly over: number | null;
};

const dragPx = 6;

export type ReplicaDrag = {
  readonly begin: (event: PointerEvent<HTMLElement>, name: PartitionName, from: number) => void;
  /** Whether the replica may be dropped in a cell; null while nothing is dragged in its row. */
  readonly dropState: (
    name: PartitionName,
    brokerId: number,
    isTaken: boolean,
  ) => 'free' | 'over' | null;
};

/** `onDrop` says what was wanted; nothing is moved by it. */
export function useReplicaDrag(onDrop: (name: PartitionName, from: number, to: number) => void) {
  const [dragged, setDragged] = useState<Dragged | null>(null);
  const stop = useRef<(() => void) | null>(null);
  const latestDrop = useRef(onDrop);
  useEffect(() => {
    latestDrop.current = onDrop;
  });
  useEffect(() => () => stop.current?.(), []);

  const begin = useCallback<ReplicaDrag['begin']>((event, name, from) => {
    if (event.button !== 0) return;
    const [startX, startY] = [event.clientX, event.clientY];
    let now: Dragged | null = null;
    const move = (next: globalThis.PointerEvent) => {
      const distance = Math.hypot(next.clientX - startX, next.clientY - startY);
      if (!now && distance < dragPx) return;
      const over = columnUnder(next.clientX, next.clientY);
      now = { ...name, from, x: next.clientX, y: next.clientY, over };
      setDragged(now);
    };
    const end = (next: globalThis.PointerEvent | KeyboardEvent) => {
      if (next instanceof KeyboardEvent && next.key !== 'Escape') return;
      stop.current?.();
      const was = now;
      setDragged(null);
      if (!was) return;
      // What follows a drag is no click on what was dragged.
      window.addEventListener('click', swallow, { capture: true, once: true });
      setTimeout(() => window.removeEventListener('click', swallow, true), 0);
      if (next.type !== 'pointerup' || was.over === null || was.over === from) return;
      latestDrop.current(name, from, was.over);
    };
    window.addEventListener('pointermove', move);
    window.addEventListener('pointerup', end);
    window.addEventListener('pointercancel', end);
    window.addEventListener('keydown', end);
    stop.current = () => {
      window.removeEventListener('pointermove', move);
      window.removeEventListener('pointerup', end);
      window.removeEventListener('pointercancel', end);
      window.removeEventListener('keydown', end);
      stop.current = null;
    };
  }, []);

  const drag = useMemo<ReplicaDrag>(
    () => ({
      begin,
      dropState: (name, brokerId, isTaken) => {
        const isRow = dragged?.topic === name.topic && dragged.partition === name.partition;
        if (!isRow || isTaken) return null;
        return dragged.over === brokerId ? 'over' : 'free';
      },
    }),
    [begin, dragged],
  );
  return { drag, dragged };
}

function swallow(event: Event): void {
  event.stopPropagation();
  event.preventDefault();
}

/** The broker whose free cell of that partition (or whose head) is under the pointer. */
function columnUnder(x: number, y: number): number | null {
  const under = document.elementFromPoint(x, y);
  const cell = under?.closest<HTMLElement>('[data-drop], [data-place]');
  const id = cell?.dataset['column'] ?? cell?.dataset['place'];
  return id === undefined ? null : Number(id);
}
