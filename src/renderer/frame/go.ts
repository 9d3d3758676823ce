/** Links of the frame itself lead the pane that is in use, or open beside it. */
import type { MouseEvent } from 'react';
import { navigate, openBeside, type PaneName } from '../ui/route.ts';

/** A click on a link to a place of ours; every other click goes its own way. */
export function followLink(event: MouseEvent, pane?: PaneName): void {
  if (event.defaultPrevented || event.button !== 0) return;
  // The browser's own: a new tab, a new window.
  if (event.ctrlKey || event.metaKey) return;
  const link = event.target instanceof Element ? event.target.closest('a[href^="#/"]') : null;
  const target = link?.getAttribute('href');
  if (!target || link?.hasAttribute('target')) return;
  event.preventDefault();
  if (event.altKey || event.shiftKey) openBeside(target, pane);
  else navigate(target, false, pane);
}
