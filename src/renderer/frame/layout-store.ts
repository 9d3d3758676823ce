/** How the reader laid out the frame; remembered by the browser, as it is of this screen. */
import { create } from 'zustand';

type Layout = {
  readonly isRailNarrow: boolean;
  /** The left pane's share of the width. */
  readonly share: number;
};

const key = 'rivulet.layout';
const shareDefault = 0.5;

export const shareMin = 0.25;
export const shareMax = 0.75;

export const useLayout = create<Layout>(() => readLayout());

useLayout.subscribe((layout) => window.localStorage.setItem(key, JSON.stringify(layout)));

export function setShare(share: number): void {
  useLayout.setState({ share: Math.min(shareMax, Math.max(shareMin, share)) });
}

function readLayout(): Layout {
  const fallback = { isRailNarrow: false, share: shareDefault };
  try {
    const kept = JSON.parse(window.localStorage.getItem(key) ?? '{}') as Partial<Layout>;
    const share = Number(kept.share ?? shareDefault);
    const isFit = share >= shareMin && share <= shareMax;
    return { isRailNarrow: kept.isRailNarrow === true, share: isFit ? share : shareDefault };
  } catch {
    // Written by something else: as if nothing had been kept.
    return fallback;
  }
}
