/** The colours of the theme for canvases, which know no variables; read anew when it changes. */
import { type RefObject, useEffect, useState } from 'react';
import type { Ink } from './cell-paint.ts';

export type Palette = Ink & { readonly brokers: readonly string[] };

const hueCount = 6;

export function useInk(element: RefObject<HTMLElement | null>): Palette | null {
  const [ink, setInk] = useState<Palette | null>(null);
  useEffect(() => {
    const read = () => element.current && setInk(readInk(element.current));
    read();
    const observer = new MutationObserver(read);
    observer.observe(document.documentElement, { attributes: true });
    return () => observer.disconnect();
  }, [element]);
  return ink;
}

export function hueOf(ink: Palette, brokerId: number): string {
  return ink.brokers[(((brokerId - 1) % hueCount) + hueCount) % hueCount] ?? ink.text;
}

/** `light-dark(…)` is resolved only where it is used, so each is used once on a probe. */
function readInk(element: HTMLElement): Palette {
  const probe = document.createElement('span');
  element.append(probe);
  const color = (name: string) => {
    probe.style.color = `var(--${name})`;
    return getComputedStyle(probe).color;
  };
  const ink = {
    text: color('text'),
    soft: color('text-soft'),
    line: color('line-strong'),
    bg: color('bg'),
    accent: color('accent'),
    attention: color('attention'),
    failure: color('failure'),
    font: getComputedStyle(element).fontFamily,
    brokers: Array.from({ length: hueCount }, (_, index) => color(`broker-${index + 1}`)),
  };
  probe.remove();
  return ink;
}
