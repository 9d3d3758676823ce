/** The place of a terminal's screen: it fills it, and follows its size and the theme. */
import { useMantineColorScheme } from '@mantine/core';
import { useEffect, useRef } from 'react';
import type { TerminalState } from '../../../main/contract/index.ts';
import { useT } from '../../i18n/index.ts';
import { paintScreens, type Screen, screenOf } from './screen.ts';
import styles from './terminal.module.css';
import { shellOf } from './use-terminals.ts';

export function TerminalScreen({ state }: { readonly state: TerminalState }) {
  const t = useT();
  const place = useRef<HTMLDivElement>(null);
  const { colorScheme } = useMantineColorScheme();
  const { terminalId, number, shell } = state;
  const label = t('terminal.screenOf', { number, shell });
  useEffect(() => {
    const holder = place.current;
    if (!holder) return;
    const screen: Screen = screenOf(terminalId, shellOf(terminalId), label);
    holder.append(screen.element);
    screen.fit();
    screen.terminal.focus();
    const observer = new ResizeObserver(() => {
      if (holder.clientHeight > 0) screen.fit();
    });
    observer.observe(holder);
    return () => {
      observer.disconnect();
      if (screen.element.parentElement === holder) screen.element.remove();
    };
  }, [terminalId, label]);
  useEffect(() => {
    // After the page has taken its new colours.
    const frame = requestAnimationFrame(paintScreens);
    return () => cancelAnimationFrame(frame);
  }, [colorScheme]);
  return <div ref={place} className={styles.screen} data-secret />;
}
