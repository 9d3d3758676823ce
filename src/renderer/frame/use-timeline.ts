/** The events of the cluster and how many of them the user has not seen yet. */
import { useEffect, useMemo } from 'react';
import { create } from 'zustand';
import { useFeed } from '../client/live.ts';
import { useDrawer } from '../ui/drawer-store.ts';
import { type Entry, entriesOf } from './timeline-model.ts';

const eventsMax = 500;

/** The newest event that was on the screen; null before the first look at any. */
const useSeen = create<{ readonly id: number | null }>(() => ({ id: null }));

export function useTimeline(): {
  readonly entries: readonly Entry[];
  readonly isLoading: boolean;
  readonly unreadCount: number;
  readonly seenId: number;
} {
  const { value, status } = useFeed('events', {}, eventsMax);
  const isShown = useDrawer((state) => state.isOpen && state.tab === 'timeline');
  const seenId = useSeen((state) => state.id);
  const entries = useMemo(() => entriesOf(value ?? []), [value]);
  const newestId = value?.at(-1)?.id;

  useEffect(() => {
    if (newestId === undefined) return;
    // What happened before this page opened counts as known.
    if (seenId === null) useSeen.setState({ id: newestId });
  }, [newestId, seenId]);

  useEffect(() => {
    if (!isShown) return;
    return () => {
      if (newestId !== undefined) useSeen.setState({ id: newestId });
    };
  }, [isShown, newestId]);

  const known = seenId ?? Number.POSITIVE_INFINITY;
  const unreadCount = isShown ? 0 : entries.filter((entry) => entry.id > known).length;
  return { entries, isLoading: status === 'loading', unreadCount, seenId: known };
}
